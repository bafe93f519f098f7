import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { RunbookNames } from '../shared/runbook-names';
import { CLASSIFICATION_TAG, DataClassification } from '../shared/tags';
import { databasePayload, memberStatements, memberSteps, RESTORED, type RestoredDatabaseProps } from './restored-database';
import { CHECK_CUSTOMER_SCRIPT, CLUSTER_SCRIPT, FILES_SCRIPT } from './restore-scripts';
import { checkRunbook, runbook, type RunbookProps } from './runbook';
import { api, script, type Step, waitFor } from './runbook-steps';

/** Whose stores are put back, one customer at a time. */
export interface RestoreCustomerRunbookProps extends RunbookProps {
  /** Where a restored database stands. */
  readonly database: RestoredDatabaseProps;

  /** Bucket with the files. It keeps versions, under the key of the database. */
  readonly bucket: IBucket;
}

/** How long one run copies files, in seconds: a script may take ten minutes. */
const COPYING_SECONDS = 480;
const PARAMETERS = {
  Moment: { type: 'String', description: 'Moment in UTC, e.g. 2026-03-01T14:05:00Z, or latest', allowedPattern: '^(latest|20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\dZ)$', default: 'latest' },
  Prefix: { type: 'String', description: 'For files: what the names of the files begin with, e.g. customers/4711/', allowedPattern: '^(none|[\\w!.*()/ -]{1,200}/)$', default: 'none' },
  Place: { type: 'String', description: 'For files: beside, under restored/, or over those of today, which stay as earlier versions', allowedValues: ['beside', 'over'], default: 'beside' },
  After: { type: 'String', description: 'For files: where the run before ended', allowedPattern: '^[\\w!.*()/ -]{1,1000}$', default: 'none' },
  Restored: { type: 'String', description: 'To discard: name of the restored cluster', allowedPattern: '^(none|restored-[0-9a-f-]{36})$', default: 'none' },
};

/**
 * Gets back what belongs to one customer, beside what all others go on working with: the runbook `RestoreCustomer`.
 *
 * - `database` makes a new cluster as the database was at a moment, isolated, under the same key. What belongs to the customer is
 *   exported from it and merged by the database administrator: that part is done by hand, see docs/recovery.md.
 * - `files` copies the versions that files of one prefix had at a moment; nothing is deleted, and what is there stays as a version.
 * - `discard` deletes such a cluster, and no other.
 *
 * Control AVA6. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 */
export class RestoreCustomerRunbook extends Construct {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: RestoreCustomerRunbookProps) {
    super(scope, id);
    const problems = new Problems(`RestoreCustomerRunbook '${this.node.path}'`);
    checkRunbook(problems, props);
    checkRestored(problems, props.database);
    problems.throwIfAny();
    const { database, bucket } = props;
    const payload = { ...databasePayload(database), bucket: bucket.bucketName, moment: '{{ Moment }}', mode: '{{ Mode }}' };
    runbook(this, props, {
      name: RunbookNames.RESTORE_CUSTOMER,
      description: 'Gets back what belongs to one customer, beside what is there. See docs/recovery.md.',
      parameters: PARAMETERS,
      confirmations: { database: 'restore the database beside', files: 'restore files of one customer', discard: 'discard the restored database' },
      checks: [script('Check', CHECK_CUSTOMER_SCRIPT, 'check', payload, ['Said'])],
      ways: { database: 'RestoreCluster', files: 'CopyFiles', discard: 'DeleteMember' },
      steps: [
        script('RestoreCluster', CLUSTER_SCRIPT, 'cluster', { ...payload, tags: { [CLASSIFICATION_TAG]: DataClassification.PERSONAL } }, ['Cluster']),
        ...memberSteps('restored-{{automation:EXECUTION_ID}}', database, true),
        script('CopyFiles', FILES_SCRIPT, 'files', { ...payload, prefix: '{{ Prefix }}', place: '{{ Place }}', after: '{{ After }}', seconds: COPYING_SECONDS }, ['Said'], { isEnd: true }),
        ...discarding(),
      ],
      statements: [...memberStatements(this, database), ...this.statements(props)],
      outputs: ['Check.Said', 'RestoreCluster.Cluster', 'Address.Endpoint', 'CopyFiles.Said'],
    });
  }

  private statements({ database, bucket }: RestoreCustomerRunbookProps): iam.PolicyStatement[] {
    const { partition, region, account } = Stack.of(this);
    const rds = (resource: string) => `arn:${partition}:rds:${region}:${account}:${resource}`;
    const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
    return [
      allow('RestoreBeside', ['rds:RestoreDBClusterToPointInTime'], [
        rds(`cluster:${database.clusterIdentifier}`), rds(`cluster:${RESTORED}`), rds(`subgrp:${database.subnetGroupName}`), rds(`cluster-pg:${database.parameterGroupName}`),
      ]),
      allow('Discard', ['rds:DeleteDBCluster', 'rds:DeleteDBInstance'], [rds(`cluster:${RESTORED}`), rds(`db:${RESTORED}`)]),
      allow('FindFiles', ['s3:GetBucketVersioning', 's3:ListBucket', 's3:ListBucketVersions'], [bucket.bucketArn]),
      allow('CopyFiles', ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging', 's3:PutObject', 's3:PutObjectTagging', 's3:AbortMultipartUpload'], [bucket.arnForObjects('*')]),
      allow('UseKeyThroughS3', ['kms:Decrypt', 'kms:GenerateDataKey'], [database.key.keyArn], { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } }),
    ];
  }
}

/** No final snapshot: what was restored can be restored again. */
function discarding(): Step[] {
  const [cluster, member] = ['{{ Restored }}', '{{ Restored }}-1'];
  return [
    api('DeleteMember', 'rds', 'DeleteDBInstance', { DBInstanceIdentifier: member, SkipFinalSnapshot: true }, {}, { goOn: true }),
    waitFor('WaitForDeletion', 'rds', 'DescribeDBClusters', { DBClusterIdentifier: cluster }, '$.DBClusters[0].Status', ['available'], { timeoutSeconds: 1800 }),
    api('DeleteCluster', 'rds', 'DeleteDBCluster', { DBClusterIdentifier: cluster, SkipFinalSnapshot: true }, {}, { isEnd: true }),
  ];
}

/** Records what is wrong with where a restored database stands. */
export function checkRestored(problems: Problems, database: RestoredDatabaseProps): void {
  problems.require(database.securityGroupIds.length > 0, 'database.securityGroupIds', database.securityGroupIds, 'Name at least one security group: without one, the default group of the network would guard it.');
  problems.require(Number.isInteger(database.port) && database.port >= 1024 && database.port <= 65_535, 'database.port', database.port, 'Write a TCP port from 1024 to 65535.');
  problems.require(/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(database.instanceClass ?? 'db.r8g.large'), 'database.instanceClass', database.instanceClass, 'Write an instance class of RDS, e.g. db.r8g.large.');
}
