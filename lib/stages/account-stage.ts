import { PermissionsBoundary, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type IdentityWay, PersonArns, type PersonRole } from '../../constructs/access';
import type { OrganizationProps, RegionsProps } from '../environment';
import { BaselineStack } from '../stacks/baseline-stack';
import type { PlacementProps } from '../stacks/estate-stack';

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
  readonly identityWay: IdentityWay;
  /** Address to which alarms are sent. */
  readonly onCallEmail: string;
  /**
   * Name of the managed policy that bounds the rights of every role of the account.
   *
   * @default - roles carry no boundary
   */
  readonly permissionsBoundary?: string;
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
    return `arn:aws:iam::${this.accountProps.account}:role/${this.stageName}-${stackName}-*`;
  }

  /** ARN, or its pattern, of the role that people of a kind have in this account. */
  protected person(role: PersonRole): string {
    return PersonArns.role(this.accountProps.identityWay, this.accountProps.account, role);
  }

  /** The baseline of this account in a region. */
  protected baseline(id: string, placement: PlacementProps): BaselineStack {
    return new BaselineStack(this, id, { ...placement, onCallEmail: this.accountProps.onCallEmail });
  }
}
