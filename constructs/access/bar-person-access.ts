import { Aws, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { BarNames } from './bar-names';

/** Who may end what a barred person has open in this account. */
export interface BarPersonAccessProps {
  /** Id of the management account, where the runbook runs. */
  readonly managementAccount: string;
}

/** What ends a person's connections, shells, keys, passwords and memberships of groups. Nothing of it opens anything. */
export function endingStatements(account: string): iam.PolicyStatement[] {
  const users = `arn:${Aws.PARTITION}:iam::${account}:user/*`;
  const groups = `arn:${Aws.PARTITION}:iam::${account}:group/*`;
  return [
    // Neither listing can be limited to a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    new iam.PolicyStatement({ sid: 'FindConnections', actions: ['ec2:DescribeClientVpnEndpoints', 'ec2:DescribeClientVpnConnections', 'ssm:DescribeSessions'], resources: ['*'] }),
    new iam.PolicyStatement({ sid: 'EndConnections', actions: ['ec2:TerminateClientVpnConnections'], resources: [`arn:${Aws.PARTITION}:ec2:*:${account}:client-vpn-endpoint/*`] }),
    new iam.PolicyStatement({ sid: 'EndShells', actions: ['ssm:TerminateSession'], resources: [`arn:${Aws.PARTITION}:ssm:*:${account}:session/*`] }),
    new iam.PolicyStatement({
      sid: 'EndUser',
      actions: ['iam:ListAccessKeys', 'iam:UpdateAccessKey', 'iam:DeleteLoginProfile', 'iam:ListGroupsForUser', 'iam:RemoveUserFromGroup'],
      resources: [users, groups],
    }),
  ];
}

/**
 * What lets the runbook `BarPerson` end what a person has open in this account: a role that only the runbook's role in the
 * management account can assume, and that can do nothing but end things.
 *
 * Control ACC11.
 */
export class BarPersonAccess extends Construct {
  /** The role. */
  public readonly role: iam.Role;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: BarPersonAccessProps) {
    super(scope, id);
    const problems = new Problems(`BarPersonAccess '${this.node.path}'`);
    problems.require(/^\d{12}$/.test(props.managementAccount), 'managementAccount', props.managementAccount, 'Write an account id of 12 digits.');
    problems.throwIfAny();
    const runbook = `arn:${Aws.PARTITION}:iam::${props.managementAccount}:role/${BarNames.RUNBOOK_ROLE}`;
    this.role = new iam.Role(this, 'Resource', {
      roleName: BarNames.ACCOUNT_ROLE,
      description: 'Ends what a barred person has open in this account',
      // By condition: a principal that does not exist yet is refused, and the management account is deployed last.
      assumedBy: new iam.AccountPrincipal(props.managementAccount).withConditions({ ArnEquals: { 'aws:PrincipalArn': runbook } }),
      managedPolicies: [new iam.ManagedPolicy(this, 'Policy', { statements: endingStatements(Stack.of(this).account) })],
    });
  }
}
