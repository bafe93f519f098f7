import { CfnRule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { automationTrust } from '../shared/automation-trust';

/** Whom an `AccountPasswordPolicy` tells that it could not be set. */
export interface AccountPasswordPolicyProps {
  /** Topic of those on call. Its policy and its key admit `events.amazonaws.com`. */
  readonly onCall: ITopic;
}

/** AWS's own runbook for it: https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-set-iam-policy.html */
const RUNBOOK = 'AWSConfigRemediation-SetIAMPasswordPolicy';

/**
 * The password policy of the account: 14 characters of all kinds, none of the last 24 again, changed within 90 days.
 *
 * CloudFormation has no resource for it. A State Manager association runs AWS's runbook when it is made and every day
 * after, so that a change by hand lasts a day at most; those on call are told if a run fails. Once per account, also
 * where there are no users: the day on which one is made is too late. See decisions/0046-password-policy.md.
 *
 * Control ACC12.
 */
export class AccountPasswordPolicy extends Construct {
  /** What sets the policy, and sets it again. */
  public readonly association: CfnAssociation;

  constructor(scope: Construct, id: string, props: AccountPasswordPolicyProps) {
    super(scope, id);
    const role = this.runbookRole();
    this.association = new CfnAssociation(this, 'Resource', {
      name: RUNBOOK,
      associationName: 'AccountPasswordPolicy',
      scheduleExpression: 'rate(1 day)',
      complianceSeverity: 'HIGH',
      parameters: {
        AutomationAssumeRole: [role.roleArn],
        AllowUsersToChangePassword: ['true'],
        HardExpiry: ['false'],
        MaxPasswordAge: ['90'],
        MinimumPasswordLength: ['14'],
        PasswordReusePrevention: ['24'],
        RequireLowercaseCharacters: ['true'],
        RequireNumbers: ['true'],
        RequireSymbols: ['true'],
        RequireUppercaseCharacters: ['true'],
      },
    });
    this.association.node.addDependency(this.node.findChild('RolePolicy'));
    this.tellFailures(props.onCall);
  }

  /** Neither action takes a resource. */
  private runbookRole(): iam.Role {
    const role = new iam.Role(this, 'Role', { assumedBy: automationTrust(this) });
    new iam.ManagedPolicy(this, 'RolePolicy', {
      roles: [role],
      statements: [new iam.PolicyStatement({ sid: 'SetPasswordPolicy', actions: ['iam:GetAccountPasswordPolicy', 'iam:UpdateAccountPasswordPolicy'], resources: ['*'] })],
    });
    return role;
  }

  /** An automation that failed, or one that was never begun. */
  private tellFailures(onCall: ITopic): void {
    new CfnRule(this, 'Failed', {
      description: 'The password policy of the account could not be set',
      eventPattern: {
        source: ['aws.ssm'],
        detail: {
          $or: [
            { Definition: [RUNBOOK], Status: ['Cancelled', 'Failed', 'TimedOut'] },
            { 'association-id': [this.association.ref], 'status': ['Failed'] },
          ],
        },
      },
      targets: [{
        id: 'OnCall',
        arn: onCall.topicArn,
        inputTransformer: { inputPathsMap: { account: '$.account', time: '$.time' }, inputTemplate: '"The password policy of account <account> could not be set at <time>: see the association AccountPasswordPolicy in Systems Manager."' },
      }],
    });
  }
}
