/* eslint-disable @typescript-eslint/no-explicit-any -- a definition is read as it stands */
import jsonata from 'jsonata';
import type { Moto } from './moto';

/** How an execution ended. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: any;
  readonly error?: string;
  readonly cause?: string;
  /** Names of the states that were entered, in order. */
  readonly states: string[];
}

class StateError extends Error {
  constructor(public readonly error: string, public readonly reason: string) {
    super(`${error}: ${reason}`);
  }
}

type Scope = Record<string, any>;

/**
 * Runs a state machine as far as this project's definitions go: JSONata (the version that Step Functions implements), Pass, Choice,
 * Wait (which takes no time), Map, Succeed, Fail, and Task on AWS APIs, which moto answers. Whatever else stands in a definition is an error.
 *
 * https://states-language.net and https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export class StateMachineRun {
  private readonly entered: string[] = [];

  constructor(private readonly definition: any, private readonly aws: Moto, private readonly now: () => number = Date.now) {}

  public async start(input: unknown): Promise<Execution> {
    try {
      const output = await this.walk(this.definition, input, {});
      return { status: 'SUCCEEDED', output, states: this.entered };
    } catch (error) {
      if (!(error instanceof StateError)) {
        throw error;
      }
      return { status: 'FAILED', error: error.error, cause: error.reason, states: this.entered };
    }
  }

  private async walk(machine: any, input: unknown, variables: Scope): Promise<unknown> {
    let name: string = machine.StartAt;
    let data = input;
    for (;;) {
      const state = machine.States[name];
      if (!state) {
        throw new Error(`there is no state ${name}`);
      }
      this.entered.push(name);
      const [output, next] = await this.enter(state, data, variables);
      if (next === undefined) {
        return output;
      }
      [data, name] = [output, next];
    }
  }

  private async enter(state: any, input: unknown, variables: Scope): Promise<[unknown, string | undefined]> {
    const next = state.End || state.Type === 'Succeed' ? undefined : state.Next as string;
    const states: Scope = { input };
    switch (state.Type) {
      case 'Choice':
        return this.choose(state, input, variables);
      case 'Fail':
        throw new StateError(await this.value(state.Error, states, variables), await this.value(state.Cause, states, variables));
      case 'Pass':
      case 'Wait':
      case 'Succeed':
        return [await this.leave(state, states, input, variables), next];
      case 'Map':
        states.result = await this.each(state, states, variables);
        return [await this.leave(state, states, states.result, variables), next];
      case 'Task':
        return this.task(state, states, variables, next);
      default:
        throw new Error(`states of type ${state.Type} are not run here`);
    }
  }

  private async choose(state: any, input: unknown, variables: Scope): Promise<[unknown, string]> {
    for (const choice of state.Choices) {
      const holds = await this.value(choice.Condition, { input }, variables);
      if (typeof holds !== 'boolean') {
        throw new StateError('States.QueryEvaluationError', `${choice.Condition} is ${typeof holds}, not boolean`);
      }
      if (holds) {
        return [await this.leave(choice, { input }, input, variables), choice.Next];
      }
    }
    return [await this.leave(state, { input }, input, variables), state.Default];
  }

  private async each(state: any, states: Scope, variables: Scope): Promise<unknown[]> {
    const items = await this.value(state.Items, states, variables) as unknown[];
    if (!Array.isArray(items)) {
      throw new StateError('States.QueryEvaluationError', `${state.Items} is no array`);
    }
    const results = [];
    for (const item of items) {
      results.push(await this.walk(state.ItemProcessor, item, { ...variables }));
    }
    return results;
  }

  private async task(state: any, states: Scope, variables: Scope, next?: string): Promise<[unknown, string | undefined]> {
    const [, call] = /^arn:aws:states:::(?:aws-sdk:)?([a-z]+:[A-Za-z]+)$/.exec(state.Resource) ?? [];
    if (!call) {
      throw new Error(`${state.Resource} is not run here`);
    }
    const { result, error, cause = '' } = await this.aws.answer(call, await this.value(state.Arguments, states, variables));
    if (!error) {
      states.result = result;
      return [await this.leave(state, states, result, variables), next];
    }
    const caught = (state.Catch ?? []).find(({ ErrorEquals }: { ErrorEquals: string[] }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
    if (!caught) {
      throw new StateError(error, cause);
    }
    const output = { Error: error, Cause: cause };
    return [await this.leave(caught, { input: states.input, errorOutput: output }, output, variables), caught.Next];
  }

  /** What a state hands on; its variables are set all at once. */
  private async leave(state: any, states: Scope, otherwise: unknown, variables: Scope): Promise<unknown> {
    const output = state.Output === undefined ? otherwise : await this.value(state.Output, states, variables);
    const assigned = state.Assign === undefined ? {} : await this.value(state.Assign, states, variables) as Scope;
    Object.assign(variables, assigned);
    return output;
  }

  private async value(template: any, states: Scope, variables: Scope): Promise<any> {
    if (Array.isArray(template)) {
      return Promise.all(template.map((one) => this.value(one, states, variables)));
    }
    if (typeof template === 'object' && template !== null) {
      const entries = await Promise.all(Object.entries(template).map(async ([key, one]) => [key, await this.value(one, states, variables)] as const));
      return Object.fromEntries(entries);
    }
    const expression = typeof template === 'string' ? /^\{%(.*)%\}$/s.exec(template)?.[1] : undefined;
    return expression === undefined ? template : this.evaluated(expression, { ...variables, states });
  }

  private async evaluated(expression: string, bindings: Scope): Promise<any> {
    const compiled = jsonata(expression);
    compiled.registerFunction('millis', this.now);
    compiled.registerFunction('uuid', () => crypto.randomUUID());
    compiled.registerFunction('parse', (text: string) => JSON.parse(text));
    try {
      const value = await compiled.evaluate({}, bindings);
      if (value === undefined) {
        throw new Error('it has no value');
      }
      return JSON.parse(JSON.stringify(value));
    } catch (error) {
      throw new StateError('States.QueryEvaluationError', `${expression}: ${(error as Error).message}`);
    }
  }
}
