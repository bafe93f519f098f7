import { Mixin } from 'aws-cdk-lib/core';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * A bucket that cannot become public: all four public access blocks, the owner owns every object so that access lists
 * are off, and versions are kept.
 *
 * Controls NET10, DAT2. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export class BucketPrivate extends Mixin {
  /** Supports `AWS::S3::Bucket`. */
  public override supports(construct: IConstruct): boolean {
    return CfnBucket.isCfnBucket(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const bucket = construct as CfnBucket;
    bucket.publicAccessBlockConfiguration = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    bucket.ownershipControls = { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] };
    bucket.versioningConfiguration = { status: 'Enabled' };
  }
}
