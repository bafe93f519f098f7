import { Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { BACKUP_TAG } from '../shared/tags';

/** What is backed up alike: the value of the tag by which plans select. */
export enum BackupKind {
  /** Aurora clusters and RDS instances. */
  DATABASE = 'database',
  /** Buckets. */
  OBJECTS = 'objects',
  /** DynamoDB tables. */
  TABLE = 'table',
  /** File systems and volumes. */
  FILES = 'files',
}

/**
 * What AWS Backup can do with each kind.
 *
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html#features-by-resource
 */
interface BackupAbilities {
  /** CloudFormation types that carry the tag. */
  readonly resourceTypes: string[];
  /** What AWS Backup calls the services, in an account's settings and in plans of restore tests. */
  readonly services: string[];
  /** Whether the kind can be put back to any moment (DynamoDB has its own point-in-time recovery instead). */
  readonly continuous: boolean;
  /** Whether copies go into a logically air-gapped vault of another account and region. */
  readonly airGapped: boolean;
}

/** @internal */
export const ABILITIES: Readonly<Record<BackupKind, BackupAbilities>> = {
  [BackupKind.DATABASE]: { resourceTypes: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'], services: ['Aurora', 'RDS'], continuous: true, airGapped: false },
  [BackupKind.OBJECTS]: { resourceTypes: ['AWS::S3::Bucket'], services: ['S3'], continuous: true, airGapped: true },
  [BackupKind.TABLE]: { resourceTypes: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], services: ['DynamoDB'], continuous: false, airGapped: true },
  [BackupKind.FILES]: { resourceTypes: ['AWS::EFS::FileSystem', 'AWS::EC2::Volume'], services: ['EFS', 'EBS'], continuous: false, airGapped: true },
};

/** Marks the stores of a scope for the backup plans of their kind (control BAK1). */
export class BackupMark {
  /**
   * Marks every store of a scope, each with its kind. A member of a cluster is backed up with its cluster, and bears the
   * mark without harm: AWS Backup takes clusters and members apart.
   *
   * @param scope a construct, stack or stage
   */
  public static stores(scope: IConstruct): void {
    Object.values(BackupKind).forEach((kind) => Tags.of(scope).add(BACKUP_TAG, kind, { includeResourceTypes: ABILITIES[kind].resourceTypes }));
  }

  private constructor() {}
}
