import { Aws, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { automationTrust } from '../shared/automation-trust';
import { sessionsOf } from '../shared/role-sessions';
import { BarNames } from './bar-names';
import { endingStatements } from './bar-person-access';
import { ANNOUNCE_SCRIPT, DENY_SCRIPT, END_SCRIPT, LEAVE_SCRIPT } from './bar-scripts';
import { PersonArns } from './person-role';
import { useThrough } from '../shared/use-through';

/** Who may bar people, and where what they have open is ended. */
export interface BarPersonProps {
  /** ARN patterns of the roles that may bar people, and lift a bar. */
  readonly starters: string[];

  /** Ids of all accounts of the estate, this one among them. Each other one has a `BarPersonAccess`. */
  readonly accounts: string[];

  /** Regions in which people have VPN connections and shells. */
  readonly regions: string[];

  /** Topic that hears at once who is barred by whom. */
  readonly notificationTopic: ITopic;

  /** Key of that topic. Its policy must let the roles of this stack use it through SNS. */
  readonly encryptionKey: IKey;

  /**
   * Id of the identity store of IAM Identity Center, `d-…`.
   *
   * @default people sign in to an identity account: there are no groups of Identity Center to leave
   */
  readonly identityStoreId?: string;

  /**
   * Region of IAM Identity Center.
   *
   * @default the region of this stack
   */
  readonly identityRegion?: string;
}

/** What starts a runbook: whom it is about, and why. */
const PARAMETERS = {
  Person: { type: 'String', description: "The person's user name", allowedPattern: '^[\\w+=,.@-]{2,64}$' },
  Reason: { type: 'String', description: 'Why', allowedPattern: '^[^{}]{10,300}$' },
};

/**
 * One switch bars a person at once, everywhere (control ACC11): the runbook `BarPerson`, in the management account.
 *
 * 1. Says who bars whom, and refuses whoever may not.
 * 2. Denies every request of the person's sessions, old and new: by a service control policy on the organisation's root, which the
 *    runbook makes and writes, and by the policy `/people/Barred` in the management account, which no service control policy binds.
 * 3. Takes the person out of every group of Identity Center.
 * 4. In every account: ends VPN connections and shells, disables access keys, deletes the console password, leaves IAM groups.
 *
 * A step that fails does not keep the next ones waiting; the runbook then ends as failed. It may run again.
 * `UnbarPerson` lets new sessions in, and keeps those denied that began before it ran. See decisions/0048-barring.md.
 */
export class BarPerson extends Construct {
  /** Role that the runbooks run as. */
  public readonly role: iam.Role;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: BarPersonProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.role = new iam.Role(this, 'Role', {
      roleName: BarNames.RUNBOOK_ROLE,
      description: 'Bars a person everywhere',
      assumedBy: automationTrust(this),
      managedPolicies: [new iam.ManagedPolicy(this, 'Policy', { statements: this.statements(props) })],
    });
    this.runbook('Bar', BarNames.BAR_DOCUMENT, 'Bars a person everywhere, at once', [
      this.step('Announce', ANNOUNCE_SCRIPT, 'announce', this.announcing(props, 'Person barred'), 'Abort'),
      this.step('Deny', DENY_SCRIPT, 'deny', { ...this.identity(props), bar: true, ...this.policies() }),
      ...(props.identityStoreId ? [this.step('LeaveGroups', LEAVE_SCRIPT, 'leave', this.identity(props))] : []),
      this.step('EndInAccounts', END_SCRIPT, 'end', {
        ...this.identity(props),
        accounts: props.accounts,
        regions: props.regions,
        ownAccount: Stack.of(this).account,
        partition: Aws.PARTITION,
        accountRole: BarNames.ACCOUNT_ROLE,
      }),
    ]);
    this.runbook('Unbar', BarNames.UNBAR_DOCUMENT, 'Lets new sessions of a person in; older ones stay denied', [
      this.step('Announce', ANNOUNCE_SCRIPT, 'announce', this.announcing(props, 'Bar lifted'), 'Abort'),
      this.step('Allow', DENY_SCRIPT, 'deny', { ...this.identity(props), bar: false, ...this.policies() }),
    ]);
  }

  private runbook(id: string, name: string, description: string, steps: object[]): void {
    new CfnDocument(this, id, {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: `${description}.`,
        assumeRole: `arn:${Aws.PARTITION}:iam::${Stack.of(this).account}:role/${BarNames.RUNBOOK_ROLE}`,
        parameters: PARAMETERS,
        mainSteps: steps,
      },
    }).node.addDependency(this.role);
  }

  private step(name: string, Script: string, Handler: string, payload: object, onFailure = 'Continue'): object {
    return {
      name,
      action: 'aws:executeScript',
      timeoutSeconds: 600,
      onFailure,
      isCritical: true,
      inputs: { Runtime: 'python3.11', Handler, Script, InputPayload: { execution: '{{automation:EXECUTION_ID}}', ...payload } },
    };
  }

  private announcing(props: BarPersonProps, what: string): object {
    return { what, starters: sessionsOf(props.starters).slice(1, -1), topic: props.notificationTopic.topicArn };
  }

  private identity(props: BarPersonProps): object {
    return props.identityStoreId ? { identityStore: props.identityStoreId, identityRegion: props.identityRegion ?? Stack.of(this).region } : {};
  }

  private policies(): object {
    return { policy: BarNames.POLICY, managementPolicy: this.managementPolicyArn() };
  }

  private managementPolicyArn(): string {
    return `arn:${Aws.PARTITION}:iam::${Stack.of(this).account}:policy${PersonArns.PATH}${BarNames.POLICY}`;
  }

  private statements(props: BarPersonProps): iam.PolicyStatement[] {
    const { account } = Stack.of(this);
    const arn = (service: string, resource: string, region = '*'): string => `arn:${Aws.PARTITION}:${service}:${region}:${account}:${resource}`;
    const policies = arn('organizations', 'policy/o-*/service_control_policy/p-*', '');
    const own = { StringEquals: { 'aws:ResourceTag/purpose': 'bar-person' } };
    const others = props.accounts.filter((one) => one !== account).map((one) => `arn:${Aws.PARTITION}:iam::${one}:role/${BarNames.ACCOUNT_ROLE}`);
    return [
      new iam.PolicyStatement({ sid: 'KnowWhoAsks', actions: ['ssm:GetAutomationExecution'], resources: [arn('ssm', 'automation-execution/*', Stack.of(this).region)] }),
      new iam.PolicyStatement({ sid: 'Tell', actions: ['sns:Publish'], resources: [props.notificationTopic.topicArn] }),
      useThrough(this, props.encryptionKey, 'sns'),
      new iam.PolicyStatement({ sid: 'FindPolicies', actions: ['organizations:ListPolicies', 'organizations:ListRoots'], resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'ReadPolicies', actions: ['organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'], resources: [policies] }),
      new iam.PolicyStatement({ sid: 'MakePolicy', actions: ['organizations:CreatePolicy', 'organizations:TagResource'], resources: ['*'], conditions: { StringEquals: { 'aws:RequestTag/purpose': 'bar-person' } } }),
      // Only the policy that it made: not one of the guardrails.
      new iam.PolicyStatement({ sid: 'WritePolicy', actions: ['organizations:UpdatePolicy', 'organizations:AttachPolicy'], resources: [policies], conditions: own }),
      new iam.PolicyStatement({ sid: 'AttachToRoot', actions: ['organizations:AttachPolicy'], resources: [arn('organizations', 'root/o-*/r-*', '')] }),
      new iam.PolicyStatement({
        sid: 'WriteManagementPolicy',
        actions: ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions', 'iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'],
        resources: [this.managementPolicyArn()],
      }),
      ...(props.identityStoreId ? [this.leaving(props.identityStoreId)] : []),
      ...(others.length > 0 ? [new iam.PolicyStatement({ sid: 'EnterAccounts', actions: ['sts:AssumeRole'], resources: others })] : []),
      ...endingStatements(account),
    ];
  }

  private leaving(identityStoreId: string): iam.PolicyStatement {
    const store = `arn:${Aws.PARTITION}:identitystore::${Stack.of(this).account}:identitystore/${identityStoreId}`;
    const within = ['user', 'group', 'membership'].map((kind) => `arn:${Aws.PARTITION}:identitystore:::${kind}/*`);
    return new iam.PolicyStatement({
      sid: 'LeaveGroups',
      actions: ['identitystore:ListUsers', 'identitystore:ListGroupMembershipsForMember', 'identitystore:DeleteGroupMembership'],
      resources: [store, ...within],
    });
  }
}

