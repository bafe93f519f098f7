/* eslint-disable @typescript-eslint/no-explicit-any -- a document is read as it stands */
import type { Answer, Moto } from './moto';

const KEYS = ['schemaVersion', 'description', 'assumeRole', 'parameters', 'variables', 'mainSteps', 'outputs', 'files'];
const STEP_KEYS = ['name', 'action', 'description', 'inputs', 'outputs', 'timeoutSeconds', 'maxAttempts', 'onFailure', 'onCancel', 'isCritical', 'isEnd', 'nextStep'];
const PARAMETER_KEYS = ['type', 'description', 'default', 'allowedValues', 'allowedPattern', 'displayType', 'minItems', 'maxItems', 'minChars', 'maxChars'];
const PARAMETER_TYPES = ['String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap'];
const RUNTIMES = /^(python3\.(8|9|1[01])|PowerShell( 7\.4| Core 6\.0)?)$/;
const SYSTEM = /^(automation:EXECUTION_ID|global:(DATE|DATE_TIME|REGION))$/;
const MOST_BYTES = 65_536;

/**
 * What Systems Manager would refuse of an Automation runbook, or take and not run.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html,
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
export function problemsOf(document: any): string[] {
  const steps: any[] = document.mainSteps ?? [];
  const names = steps.map(({ name }) => String(name));
  const parameters = Object.entries<any>(document.parameters ?? {});
  const known = new Set([...parameters.map(([name]) => name), ...steps.flatMap(({ name, outputs = [] }) => outputs.map((output: any) => `${name}.${output.Name}`))]);
  const unknown = (what: string, value: object, keys: string[]): string[] => Object.keys(value).filter((key) => !keys.includes(key)).map((key) => `${what} has ${key}, which is no field`);
  const references = [...JSON.stringify([document.assumeRole, steps]).matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(([, name]) => name);
  return [
    ...unknown('the document', document, KEYS),
    ...(document.schemaVersion === '0.3' ? [] : ['the schema version of a runbook is 0.3']),
    ...(steps.length > 0 ? [] : ['there is no step']),
    ...(new Set(names).size === names.length ? [] : ['two steps have one name']),
    ...(JSON.stringify(document).length <= MOST_BYTES ? [] : ['the document is too large']),
    ...parameters.flatMap(([name, parameter]) => [
      ...(/^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? [] : [`parameter ${name}: no such name`]),
      ...unknown(`parameter ${name}`, parameter, PARAMETER_KEYS),
      ...(PARAMETER_TYPES.includes(parameter.type) ? [] : [`parameter ${name}: no such type`]),
      ...(parameter.allowedPattern === undefined || isPattern(parameter.allowedPattern) ? [] : [`parameter ${name}: the pattern is none`]),
    ]),
    ...references.filter((name) => !known.has(name) && !SYSTEM.test(name)).map((name) => `{{ ${name} }} is nothing`),
    ...steps.flatMap((step) => stepProblems(step, names, unknown(`step ${step.name}`, step, STEP_KEYS))),
    ...(document.outputs ?? []).filter((name: string) => !known.has(name)).map((name: string) => `output ${name} is nothing`),
  ];
}

function stepProblems(step: any, names: string[], found: string[]): string[] {
  const { inputs = {}, onFailure = 'Abort' } = step;
  return [
    ...found,
    ...(/^[a-zA-Z0-9_]{3,128}$/.test(step.name) ? [] : [`step ${step.name}: no such name`]),
    ...(step.action === 'aws:executeScript' ? [] : [`step ${step.name}: ${step.action} is not known here`]),
    ...(RUNTIMES.test(inputs.Runtime) ? [] : [`step ${step.name}: no such runtime`]),
    ...(String(inputs.Script).includes(`\ndef ${inputs.Handler}(`) ? [] : [`step ${step.name}: the script has no handler ${inputs.Handler}`]),
    ...(['Abort', 'Continue'].includes(onFailure) || names.includes(/^step:(.*)$/.exec(onFailure)?.[1] ?? '') ? [] : [`step ${step.name}: onFailure ${onFailure} leads nowhere`]),
    ...(step.timeoutSeconds >= 1 && step.timeoutSeconds <= 600 ? [] : [`step ${step.name}: a script runs for 600 seconds at most`]),
  ];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** How a run ended, and what each step did. */
export interface RunbookRun {
  readonly status: 'Success' | 'Failed';
  readonly steps: Record<string, Answer>;
}

/** Runs the steps of a document as Systems Manager would: to the end, or until one fails that may not. */
export async function runRunbook(aws: Moto, document: any, run: { by: string; parameters: Record<string, string>; fakes?: Record<string, object | string> }): Promise<RunbookRun> {
  const record = { AutomationExecution: { ExecutedBy: run.by, Parameters: Object.fromEntries(Object.entries(run.parameters).map(([name, value]) => [name, [value]])) } };
  const steps: Record<string, Answer> = {};
  let status: RunbookRun['status'] = 'Success';
  for (const { name, inputs, onFailure } of document.mainSteps) {
    steps[name] = await aws.run({ script: inputs.Script, handler: inputs.Handler, payload: inputs.InputPayload, fakes: { 'ssm.GetAutomationExecution': record, ...run.fakes } });
    if (steps[name].error) {
      status = 'Failed';
      if (onFailure !== 'Continue') {
        break;
      }
    }
  }
  return { status, steps };
}
