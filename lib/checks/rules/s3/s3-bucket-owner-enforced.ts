import { all, compliant, demand, type Rule } from '../../rule';

export const S3BucketOwnerEnforced: Rule = {
  id: 'S3BucketOwnerEnforced',
  title: "A bucket's owner owns every object in it; access control lists are off.",
  why: 'With access control lists, whoever writes an object may keep it from its owner, or open it to the world.',
  mend: 'Set OwnershipControls to BucketOwnerEnforced and leave AccessControl out.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const rules = bucket.at('OwnershipControls', 'Rules');
    return rules.absent ? compliant(rules)
      : all(rules.items.map((rule) => demand(rule.at('ObjectOwnership'), (value) => value.text === 'BucketOwnerEnforced', 'access control lists are on')));
  },
};
