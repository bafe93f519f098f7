import { Duration } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** When objects of a bucket move and go. All periods count from when a version was written, unless said otherwise. */
export interface BucketLifecycle {
  /**
   * Age at which current versions expire. They then become old versions, and go after `oldVersionsExpireAfter`.
   *
   * @default they never expire
   */
  readonly expireAfter?: Duration;

  /**
   * Time after which a version that was replaced or deleted is gone for good (controls DAT2, DAT4).
   *
   * @default 90 days
   */
  readonly oldVersionsExpireAfter?: Duration;

  /**
   * Age at which current versions move to Glacier Instant Retrieval.
   *
   * @default they stay in the standard class
   */
  readonly archiveAfter?: Duration;
}

/** The rules that carry a life cycle, unfinished uploads included. */
export function lifecycleRules(lifecycle: BucketLifecycle): s3.LifecycleRule[] {
  const rules: s3.LifecycleRule[] = [{
    id: 'ExpireOldVersions',
    noncurrentVersionExpiration: lifecycle.oldVersionsExpireAfter ?? Duration.days(90),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  }];
  if (lifecycle.expireAfter) {
    rules.push({ id: 'ExpireCurrentVersions', expiration: lifecycle.expireAfter });
  } else {
    rules.push({ id: 'ExpireLoneDeleteMarkers', expiredObjectDeleteMarker: true });
  }
  if (lifecycle.archiveAfter) {
    rules.push({ id: 'ArchiveCurrentVersions', transitions: [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: lifecycle.archiveAfter }] });
  }
  return rules;
}
