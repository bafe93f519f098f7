import { Names } from 'aws-cdk-lib/core';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnAssociation, CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { automationTrust } from '../shared/automation-trust';

/**
 * A setting of AWS Backup, how it is set, and who hears if it cannot be.
 *
 * @internal
 */
export interface EnforcedSettingProps {
  /** What is set, as the rest of a sentence: stands in descriptions and in the message. */
  readonly description: string;
  /** Operation of AWS Backup that sets it. */
  readonly operation: string;
  /** What the operation is given. */
  readonly input: object;
  /** What the operation takes. No operation that sets such a thing can be limited to a resource. */
  readonly actions: string[];
  /**
   * Name of the role that sets it.
   *
   * @default CloudFormation makes a name up
   */
  readonly roleName?: string;
  /** Topic of those on call. */
  readonly onCall: ITopic;
}

/**
 * A setting of the account that CloudFormation has no resource for: a State Manager association runs a runbook of one step
 * when it is made and every day after, so that a change by hand lasts a day at most. Those on call hear of a run that
 * failed, and of one that was never begun. See decisions/0053-rehearsal.md.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
 *
 * @internal
 */
export class EnforcedSetting extends Construct {
  constructor(scope: Construct, id: string, props: EnforcedSettingProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', { roleName: props.roleName, description: `Sets ${props.description}`, assumedBy: automationTrust(this) });
    const policy = new iam.ManagedPolicy(this, 'RolePolicy', {
      roles: [role],
      statements: [new iam.PolicyStatement({ sid: 'Set', actions: props.actions, resources: ['*'] })],
    });
    // An association and a rule know the runbook by its name, so the name is made here.
    const name = Names.uniqueResourceName(this, { maxLength: 100, separator: '-' });
    const runbook = new CfnDocument(this, 'Runbook', {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: `Sets ${props.description}`,
        assumeRole: role.roleArn,
        mainSteps: [{ name: 'Set', action: 'aws:executeAwsApi', isEnd: true, inputs: { Service: 'backup', Api: props.operation, ...props.input } }],
      },
    });
    const association = new CfnAssociation(this, 'Resource', { name, associationName: name, scheduleExpression: 'rate(1 day)', complianceSeverity: 'HIGH' });
    association.node.addDependency(runbook, policy);
    this.tellFailures(name, association, props);
  }

  private tellFailures(name: string, association: CfnAssociation, { description, onCall }: EnforcedSettingProps): void {
    new CfnRule(this, 'Failed', {
      description: `It could not be set: ${description}`,
      eventPattern: {
        source: ['aws.ssm'],
        detail: {
          $or: [
            { Definition: [name], Status: ['Cancelled', 'Failed', 'TimedOut'] },
            { 'association-id': [association.ref], 'status': ['Failed'] },
          ],
        },
      },
      targets: [{
        id: 'OnCall',
        arn: onCall.topicArn,
        inputTransformer: { inputPathsMap: { account: '$.account', time: '$.time' }, inputTemplate: `"In account <account>, at <time>, this could not be set: ${description}. See the association ${name} in Systems Manager."` },
      }],
    });
  }
}
