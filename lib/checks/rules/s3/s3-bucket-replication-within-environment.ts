import { accountWithin, all, compliant, notShown, open, type Rule } from '../../rule';

export const S3BucketReplicationWithinEnvironment: Rule = {
  id: 'S3BucketReplicationWithinEnvironment',
  title: 'A bucket replicates into no account of another environment.',
  why: 'Replication carries every object over, without anybody asking again.',
  mend: 'Replicate into an account of the same environment or into a shared account.',
  controls: ['SEP3', 'SEP4'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => all(bucket.at('ReplicationConfiguration', 'Rules').items.map((rule) => {
    const [account, destination] = [rule.at('Destination', 'Account'), rule.at('Destination', 'Bucket')];
    // Names of buckets that several accounts agree on end in the account and the region.
    const named = destination.target?.account ?? /-(\d{12})-[a-z]{2}(?:-[a-z]+)+-\d$/.exec(destination.text ?? '')?.[1];
    return account.open !== undefined ? open(account)
      : account.present ? accountWithin(account.text ?? '', account, bucket)
        : named !== undefined ? accountWithin(named, destination, bucket)
          : destination.target ? compliant(destination) : notShown(destination, 'a bucket of no known account');
  })),
};
