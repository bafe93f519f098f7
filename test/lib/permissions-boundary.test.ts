import { Stage } from 'aws-cdk-lib/core';
import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { exceptionsOf } from '../../bin/exceptions';
import { validateEstate } from '../../lib/estate-validation';
import { buildEstate } from '../support/estate';
import { referenceAssembly } from '../support/reference-assembly';
import { REFERENCE } from '../support/reference-props';

interface BoundedRole {
  readonly role: string;
  readonly account: string;
  readonly boundary: unknown;
}

/** The stacks of an estate whose roles have a boundary of this name. */
function bounded(permissionsBoundary: string): CloudFormationStackArtifact[] {
  const { app } = buildEstate({ ...REFERENCE, permissionsBoundary, exceptions: exceptionsOf(REFERENCE) });
  return app.node.children.filter(Stage.isStage).flatMap((stage) => stage.synth().stacks);
}

/** Every role of some stacks with its boundary, as the templates say. */
function rolesOf(stacks: readonly CloudFormationStackArtifact[]): BoundedRole[] {
  return stacks.flatMap((stack) => Object.entries((stack.template.Resources ?? {}) as Record<string, { Type: string; Properties: Record<string, unknown> }>)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => ({ role: `${stack.stackName}/${id}`, account: stack.environment.account, boundary: Properties.PermissionsBoundary })));
}

test('every role of every account carries the boundary of its account, those of custom resources too', () => {
  const roles = rolesOf(bounded('cdk-dtap-boundary'));
  expect(new Set(roles.map(({ account }) => account))).toEqual(new Set([...Object.values(REFERENCE.environments).map(({ account }) => account), ...Object.values(REFERENCE.sharedAccounts)]));
  expect(roles.map(({ role }) => role)).toContainEqual(expect.stringContaining('CustomResourceProviderRole'));
  expect(roles.filter(({ account, boundary }) => boundary !== `arn:aws:iam::${account}:policy/cdk-dtap-boundary`)).toEqual([]);
});

test('roles carry no boundary unless one is named', async () => {
  const roles = rolesOf(new CloudAssembly((await referenceAssembly()).folder).stacksRecursively);
  expect(roles.length).toBeGreaterThan(20);
  expect(roles.filter(({ boundary }) => boundary !== undefined)).toEqual([]);
}, 120_000);

test.each(['arn:aws:iam::123456789012:policy/boundary', '/path/boundary', 'two words', '', 'x'.repeat(129)])('refuses %p: a policy is named, not given by ARN or path', (permissionsBoundary) => {
  expect(() => validateEstate({ ...REFERENCE, permissionsBoundary })).toThrow(/permissionsBoundary.*name of a managed policy/s);
});
