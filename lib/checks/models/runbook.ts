import type { Resource, Value } from '../template';
import { within, type Site } from './ground';
import { ASSUMED, AUTOMATION, isoMinutes, LENGTHS, type Length } from './durations';

/** What a fail-over takes, step by step. */
export interface Stage {
  readonly what: string;
  readonly minutes: number;
  readonly says: string;
  readonly source: string;
  /** Why the templates do not decide it. */
  readonly open?: string;
}

/** The steps of the runbook that fails the database over. It must stand where the first region is not needed. Undefined if there is none. */
export function runbookIn(site: Site): Stage[] | undefined {
  const found = within(site, 'AWS::SSM::Document').filter(({ resource }) => resource.at('DocumentType').text === 'Automation');
  const moving = found.filter(({ resource }) => /failover[_-]?global[_-]?cluster/i.test(resource.at('Content').shown(Infinity)));
  const chosen = moving.find(({ resource }) => /fail-?over/i.test(resource.at('Name').text ?? '')) ?? moving[0];
  const doubt = chosen ? chosen.doubt : found.map((one) => one.doubt).find((why) => why !== undefined);
  const open: Stage[] = doubt === undefined ? [] : [{ ...stage('runbook', LENGTHS.wait), open: `what the runbook does (${doubt})` }];
  return chosen ? [...open, ...stagesOf(chosen.resource)] : open.length > 0 ? open : undefined;
}

function stagesOf(document: Resource): Stage[] {
  return document.at('Content').document.at('mainSteps').items.filter((step) => !FREE.includes(step.at('action').text ?? '')).map(stageOf);
}

/** What takes no time worth counting, or is counted as the decision. */
const FREE: readonly string[] = ['aws:approve', 'aws:assertAwsResourceProperty', 'aws:branch', 'aws:changeDefaultVersion', 'aws:updateVariable'];

function stageOf(step: Value): Stage {
  const name = `runbook: ${step.at('name').text ?? 'a step without a name'}`;
  const pause = step.at('inputs', 'Duration');
  if (step.at('action').text === 'aws:sleep') {
    const minutes = isoMinutes(pause.text ?? '');
    return { what: name, minutes: minutes ?? 0, says: 'sleeps', source: AUTOMATION, ...(minutes === undefined && { open: `how long the runbook sleeps (${pause.open ?? pause.shown(40)})` }) };
  }
  const length = lengthOf(step);
  const limit = (step.at('timeoutSeconds').number ?? Infinity) / 60;
  return limit < length.minutes ? stage(name, { minutes: limit, says: `${length.says}; ends after ${step.at('timeoutSeconds').text} seconds`, source: AUTOMATION }) : stage(name, length);
}

function lengthOf(step: Value): Length {
  switch (step.at('action').text) {
    case 'aws:executeAwsApi': return LENGTHS.call;
    case 'aws:executeScript': return /sleep\s*\(/.test(step.at('inputs', 'Script').text ?? '') ? LENGTHS.wait : LENGTHS.script;
    case 'aws:invokeLambdaFunction': return LENGTHS.script;
    default: return { ...LENGTHS.wait, source: ASSUMED };
  }
}

export function stage(what: string, { minutes, says, source }: Length): Stage {
  return { what, minutes, says, source };
}
