import { RemovalPolicy } from 'aws-cdk-lib/core';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnSnapshotBlockPublicAccess } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DataClassification, classify } from '../shared/tags';

/** What an `AccountBaseline` adds. */
export interface AccountBaselineProps {
  /** Key that encrypts the log groups of the baseline. Its policy must allow CloudWatch Logs: `DomainKey.allowLogGroups`. */
  readonly logKey: IKey;

  /**
   * How long operating system metrics of databases are kept.
   *
   * @default 1 month
   */
  readonly databaseMetricsRetention?: logs.RetentionDays;
}

/**
 * What every account of the estate has in every region it uses.
 *
 * - EBS snapshots are never public (control NET10).
 * - Access that goes outside the account is found continuously (control ACC13); what goes outside the organisation, and
 *   what nobody uses, by `OrganizationAccessAnalyzers`.
 * - The log group that RDS Enhanced Monitoring writes to is there first: under a key, with an end (controls ENC1, DAT4).
 *   RDS shares it among all databases of the account and region, so it belongs here, once.
 *
 * CloudFormation has no resource for S3's account-wide block of public access, nor for EC2's images and EBS default
 * encryption: `OrganizationGuardrails` carries those.
 */
export class AccountBaseline extends Construct {
  /** Finds access from outside the account. */
  public readonly outsideAccessAnalyzer: CfnAnalyzer;

  constructor(scope: Construct, id: string, props: AccountBaselineProps) {
    super(scope, id);
    new CfnSnapshotBlockPublicAccess(this, 'SnapshotBlockPublicAccess', { state: 'block-all-sharing' });
    this.outsideAccessAnalyzer = new CfnAnalyzer(this, 'OutsideAccessAnalyzer', { type: 'ACCOUNT' });
    const metrics = new logs.LogGroup(this, 'DatabaseMetrics', {
      logGroupName: 'RDSOSMetrics',
      encryptionKey: props.logKey,
      retention: props.databaseMetricsRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    classify(metrics, DataClassification.INTERNAL);
  }
}
