import { CONTROLS } from '../catalogue/controls';
import type { Evidence, ExceptionEvidence } from './evidence';

/** Shortest reason that says something, in characters. */
export const REASON_MIN = 20;
/** Name under which the pack's findings are acknowledged. */
const PACK = 'Dtap';
/** CloudFormation's own validator: the CDK acknowledges for itself what it cannot know of a template, on whole stacks. It checks no control. */
const VALIDATOR = 'CloudFormation-Validate::';
/** Farthest end of an exception: beyond it nobody looks again. */
const YEARS_MAX = 2;
/** What looks like the id of a control: the letters of one, then digits. */
const CONTROL_LIKE = new RegExp(`\\b(${[...new Set(CONTROLS.map(({ id }) => id.replace(/\\d+$/, '')))].join('|')})\\d+\\b`, 'g');

/** What is wrong with an exception. */
export interface LedgerProblem {
  readonly exception: ExceptionEvidence;
  readonly problem: string;
}

/**
 * Everything that is wrong with the exceptions of an evidence: expired, unused, without a reason, owner or end, too broad,
 * about rules or controls that there are not.
 *
 * @param today the day that last days are compared with; without it none is called expired or too long
 */
export function ledgerProblems({ exceptions: all, rules }: Pick<Evidence, 'exceptions' | 'rules'>, today?: string): LedgerProblem[] {
  const exceptions = all.filter(({ finding }) => !finding.startsWith(VALIDATOR));
  const known = rules.map(({ id }) => id);
  const keys = exceptions.map(({ finding, resource }) => `${finding} ${resource}`);
  return exceptions.flatMap((exception, i) => [
    ...(exception.reason.trim().length < REASON_MIN ? [`its reason says nothing: write at least ${REASON_MIN} characters`] : []),
    ...(exception.owner ? [] : ['it has no owner']),
    ...(exception.until ? [] : ['it has no last day']),
    ...(isOneFinding(exception.finding) ? [] : ['it is too broad: name one finding, Pack::Rule']),
    ...(isOneResource(exception.resource) ? [] : ['it is too broad: name one resource by its construct path']),
    ...(isUnknownRule(exception.finding, known) ? ['there is no such rule'] : []),
    ...unknownControls(exception.reason).map((id) => `there is no control ${id}, which its reason names`),
    ...(keys.indexOf(keys[i]) < i ? ['it is there twice'] : []),
    ...(exception.used === false ? ['it silences nothing: delete it'] : []),
    ...(today === undefined || exception.until === undefined ? [] : ended(exception.until, today)),
  ].map((problem) => ({ exception, problem })));
}

/** Whether the id of a finding names one rule of one pack. What stands in brackets is the finding's own text, stars included. */
export function isOneFinding(finding: string): boolean {
  return /^[\w.-]+::[^\s*[]+(\[.*\])?$/s.test(finding);
}

/** Whether a construct path names something within a stack or stage, and no pattern. */
export function isOneResource(path: string): boolean {
  return /^[^*]+\/[^*]+$/.test(path);
}

/** Whether a finding is said to be of our pack, but of no rule that there is. */
export function isUnknownRule(finding: string, rules: readonly string[]): boolean {
  const [pack, id] = finding.split('::', 2);
  return pack === PACK && !rules.some((rule) => id.replace(/\[.*$/s, '') === `${PACK}-${rule}`);
}

/** The ids in a text that look like those of controls but are none. */
export function unknownControls(text: string): string[] {
  return [...new Set([...text.matchAll(CONTROL_LIKE)].map(([id]) => id))].filter((id) => !CONTROLS.some((control) => control.id === id));
}

function ended(until: string, today: string): string[] {
  const farthest = `${Number(today.slice(0, 4)) + YEARS_MAX}${today.slice(4)}`;
  return until < today ? [`it expired on ${until}`] : until > farthest ? [`it is too broad: its last day, ${until}, is more than ${YEARS_MAX} years ahead`] : [];
}
