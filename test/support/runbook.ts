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

/** Longest that each action may take, in seconds, and the inputs that it needs. */
const ACTIONS: Record<string, { longest: number; inputs: string[] }> = {
  'aws:executeScript': { longest: 600, inputs: ['Handler', 'Runtime', 'Script'] },
  'aws:executeAwsApi': { longest: 25, inputs: ['Api', 'Service'] },
  'aws:waitForAwsResourceProperty': { longest: 86_400, inputs: ['Api', 'DesiredValues', 'PropertySelector', 'Service'] },
  'aws:assertAwsResourceProperty': { longest: 25, inputs: ['Api', 'DesiredValues', 'PropertySelector', 'Service'] },
};

function stepProblems(step: any, names: string[], found: string[]): string[] {
  const { inputs = {}, action } = step;
  if (action === 'aws:branch') {
    return [...found, ...(inputs.Choices ?? []).filter(({ NextStep }: any) => !names.includes(NextStep as string)).map(({ NextStep }: any) => `step ${step.name}: a choice leads to ${NextStep}, which is nowhere`)];
  }
  const known = ACTIONS[String(action)];
  const longest = known?.longest ?? 600;
  return [
    ...found,
    ...(/^[a-zA-Z0-9_]{3,128}$/.test(step.name) ? [] : [`step ${step.name}: no such name`]),
    ...(known ? known.inputs.filter((name) => inputs[name] === undefined).map((name) => `step ${step.name}: ${name} is missing`) : [`step ${step.name}: ${action} is not known here`]),
    ...(action === 'aws:executeScript' || !known ? scriptProblems(step, inputs) : []),
    ...(step.timeoutSeconds >= 1 && step.timeoutSeconds <= longest ? [] : [`step ${step.name}: it may take ${longest} seconds at most`]),
    ...wayProblems(step, names),
    ...outputProblems(step),
  ];
}

function wayProblems({ name, onFailure = 'Abort', nextStep }: any, names: string[]): string[] {
  return [
    ...(['Abort', 'Continue'].includes(onFailure as string) || names.includes(/^step:(.*)$/.exec(onFailure as string)?.[1] ?? '') ? [] : [`step ${name}: onFailure ${onFailure} leads nowhere`]),
    ...(nextStep === undefined || names.includes(nextStep as string) ? [] : [`step ${name}: ${nextStep} is nowhere`]),
  ];
}

function outputProblems({ name, outputs = [] }: any): string[] {
  return outputs.filter(({ Name, Selector, Type }: any) => !/^[A-Za-z]+$/.test(Name as string) || !/^\$\./.test(Selector as string) || !PARAMETER_TYPES.includes(Type as string))
    .map(({ Name }: any) => `step ${name}: output ${Name} is none`);
}

function scriptProblems(step: any, inputs: any): string[] {
  return [
    ...(RUNTIMES.test(inputs.Runtime) ? [] : [`step ${step.name}: no such runtime`]),
    ...(String(inputs.Script).includes(`\ndef ${inputs.Handler}(`) ? [] : [`step ${step.name}: the script has no handler ${inputs.Handler}`]),
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

/** Who runs a runbook with what, and what APIs answer that moto lacks; `of` answers in one step only. */
interface RunWish {
  readonly by: string;
  readonly parameters: Record<string, string>;
  readonly fakes?: Record<string, object | string>;
  readonly of?: Record<string, Record<string, object | string>>;
  /** Put into the payload of every script: a pause of no seconds. */
  readonly payload?: object;
}

/** Runs the steps of a document as Systems Manager would: to the end, or until one fails that may not. */
export async function runRunbook(aws: Moto, document: any, run: RunWish): Promise<RunbookRun> {
  const record = { AutomationExecution: { ExecutedBy: run.by, Parameters: Object.fromEntries(Object.entries(run.parameters).map(([name, value]) => [name, [value]])) } };
  const given = Object.entries<any>(document.parameters ?? {}).map(([name, parameter]) => [name, run.parameters[name] ?? parameter.default]);
  const values: Record<string, any> = { 'automation:EXECUTION_ID': '01234567-89ab-cdef-0123-456789abcdef', ...Object.fromEntries(given) };
  const fill = (value: any): any => JSON.parse(JSON.stringify(value), (_, text) => {
    const whole = /^\{\{\s*([^}]+?)\s*\}\}$/.exec(typeof text === 'string' ? text : '')?.[1];
    return whole ? values[whole] : typeof text === 'string' ? text.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (_match, name: string) => String(values[name])) : text;
  });
  const steps: Record<string, Answer> = {};
  let status: RunbookRun['status'] = 'Success';
  for (let step = document.mainSteps[0]; step; ) {
    const following = document.mainSteps[document.mainSteps.indexOf(step) + 1];
    const inputs = fill(step.inputs);
    if (step.action === 'aws:branch') {
      const choice = inputs.Choices.find(({ Variable, StringEquals }: any) => Variable === StringEquals);
      step = document.mainSteps.find(({ name }: any) => name === choice?.NextStep);
      continue;
    }
    const answer = await runStep(aws, step, inputs, { 'ssm.GetAutomationExecution': record, ...run.fakes, ...run.of?.[step.name] }, run.payload);
    steps[step.name] = answer;
    (step.outputs ?? []).forEach(({ Name, Selector }: any) => { values[`${step.name}.${Name}`] = selected(step.action === 'aws:executeScript' ? { Payload: answer.result } : answer.result, Selector); });
    if (answer.error) {
      status = 'Failed';
    }
    step = step.isEnd || (answer.error && step.onFailure !== 'Continue') ? undefined : following;
  }
  return { status, steps };
}

async function runStep(aws: Moto, { action }: any, inputs: any, fakes: Record<string, object | string>, payload: object = {}): Promise<Answer> {
  if (action === 'aws:executeScript') {
    return aws.run({ script: inputs.Script, handler: inputs.Handler, payload: { ...inputs.InputPayload, ...payload }, fakes });
  }
  const { Service, Api, PropertySelector, DesiredValues, ...args } = inputs;
  const answer = await aws.answer(`${Service}:${Api[0].toLowerCase()}${Api.slice(1)}`, args, { fakes });
  const calls = [{ call: `${Service}.${Api}`, arguments: args }];
  if (answer.error || PropertySelector === undefined) {
    return { ...answer, calls };
  }
  const found = selected(answer.result, PropertySelector);
  return DesiredValues.includes(found) ? { ...answer, calls } : { error: 'PropertyIsOther', cause: `${PropertySelector} is ${found}`, calls };
}

/** What a simple JSONPath leads to, e.g. `$.DBClusters[0].Status`. */
function selected(value: any, path: string): any {
  return path.replace(/^\$\.?/, '').split(/\.|\[(\d+)\]\.?/).filter(Boolean).reduce((found, key) => found?.[key], value);
}
