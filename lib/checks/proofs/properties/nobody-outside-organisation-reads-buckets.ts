import { mayEver } from '../access/ask';
import { AccessModel } from '../access/model';
import { namesOnly, outsiders, refuted, servicesIn } from '../access/parties';
import type { Property } from '../property';

/** Everything by which objects and their names are read. */
const READS = ['s3:GetObject*', 's3:ListBucket*', 's3:ListMultipartUploadParts', 's3:SelectObjectContent'];

export const NobodyOutsideOrganisationReadsBuckets: Property = {
  id: 'NobodyOutsideOrganisationReadsBuckets',
  title: 'Nobody outside the organisation reads a bucket, nor does a service on their behalf.',
  why: 'One statement too wide, and personal data is on the Internet; block-public-access does not stop an account that a policy names.',
  mend: 'Name the principals, and demand aws:PrincipalOrgID of everybody else; of services demand aws:SourceAccount or aws:SourceOrgID.',
  proof: 'iam',
  controls: ['SEP3'],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    return model.targets.filter(({ type }) => type === 'AWS::S3::Bucket').map((target) => {
      const asked = { action: READS, resource: model.objectOf(target), within: [target.arn, `${target.arn}/*`] };
      const elsewhere = [{ StringNotEquals: { 'aws:SourceOrgID': model.organisation.id } }];
      const found = [
        ...outsiders(model, target.policies).map((principal) => ({ principal, existence: mayEver(model, { ...asked, principal }) })),
        ...servicesIn(target.policies).map((principal) => ({ principal, existence: mayEver(model, { ...asked, principal, demands: elsewhere }) })),
      ];
      return { template: target.template, logicalId: target.logicalId, verdict: refuted(model, found, target) ?? namesOnly(model, target, found) };
    });
  },
};
