import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { api, type Step, waitFor } from './runbook-steps';

/** Where and how a restored database stands: beside the one that runs, as well guarded. */
export interface RestoredDatabaseProps {
  /** Identifier of the cluster that runs. */
  readonly clusterIdentifier: string;

  /** Name of the subnet group, whose subnets are isolated. */
  readonly subnetGroupName: string;

  /** Name of the cluster parameter group, with its demands of TLS and audit. */
  readonly parameterGroupName: string;

  /** Ids of the security groups: they admit the bastion, and nobody from outside. */
  readonly securityGroupIds: string[];

  /** Key of the data. Its policy must let the runbook's role, and that of AWS Backup, use it through RDS. */
  readonly key: IKey;

  /** TCP port. */
  readonly port: number;

  /**
   * Class of its one member.
   *
   * @default db.r8g.large
   */
  readonly instanceClass?: string;
}

/** Clusters that a runbook made, by name. */
export const RESTORED = 'restored-*';

/** What scripts are told of a restored database. */
export function databasePayload({ clusterIdentifier, subnetGroupName, parameterGroupName, securityGroupIds, key, port }: RestoredDatabaseProps): object {
  return { cluster: clusterIdentifier, subnetGroup: subnetGroupName, parameterGroup: parameterGroupName, securityGroups: securityGroupIds, key: key.keyArn, port };
}

/** A restored cluster has no member: gives it one, and says where it answers. */
export function memberSteps(cluster: string, database: RestoredDatabaseProps, isEnd: boolean): Step[] {
  return [
    waitFor('WaitForCluster', 'rds', 'DescribeDBClusters', { DBClusterIdentifier: cluster }, '$.DBClusters[0].Status', ['available'], { timeoutSeconds: 21_600 }),
    api('AddMember', 'rds', 'CreateDBInstance', {
      DBInstanceIdentifier: `${cluster}-1`, DBClusterIdentifier: cluster, DBInstanceClass: database.instanceClass ?? 'db.r8g.large', Engine: 'aurora-postgresql', PubliclyAccessible: false,
    }),
    waitFor('WaitForMember', 'rds', 'DescribeDBInstances', { DBInstanceIdentifier: `${cluster}-1` }, '$.DBInstances[0].DBInstanceStatus', ['available'], { timeoutSeconds: 3600 }),
    api('Address', 'rds', 'DescribeDBClusters', { DBClusterIdentifier: cluster }, { Endpoint: '$.DBClusters[0].Endpoint' }, { isEnd }),
  ];
}

/** What finding the cluster that runs, and giving members to restored ones, takes. */
export function memberStatements(scope: Construct, { clusterIdentifier, key }: RestoredDatabaseProps): iam.PolicyStatement[] {
  const rds = (resource: string) => `arn:${Stack.of(scope).partition}:rds:${Stack.of(scope).region}:${Stack.of(scope).account}:${resource}`;
  const through = { StringEquals: { 'kms:ViaService': `rds.${Stack.of(scope).region}.amazonaws.com` } };
  return [
    new iam.PolicyStatement({ sid: 'LookAtDatabases', actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], resources: [rds(`cluster:${clusterIdentifier}`), rds(`cluster:${RESTORED}`), rds(`db:${RESTORED}`)] }),
    new iam.PolicyStatement({ sid: 'AddMembers', actions: ['rds:CreateDBInstance', 'rds:AddTagsToResource'], resources: [rds(`cluster:${RESTORED}`), rds(`db:${RESTORED}`)] }),
    new iam.PolicyStatement({ sid: 'UseKeyThroughRds', actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'], resources: [key.keyArn], conditions: through }),
    new iam.PolicyStatement({ sid: 'LetRdsUseKey', actions: ['kms:CreateGrant'], resources: [key.keyArn], conditions: { ...through, Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
  ];
}
