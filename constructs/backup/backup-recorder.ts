import { Stack } from 'aws-cdk-lib/core';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Where a `BackupRecorder` puts what it records. */
export interface BackupRecorderProps {
  /** Bucket of this account, whose key the roles of this stack may use through S3. */
  readonly bucket: s3.IBucket;
}

/** What audits of backups read: https://docs.aws.amazon.com/aws-backup/latest/devguide/choosing-controls.html */
const RECORDED = ['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::Backup::BackupVault', 'AWS::Backup::RecoveryPoint', 'AWS::Config::ResourceCompliance'];

/**
 * The recorder of AWS Config, for what audits of backups read and for nothing else. An account has one recorder in a
 * region: where there is one already, let that one record these types, and do without this.
 *
 * Guarantees: plans, selections, vaults and backups on record with each change, in a bucket of the account.
 *
 * Control BAK9. https://docs.aws.amazon.com/aws-backup/latest/devguide/turning-on-resource-tracking.html
 */
export class BackupRecorder extends Construct {
  constructor(scope: Construct, id: string, { bucket }: BackupRecorderProps) {
    super(scope, id);
    const role = this.recorderRole(bucket);
    // CloudFormation starts the recorder once there is a channel, and makes no channel without a recorder: neither waits for the other.
    const recorder = new CfnConfigurationRecorder(this, 'Resource', { roleArn: role.roleArn, recordingGroup: { allSupported: false, includeGlobalResourceTypes: false, resourceTypes: RECORDED } });
    const channel = new CfnDeliveryChannel(this, 'Channel', { s3BucketName: bucket.bucketName, configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' } });
    [recorder, channel].forEach((part) => part.node.addDependency(this.node.findChild('RolePolicy')));
  }

  /** Of AWS's own policy for Config, what these types take: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWS_ConfigRole.html */
  private recorderRole(bucket: s3.IBucket): iam.Role {
    const { account, region } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      description: 'Records plans, vaults and backups',
      assumedBy: new iam.ServicePrincipal('config.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    new iam.ManagedPolicy(this, 'RolePolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          sid: 'ReadBackups',
          actions: [
            'backup:DescribeBackupVault', 'backup:DescribeRecoveryPoint', 'backup:GetBackupPlan', 'backup:GetBackupSelection', 'backup:GetBackupVaultAccessPolicy', 'backup:GetBackupVaultNotifications',
            'backup:ListBackupPlans', 'backup:ListBackupSelections', 'backup:ListBackupVaults', 'backup:ListRecoveryPointsByBackupVault', 'backup:ListTags',
          ],
          resources: ['*'],
        }),
        new iam.PolicyStatement({ sid: 'KnowBucket', actions: ['s3:GetBucketAcl', 's3:ListBucket'], resources: [bucket.bucketArn] }),
        new iam.PolicyStatement({ sid: 'Deliver', actions: ['s3:PutObject'], resources: [bucket.arnForObjects(`AWSLogs/${account}/Config/*`)] }),
        ...(bucket.encryptionKey ? [new iam.PolicyStatement({
          sid: 'EncryptDelivered', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [bucket.encryptionKey.keyArn], conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
        })] : []),
      ],
    });
    return role;
  }
}
