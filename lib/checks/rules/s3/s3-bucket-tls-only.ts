import { deniesPlaintext, needs, type Resource, type Rule } from '../../rule';

export const S3BucketTlsOnly: Rule = {
  id: 'S3BucketTlsOnly',
  title: 'A bucket refuses requests without TLS.',
  why: 'S3 answers plain HTTP too: credentials, names and content would cross the network readable.',
  mend: 'Add a bucket policy that denies s3:* to everybody on the bucket and its objects when aws:SecureTransport is false.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => needs(bucket, 'AWS::S3::BucketPolicy', ['Bucket'], 'no bucket policy denies requests without TLS', (policy) => {
    const arns = arnsOf(bucket);
    return deniesPlaintext(policy.at('PolicyDocument'), 's3:*', [arns, arns.map((arn) => `${arn}/*`)]);
  }),
};

/** The ways in which a policy can write the bucket's ARN. */
function arnsOf(bucket: Resource): string[] {
  const name = bucket.at('BucketName').text;
  return [`\${${bucket.logicalId}.Arn}`, `arn:aws:s3:::\${${bucket.logicalId}}`, ...(name === undefined ? [] : [`arn:aws:s3:::${name}`])];
}
