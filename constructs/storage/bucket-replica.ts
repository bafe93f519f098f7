import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/** Id of the one rule by which a bucket copies its objects. */
export const REPLICATION_RULE = 'ReplicateAll';

/** Where a bucket's objects are copied to. The destination exists already, has versions, and lies inside the EEA. */
export interface BucketReplica {
  /** Name of the destination bucket. */
  readonly bucketName: string;

  /** Region of the destination bucket: inside the European Economic Area (control RES2). */
  readonly region: string;

  /** ARN of the key, in the destination's region, that encrypts the copies. */
  readonly keyArn: string;

  /**
   * Account that owns the destination bucket, and will own the copies. Its bucket policy must let the replication role in.
   *
   * @default the account of the source bucket
   */
  readonly account?: string;

  /**
   * Whether S3 promises to copy within 15 minutes and reports how far behind it is, at a price per gigabyte.
   *
   * @default copies are made as fast as S3 can, without promise or metrics
   */
  readonly withinFifteenMinutes?: boolean;
}

/** Makes a bucket copy its objects, with a role that can read this bucket and write that one and no more. */
export function replicate(bucket: s3.Bucket, resource: s3.CfnBucket, key: kms.IKey, replica: BucketReplica, locked: boolean): iam.Role {
  const role = replicationRole(bucket, key, replica, locked);
  resource.replicationConfiguration = {
    role: role.roleArn,
    rules: [{
      id: REPLICATION_RULE,
      status: 'Enabled',
      priority: 1,
      filter: { prefix: '' },
      deleteMarkerReplication: { status: 'Enabled' },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' }, replicaModifications: { status: 'Enabled' } },
      destination: {
        bucket: destinationArn(bucket, replica),
        encryptionConfiguration: { replicaKmsKeyId: replica.keyArn },
        ...(replica.account && { account: replica.account, accessControlTranslation: { owner: 'Destination' } }),
        ...(replica.withinFifteenMinutes && {
          replicationTime: { status: 'Enabled', time: { minutes: 15 } },
          metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } },
        }),
      },
    }],
  };
  return role;
}

function replicationRole(bucket: s3.Bucket, key: kms.IKey, replica: BucketReplica, locked: boolean): iam.Role {
  const role = new iam.Role(bucket, 'ReplicationRole', {
    assumedBy: new iam.ServicePrincipal('s3.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account } } }),
    description: 'Copies the objects of one bucket to its replica',
  });
  const destination = destinationArn(bucket, replica);
  const through = (region: string, context: string) => ({ StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': context } });
  new iam.ManagedPolicy(bucket, 'ReplicationPolicy', {
    description: 'Reads one bucket and writes its replica',
    roles: [role],
    statements: [
      new iam.PolicyStatement({ actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [bucket.bucketArn] }),
      new iam.PolicyStatement({
        actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', ...(locked ? ['s3:GetObjectRetention', 's3:GetObjectLegalHold'] : [])],
        resources: [bucket.arnForObjects('*')],
      }),
      new iam.PolicyStatement({
        actions: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', ...(replica.account ? ['s3:ObjectOwnerOverrideToBucketOwner'] : [])],
        resources: [`${destination}/*`],
      }),
      // A bucket key makes the bucket, not the object, the encryption context.
      new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions: through(Stack.of(bucket).region, bucket.bucketArn) }),
      new iam.PolicyStatement({ actions: ['kms:Encrypt', 'kms:GenerateDataKey'], resources: [replica.keyArn], conditions: through(replica.region, destination) }),
    ],
  });
  key.grantDecrypt(new ViaServicePrincipal(`s3.${Stack.of(bucket).region}.amazonaws.com`, role));
  return role;
}

function destinationArn(bucket: s3.Bucket, replica: BucketReplica): string {
  return `arn:${Stack.of(bucket).partition}:s3:::${replica.bucketName}`;
}
