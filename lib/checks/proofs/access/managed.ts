import type { Json } from '../../template';

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
