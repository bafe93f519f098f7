import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { TemplateSource } from './template';
import type { Json } from './template/json';

/** Tag by which a stack says which environment or shared account it belongs to. */
export const ENVIRONMENT_TAG = 'dtap:environment';

/** The stacks of a construct tree, nested ones included. */
export function stacksOf(scope: IConstruct): Stack[] {
  return scope.node.findAll().filter((node): node is Stack => Stack.isStack(node));
}

/** The template of a stack, with what is known of the stack. */
export function sourceOf(stack: Stack, body: Json): TemplateSource {
  return { name: stack.node.path, body, stackName: stack.stackName, account: written(stack.account), region: written(stack.region), environment: stack.tags.tagValues()[ENVIRONMENT_TAG] };
}

/** An account or region that is written out, not left to the deployment. */
export function written(value: string): string | undefined {
  return /^[a-z0-9-]+$/.test(value) && !value.startsWith('unknown-') ? value : undefined;
}
