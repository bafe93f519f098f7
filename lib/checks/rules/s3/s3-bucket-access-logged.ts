import { any, companions, compliant, demand, NOT_APPLICABLE, type Resource, type Rule, statements, type Value, type Verdict, violation } from '../../rule';

/** Services that write access logs: a log of the log bucket would feed itself. */
const LOG_WRITERS = ['logging.s3.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com', 'delivery.logs.amazonaws.com', 'cloudtrail.amazonaws.com'];

export const S3BucketAccessLogged: Rule = {
  id: 'S3BucketAccessLogged',
  title: 'Who reads and writes a bucket is on record.',
  why: 'Without access logs or data events nobody can tell who took or changed what.',
  mend: 'Set LoggingConfiguration.DestinationBucketName, or record data events of the bucket in a trail.',
  controls: ['LOG3', 'LOG5'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const logging = bucket.at('LoggingConfiguration');
    if (logging.present) {
      return demand(logging.at('DestinationBucketName'), (name) => name.present && !name.refersTo(bucket), 'the access log goes into the bucket that it is about');
    }
    return receivesLogs(bucket) ? NOT_APPLICABLE : any([violation('neither access log nor data events are on', logging), ...recordedBy(bucket)]);
  },
};

function receivesLogs(bucket: Resource): boolean {
  return companions(bucket, 'AWS::S3::Bucket', 'LoggingConfiguration', 'DestinationBucketName').length > 0
    || companions(bucket, 'AWS::S3::BucketPolicy', 'Bucket').some((policy) => statements(policy.at('PolicyDocument')).some((statement) =>
      statement.effect === 'Allow' && statement.principals.some((principal) => LOG_WRITERS.includes(principal.value.text ?? ''))));
}

/** Trails that record the data events of all buckets of the account. */
function recordedBy(bucket: Resource): Verdict[] {
  return bucket.set.ofType('AWS::CloudTrail::Trail')
    .filter((trail) => trail.at('IsOrganizationTrail').isTrue || trail.account === bucket.account)
    .flatMap((trail) => [
      ...trail.at('EventSelectors').items.flatMap((selector) => selector.at('DataResources').items)
        .filter((data) => data.at('Type').text === 'AWS::S3::Object' && data.at('Values').items.some((arn) => /^arn:aws:s3(:::)?$/.test(arn.text ?? ''))),
      ...trail.at('AdvancedEventSelectors').items.filter((selector) => recordsAllObjects(selector)),
    ]).map((selector) => compliant(selector));
}

function recordsAllObjects(selector: Value): boolean {
  const fields = selector.at('FieldSelectors').items;
  return fields.some((field) => field.at('Field').text === 'resources.type' && field.at('Equals').items.some((type) => type.text === 'AWS::S3::Object'))
    && fields.every((field) => ['eventCategory', 'resources.type', 'readOnly'].includes(field.at('Field').text ?? ''));
}
