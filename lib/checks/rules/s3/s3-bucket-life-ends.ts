import { all, compliant, open, type Rule, violation } from '../../rule';

export const S3BucketLifeEnds: Rule = {
  id: 'S3BucketLifeEnds',
  title: "A bucket's old versions and unfinished uploads are removed after a time.",
  why: 'What nobody can see any more still holds personal data, and costs.',
  mend: 'Add an enabled life-cycle rule over the whole bucket with NoncurrentVersionExpiration and AbortIncompleteMultipartUpload.',
  controls: ['DAT4'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const rules = bucket.at('LifecycleConfiguration', 'Rules');
    if (rules.open !== undefined) {
      return open(rules);
    }
    const whole = rules.items.filter((rule) => rule.at('Status').text === 'Enabled' && (rule.at('Prefix').text ?? '') === '' 
      && ['TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].every((key) => rule.at(key).absent));
    const has = (...keys: string[]) => whole.some((rule) => keys.some((key) => rule.at(key).present));
    return all([
      has('AbortIncompleteMultipartUpload') ? compliant(rules) : violation('unfinished uploads stay for ever', rules),
      has('NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays') || bucket.at('VersioningConfiguration').absent
        ? compliant(rules) : violation('old versions stay for ever', rules),
    ]);
  },
};
