import { Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Tag keys that the estate sets, and that the judge and the backup plans read. */
export const ENVIRONMENT_TAG = 'dtap:environment';
/** Tag key of the kind of data that a store holds (control DAT3). */
export const CLASSIFICATION_TAG = 'dtap:classification';

/** Tag key of a KMS key that must never be lost: the guardrails of the organisation read it. */
export const INDISPENSABLE_TAG = 'dtap:indispensable';
/** Tag key by which backup plans select what they back up (control BAK1). Its value is a `BackupKind`. */
export const BACKUP_TAG = 'dtap:backup';

/** What kind of data a store holds: decides which controls it must meet (control DAT3). */
export enum DataClassification {
  /** Published to everybody. */
  PUBLIC = 'public',
  /** For the organisation itself: configuration, metrics, operational logs. */
  INTERNAL = 'internal',
  /** Business data and security logs whose disclosure does harm. */
  CONFIDENTIAL = 'confidential',
  /** Data about people, under the GDPR. The default wherever a construct asks. */
  PERSONAL = 'personal',
}

/** Resource types that hold data, and so carry a classification. */
const STORES = [
  'AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault', 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::EC2::Volume',
  'AWS::ECR::Repository', 'AWS::EFS::FileSystem', 'AWS::Kinesis::Stream', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::Logs::LogGroup', 'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance', 'AWS::RDS::GlobalCluster', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic', 'AWS::SQS::Queue',
];

/** Tags a store, and every store below it, with the kind of data it holds. A store classified by itself keeps its own. */
export function classify(scope: IConstruct, classification: DataClassification): void {
  Tags.of(scope).add(CLASSIFICATION_TAG, classification, { includeResourceTypes: STORES });
}
