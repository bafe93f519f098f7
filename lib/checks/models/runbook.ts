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

/** The runbook that fails the database over: it must stand where the first region is not needed. */
export function runbookIn(site: Site): Resource | undefined {
  const found = within(site, 'AWS::SSM::Document').map(({ resource }) => resource)
    .filter((document) => document.at('DocumentType').text === 'Automation' && /failover[_-]?global[_-]?cluster/i.test(document.at('Content').shown(Infinity)));
  return found.find((document) => /fail-?over/i.test(document.at('Name').text ?? '')) ?? found[0];
}

/** The steps of a runbook, in their order. */
export function stagesOf(document: Resource): Stage[] {
  const content = document.at('Content').document;
  const steps = content.at('mainSteps');
  return steps.open !== undefined && steps.items.length === 0 ? [{ ...stage('runbook', LENGTHS.wait), open: `what the runbook does (${steps.open})` }]
    : steps.items.filter((step) => !FREE.includes(step.at('action').text ?? '')).map(stageOf);
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
