import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { GrantNames } from './grant-names';

/** What the keys of customers' files begin with, unless the props say otherwise. */
const FILE_PREFIX = 'customers/';

/** The files of a session's customer, to list and to read, earlier versions among them. */
export function customerFiles(bucketArns: string[], prefix = FILE_PREFIX): PolicyStatement[] {
  const files = `${prefix}${GrantNames.CUSTOMER}/*`;
  return bucketArns.length === 0 ? [] : [
    new PolicyStatement({ sid: 'ListFiles', actions: ['s3:ListBucket'], resources: bucketArns, conditions: { StringLike: { 's3:prefix': files } } }),
    new PolicyStatement({ sid: 'ReadFiles', actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: bucketArns.map((bucket) => `${bucket}/${files}`) }),
  ];
}

/**
 * A key of files is shared by all customers, and with an S3 Bucket Key the encryption context names the bucket alone: S3 opens with it no
 * more than `customerFiles` lets it read.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function openFiles(keyArns: string[]): PolicyStatement {
  return new PolicyStatement({ sid: 'OpenFiles', actions: ['kms:Decrypt'], resources: keyArns, conditions: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } });
}
