import type { Json } from '../../template';
import type { Names } from './names';
import { policyOf, type Place, type Policy } from './statement';

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const allow = (...statements: [action: string | string[], resource: string | string[]][]): Json => ({
  Version: '2012-10-17', Statement: statements.map(([action, resource]) => ({ Effect: 'Allow', Action: action, Resource: resource })),
});

/**
 * AWS's own policies that templates use most, as their reference pages show them.
 *
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const POLICIES: Readonly<Record<string, Json>> = {
  'AdministratorAccess': allow(['*', '*']),
  'PowerUserAccess': { Version: '2012-10-17', Statement: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    { Effect: 'Allow', Action: ['account:GetAccountInformation', 'account:GetGovCloudAccountInformation', 'account:GetPrimaryEmail', 'account:ListRegions', 'iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeEffectivePolicy', 'organizations:DescribeOrganization'], Resource: '*' },
  ] },
  'service-role/AWSLambdaBasicExecutionRole': allow([logs, '*']),
  'service-role/AmazonRDSEnhancedMonitoringRole': allow(
    [['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], ['arn:aws:logs:*:*:log-group:RDS*']],
    [['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'], ['arn:aws:logs:*:*:log-group:RDS*:log-stream:*']],
  ),
};

/** What one of AWS's own policies says; undefined if it is not known here. */
export function managedPolicy(arn: string): Json | undefined {
  const name = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name !== undefined && Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
}

/** The managed policies of the templates, by their ARN. */
export class ManagedPolicies {
  private readonly own = new Map<string, readonly Policy[]>();

  /** @param given whether the templates of an account are given, of those that the estate has */
  constructor(private readonly names: Names, private readonly given: (account: string) => boolean) {}

  public add(arn: string, policies: readonly Policy[]): void {
    this.own.set(arn, policies);
  }

  /** ARNs of the templates' policies that allow nothing of these services: under such a boundary nobody does anything of them. */
  public without(...services: string[]): string[] {
    const names = new RegExp(`^(\\*|(${services.join('|')}):)`, 'i');
    return [...this.own].filter(([, policies]) => policies.every(({ statements }) => statements.every(({ effect, open, actions }) =>
      open === undefined && (effect === 'Deny' || (actions?.every((pattern) => !names.test(pattern.source)) ?? false))))).map(([arn]) => arn);
  }

  /** What a policy says: one of the templates, one of AWS's own that is known, or else an open one. */
  public find(arn: string, kind: 'identity' | 'boundary', place: Place): readonly Policy[] {
    const own = this.own.get(arn);
    if (own) {
      return kind === 'identity' ? own : own.map((policy) => ({ ...policy, kind, statements: policy.statements.map((statement) => ({ ...statement, policy: kind })) }));
    }
    const known = managedPolicy(arn);
    return [known ? policyOf(known, kind, place) : openPolicy(kind, place, this.missing(arn))];
  }

  private missing(arn: string): string {
    const account = arn.split(':')[4] ?? '';
    return `what the policy ${this.names.tell(arn)} says is not in the templates${/^\d{12}$/.test(account) && !this.given(account) ? `: those of account ${account} are not given` : ''}`;
  }
}

/** A policy of which nothing is known. */
export function openPolicy(kind: Policy['kind'], place: Place, open: string): Policy {
  return { kind, place, statements: [{ policy: kind, place, conditions: [], variables: false, open }] };
}
