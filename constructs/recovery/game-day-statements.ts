import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
/** What AWS FIS tags that it makes. */
const ITS_OWN = 'managedByFIS';

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#ecs-actions-reference */
export function taskStatements(scope: Construct, clusterName: string): iam.PolicyStatement[] {
  const ecs = (resource: string) => Stack.of(scope).formatArn({ service: 'ecs', resource, resourceName: `${clusterName}/*` });
  return [
    allow('FindTasks', ['ecs:ListTasks', 'tag:GetResources'], ['*']),
    allow('StopTask', ['ecs:DescribeTasks', 'ecs:StopTask'], [ecs('task')]),
  ];
}

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#rds-actions-reference */
export function databaseStatements(databaseArn: string): iam.PolicyStatement[] {
  return [
    allow('FindDatabase', ['rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'tag:GetResources'], ['*']),
    allow('FailOver', ['rds:FailoverDBCluster'], [databaseArn]),
  ];
}

/**
 * The subnets get a network ACL of AWS FIS for as long as it takes, and their own back.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorNetworkAccess.html
 */
export function zoneStatements(scope: Construct, vpcId: string, subnetArns: string[]): iam.PolicyStatement[] {
  const ec2 = (resource: string, resourceName: string) => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName });
  const acls = ec2('network-acl', '*');
  const vpc = ec2('vpc', vpcId);
  return [
    allow('LookAtNetwork', ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs'], ['*']),
    allow('TagOwnAcl', ['ec2:CreateTags'], [acls], { StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', [`aws:RequestTag/${ITS_OWN}`]: 'true' } }),
    allow('MakeOwnAcl', ['ec2:CreateNetworkAcl'], [acls], { StringEquals: { [`aws:RequestTag/${ITS_OWN}`]: 'true' } }),
    allow('MakeItHere', ['ec2:CreateNetworkAcl'], [vpc]),
    allow('ChangeOwnAcl', ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], [acls], { StringEquals: { [`ec2:ResourceTag/${ITS_OWN}`]: 'true' } }),
    allow('PutItOnSubnets', ['ec2:ReplaceNetworkAclAssociation'], [...subnetArns, acls]),
  ];
}

/** The delivery of vended logs, none of which takes a resource. https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html */
export function loggingStatements(): iam.PolicyStatement[] {
  return [allow('DeliverLog', ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'], ['*'])];
}
