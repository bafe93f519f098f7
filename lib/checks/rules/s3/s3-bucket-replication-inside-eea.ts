import { all, compliant, isInsideEea, open, type Resource, type Rule, unknown, type Value, type Verdict, violation } from '../../rule';

export const S3BucketReplicationInsideEea: Rule = {
  id: 'S3BucketReplicationInsideEea',
  title: 'A bucket replicates only into regions inside the European Economic Area.',
  why: 'A replica elsewhere takes personal data out of the reach of European law.',
  mend: 'Replicate into a bucket of an EEA region; give it a name that ends in its account and region, or show it in the templates.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => all(bucket.at('ReplicationConfiguration', 'Rules').items.filter((rule) => rule.at('Status').text !== 'Disabled')
    .map((rule) => replicaInside(rule.at('Destination', 'Bucket'), bucket))),
};

function replicaInside(destination: Value, bucket: Resource): Verdict {
  const name = (destination.text ?? '').replace(/^arn:[^:]*:s3:::/, '');
  const target = destination.target ?? bucket.set.ofType('AWS::S3::Bucket').find((candidate) => candidate.at('BucketName').text === name);
  // Bucket names that several accounts agree on end in the account and the region: that is how S3 keeps them unique.
  const region = target ? target.region : destination.open === undefined ? /-\d{12}-([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(name)?.[1] : undefined;
  if (region === undefined) {
    return destination.open === undefined ? unknown(`the region of bucket ${name} is not known`, destination) : open(destination);
  }
  return isInsideEea(region) ? compliant(destination) : violation(`objects are copied to ${region}, outside the European Economic Area`, destination);
}
