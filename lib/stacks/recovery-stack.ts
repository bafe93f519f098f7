import { Duration } from 'aws-cdk-lib/core';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DomainKey } from '../../constructs/keys';
import { AgreedNames } from '../../constructs/shared';
import { type BucketReplica, PrivateBucket } from '../../constructs/storage';
import type { Tier } from '../tier';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `RecoveryStack`. */
export interface RecoveryStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** ARNs of the roles that use the key, `*` allowed in a name. */
  readonly keyUsers: string[];
  /** Bucket of the access logs, in the recovery region. */
  readonly logBucket: s3.IBucket;
}

/** What the recovery region keeps of an environment: copies of its files under a key of that region. */
export class RecoveryStack extends EstateStack {
  /** Where the environment's files are copied to. */
  public readonly replica: BucketReplica;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props, `Recovery of ${props.owner}`);
    const key = new DomainKey(this, 'DataKey', { domain: 'data', alias: keyAlias(props, 'data'), usedBy: props.keyUsers, usedThrough: ['s3'] });
    const name = AgreedNames.bucket({ organization: props.organization, owner: props.owner, purpose: 'content' }, props.account, props.region);
    new PrivateBucket(this, 'Content', {
      bucketName: name,
      key,
      accessLogBucket: props.logBucket,
      lifecycle: { oldVersionsExpireAfter: Duration.days(props.tier.earlierVersionsDays) },
    });
    this.replica = { bucketName: name, region: props.region, keyArn: key.keyArn, withinFifteenMinutes: true };
  }
}
