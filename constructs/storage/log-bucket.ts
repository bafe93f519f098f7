import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { BucketPrivate } from '../mixins/bucket-private';
import { BucketTlsOnly } from '../mixins/bucket-tls-only';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';

/** What a `LogBucket` is made of. */
export interface LogBucketProps {
  /**
   * Name of the bucket.
   *
   * @default CloudFormation makes one up
   */
  readonly bucketName?: string;

  /**
   * How long logs are kept: a day or more.
   *
   * @default 400 days
   */
  readonly retention?: Duration;

  /**
   * What becomes of the bucket when its stack goes.
   *
   * @default it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Days after which logs move to Glacier Instant Retrieval: its shortest billing period would cost more for younger ones. */
const ARCHIVE_AFTER_DAYS = 90;

/**
 * The bucket that receives S3 server access logs of the account, and load balancer and vended logs where allowed.
 *
 * Guarantees: public access blocked, versions kept, TLS 1.2 or newer only, writers limited to the log delivery services
 * on behalf of this account, logs gone after their time.
 *
 * Encrypted with S3-managed keys (AES-256), not a customer's: both services deliver to no other.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * Never locked: S3 delivers no server access logs to a bucket with Object Lock.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 *
 * Controls NET10, ENC3, DAT2, DAT4, EDG2, LOG3.
 */
export class LogBucket extends s3.Bucket {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props?: LogBucketProps) {
    const retention = props?.retention ?? Duration.days(400);
    const problems = new Problems('LogBucket');
    problems.require(retention.toDays() >= 1, 'retention', retention.toDays(), 'Keep logs for a day or more.');
    problems.throwIfAny();
    super(scope, id, {
      bucketName: props?.bucketName,
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: lifecycleRules(retention),
      removalPolicy: props?.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.with(new BucketPrivate(), new BucketTlsOnly());
    this.allowServerAccessLogs();
    classify(this, DataClassification.CONFIDENTIAL);
  }

  /**
   * Lets CloudWatch Logs' delivery service write vended logs of this account: flow logs, firewall logs, resolver logs.
   *
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
   */
  public allowVendedLogs(): void {
    const delivery = new iam.ServicePrincipal('delivery.logs.amazonaws.com');
    const fromHere = {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'logs', resource: '*' }) },
    };
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'VendedLogs',
      principals: [delivery],
      actions: ['s3:PutObject'],
      resources: [this.arnForObjects('*')],
      conditions: fromHere,
    }));
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'VendedLogsCheck',
      principals: [delivery],
      actions: ['s3:GetBucketAcl', 's3:ListBucket'],
      resources: [this.bucketArn],
      conditions: fromHere,
    }));
  }

  private allowServerAccessLogs(): void {
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'ServerAccessLogs',
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [this.arnForObjects('*')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnLike: { 'aws:SourceArn': `arn:${Stack.of(this).partition}:s3:::*` },
      },
    }));
  }
}

function lifecycleRules(retention: Duration): s3.LifecycleRule[] {
  const archived = retention.toDays() > 2 * ARCHIVE_AFTER_DAYS;
  return [{
    id: 'ExpireLogs',
    expiration: retention,
    noncurrentVersionExpiration: Duration.days(30),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
    transitions: archived ? [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(ARCHIVE_AFTER_DAYS) }] : undefined,
  }];
}
