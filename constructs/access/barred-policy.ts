import { RemovalPolicy } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BarNames } from './bar-names';
import { PersonArns } from './person-role';

/** Which roles obey a `BarredPolicy`. */
export interface BarredPolicyProps {
  /**
   * Roles that obey it.
   *
   * @default none here: permission sets of Identity Center refer to it by name and path
   */
  readonly roles?: iam.IRole[];
}

/**
 * The policy `/people/Barred`: denies nobody here, and whom the runbook `BarPerson` bars there.
 *
 * Service control policies do not bind the management account. There this policy holds who is barred, in a version that the runbook
 * writes; every role of people, or every permission set, has it attached. Since a permission set refers to a policy by its name, the
 * policy exists in every account that the set is assigned in.
 *
 * What the template says never changes: a deployment that wrote the document anew would lift every bar.
 *
 * Control ACC11. https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html
 */
export class BarredPolicy extends Construct {
  /** The policy. */
  public readonly policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: BarredPolicyProps = {}) {
    super(scope, id);
    this.policy = new iam.ManagedPolicy(this, 'Resource', {
      managedPolicyName: BarNames.POLICY,
      path: PersonArns.PATH,
      description: 'People who are barred. Its versions are written by runbooks, not by deployments.',
      roles: props.roles,
      statements: [new iam.PolicyStatement({ sid: 'Nobody', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'], conditions: { StringEquals: { 'aws:userid': 'nobody' } } })],
    });
    this.policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
