import { demand, type Rule } from '../../rule';

export const S3BucketVersioned: Rule = {
  id: 'S3BucketVersioned',
  title: 'A bucket keeps earlier versions of its objects.',
  why: 'Without versions, an overwrite or a delete destroys data at once, by mistake or by ransomware.',
  mend: 'Set VersioningConfiguration.Status to Enabled.',
  controls: ['DAT2', 'BAK2'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => demand(bucket.at('VersioningConfiguration', 'Status'), (status) => status.text === 'Enabled', 'versions are not kept'),
};
