/** A step of a runbook, https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html. */
export interface Step {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** What is different about a step. */
interface StepOptions {
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  /**
   * Whether the run goes on after the step failed; it then ends as failed all the same.
   *
   * @default false
   */
  readonly goOn?: boolean;
  /** Ends the run. */
  readonly isEnd?: boolean;
}

function step(name: string, action: string, inputs: object, { timeoutSeconds = 25, maxAttempts = 1, goOn = false, isEnd }: StepOptions, outputs?: object[]): Step {
  return { name, action, timeoutSeconds, maxAttempts, onFailure: goOn ? 'Continue' : 'Abort', isCritical: true, inputs, ...(outputs && { outputs }), ...(isEnd && { isEnd }) };
}

/**
 * Runs Python, ten minutes at most. What it returns under a name in lower case is an output of that name.
 *
 * @param payload what the script is given besides the id of the run; texts of people never become code
 */
export function script(name: string, Script: string, Handler: string, payload: object, outputs: string[] = [], options: StepOptions = {}): Step {
  return step(name, 'aws:executeScript', { Runtime: 'python3.11', Handler, Script, InputPayload: { execution: '{{automation:EXECUTION_ID}}', ...payload } },
    { timeoutSeconds: 600, ...options }, outputs.map((Name) => ({ Name, Selector: `$.Payload.${Name[0].toLowerCase()}${Name.slice(1)}`, Type: 'String' })));
}

/** Calls one API. */
export function api(name: string, Service: string, Api: string, inputs: object, outputs: Record<string, string> = {}, options: StepOptions = {}): Step {
  return step(name, 'aws:executeAwsApi', { Service, Api, ...inputs }, { maxAttempts: 3, ...options }, Object.entries(outputs).map(([Name, Selector]) => ({ Name, Selector, Type: 'String' })));
}

/** Asks an API again and again until a property has one of some values. */
export function waitFor(name: string, Service: string, Api: string, inputs: object, PropertySelector: string, DesiredValues: string[], options: StepOptions): Step {
  return step(name, 'aws:waitForAwsResourceProperty', { Service, Api, ...inputs, PropertySelector, DesiredValues }, options);
}

/** Ends the run as failed unless a property has a value. */
export function assertIs(name: string, Service: string, Api: string, inputs: object, PropertySelector: string, DesiredValues: string[], options: StepOptions = {}): Step {
  return step(name, 'aws:assertAwsResourceProperty', { Service, Api, ...inputs, PropertySelector, DesiredValues }, options);
}

/** Goes on at a step by the value of a parameter; ends the run as done if it has none of the values. */
export function branch(name: string, parameter: string, ways: Readonly<Record<string, string>>): Step {
  return { name, action: 'aws:branch', isEnd: true, inputs: { Choices: Object.entries(ways).map(([value, NextStep]) => ({ NextStep, Variable: `{{ ${parameter} }}`, StringEquals: value })) } };
}
