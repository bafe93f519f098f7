import type { Resource, Template, TemplateSet, Value } from '../../template';
import type { Evidence } from '../evidence';

/** One of two assemblies that are compared. */
export interface Side {
  readonly evidence: Evidence;
  /** The templates that the evidence was given on. */
  readonly set: TemplateSet;
}

/** How people call a resource: its construct path, or stack and logical id for a template that no app made. */
export function nameOf(resource: Resource): string {
  return pathOf(resource) ?? `${resource.view.template.source.name}/${resource.logicalId}`;
}

/** The construct path of a resource. Undefined if the template does not say it. */
export function pathOf(resource: Resource): string | undefined {
  return resource.attribute('Metadata').at('aws:cdk:path').text?.replace(/\/Resource$/, '');
}

/** A value in words that stay the same when a logical id changes: references are called by the name of what they refer to. */
export function say(value: Value): string {
  const text = value.text ?? JSON.stringify(value.literal ?? null);
  return value.targets.reduce((said, target) => said.replaceAll(`\${${target.logicalId}`, `\${${nameOf(target)}`), text);
}

/** What CloudFormation takes for one stack: its name in an account and region, whatever the construct tree calls it. */
export function stackKey({ source }: Template): string {
  const { stackName, account, region, name } = source;
  return stackName && account && region ? `${account} ${region} ${stackName}` : name;
}
