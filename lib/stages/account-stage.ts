import { PermissionsBoundary, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BarNames, type IdentityProps, PersonArns, type PersonRole } from '../../constructs/access';
import { wayOf } from '../../constructs/access/identity';
import { RunbookNames } from '../../constructs/shared';
import { roleArn } from '../backup-roles';
import type { OrganizationProps, RegionsProps } from '../environment';
import type { AccountKind } from '../people';
import { BaselineStack } from '../stacks/baseline-stack';
import type { PlacementProps } from '../stacks/estate-stack';
import { PeopleStack } from '../stacks/people-stack';

/** What a stage of every account needs. */
export interface AccountStageProps {
  /** The organisation. */
  readonly organization: OrganizationProps;
  /** Regions of the estate. */
  readonly regions: RegionsProps;
  /** Environment or shared account, e.g. `production`, `security`. */
  readonly owner: string;
  /** Account id. */
  readonly account: string;
  /** Where people sign in. */
  readonly identity: IdentityProps;
  /** Public ranges that people come from. */
  readonly administratorRanges: string[];
  /** The management account, from which people are barred. */
  readonly managementAccount: string;
  /** Address to which alarms are sent. */
  readonly onCallEmail: string;
  /**
   * Name of the managed policy that bounds the rights of every role of the account.
   *
   * @default - roles carry no boundary
   */
  readonly permissionsBoundary?: string;
}

/** Roles of a name of their own that send alarms. */
const SENDERS = ['stale-key-rotation', BarNames.RUNBOOK_ROLE];

/** What people of one account have to do with. */
export interface PeopleFacts {
  /**
   * ARNs of the buckets with people's files.
   *
   * @default - none
   */
  readonly dataBucketArns?: string[];
  /**
   * ARNs of the roles that backups are restored with.
   *
   * @default - none
   */
  readonly restoreRoleArns?: string[];
  /**
   * Names of log groups that hold statements or keystrokes, `*` at the end.
   *
   * @default - those of databases alone
   */
  readonly auditLogGroups?: string[];
}

/** One account of the estate, deployed as a whole. */
export class AccountStage extends Stage {
  constructor(scope: Construct, id: string, protected readonly accountProps: AccountStageProps) {
    const { account, regions, permissionsBoundary } = accountProps;
    super(scope, id, {
      env: { account, region: regions.primary },
      permissionsBoundary: permissionsBoundary === undefined ? undefined : PermissionsBoundary.fromName(permissionsBoundary),
    });
  }

  /** Where a stack of this account stands. */
  protected placement(region: string, terminationProtection: boolean): PlacementProps {
    const { organization, owner, account } = this.accountProps;
    return { organization: organization.name, owner, account, region, terminationProtection };
  }

  /** Says the names of a region's zones, which the synthesis would ask AWS for. Before anything is in the stage. */
  protected nameZones(region: string, zones: string[]): void {
    this.node.setContext(`availability-zones:account=${this.accountProps.account}:region=${region}`, zones);
  }

  /**
   * ARNs of the roles that use the keys of this account's stores: the role that CloudFormation deploys with, and the
   * roles of the named stacks of this stage.
   */
  protected keyUsers(...stackNames: string[]): string[] {
    const { account } = this.accountProps;
    return [`arn:aws:iam::${account}:role/cdk-*-cfn-exec-role-${account}-*`, ...stackNames.map((name) => this.roleOf(name))];
  }

  /** ARN pattern of the roles of a stack of this stage. */
  protected roleOf(stackName: string): string {
    return this.roleNamed(`${this.stageName}-${stackName}-*`);
  }

  /** ARN of a role of this account. */
  protected roleNamed(name: string): string {
    return roleArn(this.accountProps.account, name);
  }

  /** ARN of the role that a runbook of this account runs as. */
  protected runbookRole(runbook: string): string {
    return this.roleNamed(RunbookNames.roleOf(runbook));
  }

  /** ARN, or its pattern, of the role that people of a kind have in this account. */
  protected person(role: PersonRole): string {
    return PersonArns.role(wayOf(this.accountProps.identity), this.accountProps.account, role);
  }

  /** What people may do in this account. */
  protected people(placement: PlacementProps, kind: AccountKind, baseline: BaselineStack, facts: PeopleFacts = {}): PeopleStack {
    const { regions, identity, administratorRanges, managementAccount } = this.accountProps;
    return new PeopleStack(this, 'People', {
      ...placement,
      kind,
      identity,
      administratorRanges,
      managementAccount,
      regions: [...new Set([regions.primary, regions.recovery, regions.backup])],
      dataBucketArns: facts.dataBucketArns ?? [],
      restoreRoleArns: facts.restoreRoleArns ?? [],
      auditLogGroups: facts.auditLogGroups ?? [],
      logsKey: baseline.logsKey,
      onCall: baseline.onCall,
    });
  }

  /** ARNs, or their patterns, of several roles of people in this account. */
  protected persons(roles: PersonRole[]): string[] {
    return roles.map((role) => this.person(role));
  }

  /** The baseline of this account in a region. */
  protected baseline(id: string, placement: PlacementProps): BaselineStack {
    const { account, onCallEmail } = this.accountProps;
    const named = SENDERS.map((role) => `arn:aws:iam::${account}:role/${role}`);
    return new BaselineStack(this, id, { ...placement, onCallEmail, keyUsers: [...this.keyUsers('People', 'Identity', 'Support'), ...named] });
  }
}