function validate(path: string, props: BarPersonProps): void {
  const problems = new Problems(`BarPerson '${path}'`);
  problems.require(props.starters.length > 0, 'starters', props.starters, 'Name at least one role that may bar people.');
  props.starters.forEach((pattern, index) => problems.require(/^arn:[^:]+:iam::(\d{12}|\$\{Token\[[^\]]+\]\}):role\/([\w+=,.@*/-]+\/)?\*?[\w+=,.@-]{3,}\*?$/.test(pattern), `starters[${index}]`, pattern, 'Write the ARN of a role of this account; `*` may stand at the beginning and the end of its name, not for all of it.'));
  problems.require(props.accounts.length > 0, 'accounts', props.accounts, 'Write the ids of all accounts: where somebody is not barred, they are let in.');
  props.accounts.forEach((account, index) => problems.require(/^\d{12}$/.test(account), `accounts[${index}]`, account, 'Write an account id of 12 digits.'));
  problems.require(props.regions.length > 0, 'regions', props.regions, 'Write the regions in which people have VPN connections and shells.');
  props.regions.forEach((region, index) => problems.require(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region), `regions[${index}]`, region, 'Write the name of a region, e.g. eu-central-1.'));
  problems.require(props.identityStoreId === undefined || /^d-[0-9a-f]{10}$/.test(props.identityStoreId), 'identityStoreId', props.identityStoreId, "Write the identity store's id: 'd-' and ten letters or digits.");
  problems.throwIfAny();
}
