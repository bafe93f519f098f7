import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * Lets the service-linked role of an AWS service use a key, and hand that use to the service's own resources.
 *
 * The role is matched by a condition, because a key policy that names it as principal is refused in an account where it
 * does not exist yet.
 *
 * @param key     the key
 * @param name    who it is, for the statements' ids
 * @param account account that the role belongs to
 * @param role    the role, behind `role/aws-service-role/`
 * @param actions what it does with the key
 */
export function serviceRoleStatements(key: IConstruct, name: string, account: string, role: string, actions: string[]): iam.PolicyStatement[] {
  const onlyThatRole = { StringEquals: { 'kms:CallerAccount': account }, ArnEquals: { 'aws:PrincipalArn': `arn:${Stack.of(key).partition}:iam::${account}:role/aws-service-role/${role}` } };
  return [
    new iam.PolicyStatement({
      sid: `UseBy${name}`,
      principals: [new iam.AnyPrincipal()],
      actions: [...actions, 'kms:DescribeKey'],
      resources: ['*'],
      conditions: onlyThatRole,
    }),
    new iam.PolicyStatement({
      sid: `GrantBy${name}`,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { ...onlyThatRole, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  ];
}
