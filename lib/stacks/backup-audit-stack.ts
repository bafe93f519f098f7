import { Duration } from 'aws-cdk-lib/core';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { type AuditedPlans, BackupAudit, type BackupKind, BackupRecorder } from '../../constructs/backup';
import { DomainKey } from '../../constructs/keys';
import { DataClassification } from '../../constructs/shared';
import { PrivateBucket } from '../../constructs/storage';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `BackupAuditStack`. */
export interface BackupAuditStackProps extends PlacementProps {
  /** Least time for which a backup is kept, in days. */
  readonly retentionDays: number;
  /**
   * What is asked of the plans.
   *
   * @default - the account keeps backups of others, and has no plans
   */
  readonly plans?: AuditedPlans;
  /**
   * Kinds of stores whose restore is timed.
   *
   * @default - none
   */
  readonly restoredKinds?: BackupKind[];
  /** ARN pattern of this stack's roles. */
  readonly ownRoles: string;
  /** Bucket of the access logs. */
  readonly logBucket: s3.IBucket;
}

/** AWS Backup's own audit of an account, and the bucket of its daily reports. */
export class BackupAuditStack extends EstateStack {
  constructor(scope: Construct, id: string, props: BackupAuditStackProps) {
    super(scope, id, props, `Audit of the backups of ${props.owner}`);
    const key = new DomainKey(this, 'Key', { domain: 'backup-audit', alias: keyAlias(props, 'backup-audit'), usedBy: [props.ownRoles], usedThrough: ['s3'] });
    key.allowBackupReports();
    const bucket = new PrivateBucket(this, 'Reports', {
      key,
      accessLogBucket: props.logBucket,
      classification: DataClassification.INTERNAL,
      lifecycle: { expireAfter: Duration.days(400), oldVersionsExpireAfter: Duration.days(30) },
    });
    const recorder = new BackupRecorder(this, 'Recorder', { bucket });
    const audit = new BackupAudit(this, 'Audit', {
      auditName: `${props.organization}_${props.owner}`.replaceAll('-', '_'),
      retention: Duration.days(props.retentionDays),
      plans: props.plans,
      restoredKinds: props.restoredKinds,
      bucket,
    });
    audit.node.addDependency(recorder);
  }
}
