import { Stack } from 'aws-cdk-lib/core';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import type { Construct } from 'constructs';
import type { Problems } from '../shared/problems';

/** Types of organisation policies that this room writes, and the most characters AWS takes for each. */
const MAX_CHARACTERS: Readonly<Record<string, number>> = {
  SERVICE_CONTROL_POLICY: 5120,
  RESOURCE_CONTROL_POLICY: 5120,
  DECLARATIVE_POLICY_EC2: 10000,
  S3_POLICY: 10000,
};

/** One policy of the organisation, refused here if AWS Organizations would refuse it for its size. */
export function organizationPolicy(scope: Construct, id: string, type: string, description: string, content: object, targetIds: string[]): CfnPolicy {
  const characters = JSON.stringify(Stack.of(scope).resolve(content)).length;
  if (characters > MAX_CHARACTERS[type]) {
    throw new Error(`${scope.node.path}/${id}: the policy has ${characters} characters; AWS Organizations takes ${MAX_CHARACTERS[type]}. Exempt fewer roles, or attach a second policy.`);
  }
  return new CfnPolicy(scope, id, { name: `${scope.node.id}-${id}`, type, description, content, targetIds });
}

/** Records targets that are neither a root, an organisational unit nor an account. */
export function checkTargets(problems: Problems, path: string, targetIds: string[]): void {
  problems.require(targetIds.length > 0, path, targetIds, 'Name at least one root, organisational unit or account: an unattached policy guards nothing.');
  targetIds.forEach((target, index) => problems.require(/^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/.test(target), `${path}[${index}]`, target, "Write the id of a root ('r-…'), of an organisational unit ('ou-…') or of an account (12 digits)."));
}

/** Records role patterns that would exempt more than roles. */
export function checkRolePatterns(problems: Problems, path: string, arns: string[]): void {
  arns.forEach((arn, index) => problems.require(/^arn:[a-z*-]+:iam::(\d{12}|\*):role\/[^*].*$/.test(arn), `${path}[${index}]`, arn, "Write the ARN of a role, wildcards after the first letters of its name only, e.g. 'arn:aws:iam::*:role/cdk-*'."));
}

/** Condition that leaves out the exempt roles; empty if there are none. */
export function exceptRoles(arns: string[] | undefined): object {
  return arns && arns.length > 0 ? { ArnNotLike: { 'aws:PrincipalArn': arns } } : {};
}
