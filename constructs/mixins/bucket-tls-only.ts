import { Mixin } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { denyPlaintext } from './tls-only-statements';

/**
 * A bucket that answers TLS 1.2 and newer only. The statements go into the bucket's one policy, which is made if there
 * is none.
 *
 * Control ENC3. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class BucketTlsOnly extends Mixin {
  /** Supports `AWS::S3::Bucket`. */
  public override supports(construct: IConstruct): boolean {
    return CfnBucket.isCfnBucket(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const bucket = construct as CfnBucket;
    const parent = bucket.node.scope;
    // The level 2 bucket makes its policy when it is first asked to: a second policy would overwrite it.
    const policy = parent instanceof Bucket ? parent : iam.ResourceWithPolicies.of(bucket);
    const resources = [bucket.attrArn, `${bucket.attrArn}/*`];
    policy?.addToResourcePolicy(denyPlaintext(['s3:*'], resources));
    policy?.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'DenyOldTls',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:*'],
      resources,
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    }));
  }
}
