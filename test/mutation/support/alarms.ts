import { judge } from '../../../lib/checks/judge';
import { RULES } from '../../../lib/checks/rules';
import { TemplateSet } from '../../../lib/checks/template';
import type { VerdictKind } from '../../../lib/checks/verdict';
import { draftsOf, type Neutral } from '../neutral';
import type { Ground } from './ground';

/** A rule that changed its mind about an edit that changes nothing. */
export interface FalseAlarm {
  readonly rule: string;
  readonly edit: string;
  readonly ground: string;
  readonly site: string;
  readonly before: VerdictKind | 'absent';
  readonly after: VerdictKind;
  readonly messages: readonly string[];
}

/** The verdicts of all rules, by rule, template and logical id. */
export function allVerdicts(set: TemplateSet): ReadonlyMap<string, VerdictKind> {
  return new Map(judge(set).map(({ rule, template, logicalId, verdict }) => [`${rule.id} ${template.source.name} ${logicalId}`, verdict.kind]));
}

/** What rules say to a neutral edit of some templates that they did not say before. */
export function falseAlarms(ground: Ground, before: ReadonlyMap<string, VerdictKind>, edit: Neutral, at: readonly number[]): FalseAlarm[] {
  const drafts = draftsOf(ground.sources);
  const origin = edit.apply(drafts, at) ?? ((template: string, id: string) => `${template} ${id}`);
  return judge(new TemplateSet(drafts, ground.accounts), RULES).flatMap(({ rule, template, logicalId, verdict }): FalseAlarm[] => {
    const site = origin(template.source.name, logicalId);
    const was = before.get(`${rule.id} ${site}`);
    const alarm = (verdict.kind === 'violation' || verdict.kind === 'unknown') ? was !== verdict.kind : was === 'compliant' ? verdict.kind !== 'compliant' : false;
    return alarm ? [{ rule: rule.id, edit: edit.name, ground: ground.name, site, before: was ?? 'absent', after: verdict.kind, messages: verdict.messages }] : [];
  });
}
