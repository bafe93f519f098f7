import { Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { DomainKey } from '../../constructs/keys';
import { FailoverSwitch } from '../../constructs/recovery';
import { AgreedNames } from '../../constructs/shared';
import { type BucketReplica, PrivateBucket } from '../../constructs/storage';
import type { Tier } from '../tier';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';
import { allowMasterKeyGrants } from './master-key';

/** Properties of `RecoveryStack`. */
export interface RecoveryStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Host name under which the environment's service is reached. */
  readonly hostName: string;
  /** ARNs of the roles that use the key, `*` allowed in a name. */
  readonly keyUsers: string[];
  /** ARN patterns of the roles of grants that decrypt what was encrypted for their customer, by calls of their own; none if nobody asks for such grants. */
  readonly masterKeyGrants: string[];
  /** Account that AWS Backup copies the stores' backups to. */
  readonly backupAccount: string;
  /** Bucket of the access logs, in the recovery region. */
  readonly logBucket: s3.IBucket;
  /** Topic that alarms are sent to, in the recovery region. */
  readonly onCall: sns.ITopic;
}

/**
 * What the primary region needs of the recovery region, and so is there first: the key of the copies, the bucket that
 * receives the copies of files, and the switch of the fail-over.
 */
export class RecoveryStack extends EstateStack {
  /** Key of all stores of the recovery region. */
  public readonly dataKey: kms.IKey;
  /** The copies of the environment's files. */
  public readonly content: s3.IBucket;
  /** Where the environment's files are copied to. */
  public readonly replica: BucketReplica;
  /** The hand switch of the fail-over. */
  public readonly failoverSwitch: FailoverSwitch;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props, `Recovery of ${props.owner}`);
    const dataKey = new DomainKey(this, 'DataKey', { domain: 'data', alias: keyAlias(props, 'data'), usedBy: props.keyUsers, usedThrough: ['s3', 'rds', 'secretsmanager'] });
    allowMasterKeyGrants(dataKey, props.masterKeyGrants);
    dataKey.allowBackupCopies(props.backupAccount);
    this.dataKey = dataKey;
    const name = AgreedNames.bucket({ organization: props.organization, owner: props.owner, purpose: 'content' }, props.account, props.region);
    this.content = new PrivateBucket(this, 'Content', {
      bucketName: name,
      key: dataKey,
      accessLogBucket: props.logBucket,
      lifecycle: { oldVersionsExpireAfter: Duration.days(props.tier.earlierVersionsDays) },
    });
    this.replica = { bucketName: name, region: props.region, keyArn: dataKey.keyArn, withinFifteenMinutes: true };
    this.failoverSwitch = new FailoverSwitch(this, 'Switch', { hostName: props.hostName, alarmTopic: props.onCall });
  }
}
