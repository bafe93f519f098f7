import type { Json, JsonMap, Resource } from '../../template';
import type { Names } from './names';

const LIST = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'];
const WRITE = ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'];
/** Everybody who signs requests, of whichever account. */
const SIGNED: JsonMap = { Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalType': 'Anonymous' } } };
const ANYBODY: JsonMap = { Principal: '*' };

/** What a canned ACL of a bucket lets others do, and whether blocking public ACLs undoes it. The two for the bucket's owner are about objects only. */
const CANNED: Readonly<Record<string, { readonly isPublic: boolean; readonly grants: readonly JsonMap[] }>> = {
  AuthenticatedRead: { isPublic: true, grants: [{ ...SIGNED, Action: LIST }] },
  BucketOwnerFullControl: { isPublic: false, grants: [] },
  BucketOwnerRead: { isPublic: false, grants: [] },
  LogDeliveryWrite: { isPublic: false, grants: [{ Principal: { Service: 'logging.s3.amazonaws.com' }, Action: ['s3:PutObject', 's3:GetBucketAcl'] }] },
  Private: { isPublic: false, grants: [] },
  PublicRead: { isPublic: true, grants: [{ ...ANYBODY, Action: LIST }] },
  PublicReadWrite: { isPublic: true, grants: [{ ...ANYBODY, Action: [...LIST, ...WRITE] }] },
};

/**
 * The canned ACL of a bucket as a policy; undefined if it lets nobody in. It counts unless objects belong to the bucket's owner, as they
 * do if nothing is said. An ACL that is not known here, or ownership that is open, makes a statement that may be there.
 *
 * ACLs of single objects are in no template.
 *
 * Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function aclOf(bucket: Resource, names: Names): Json | undefined {
  const acl = bucket.at('AccessControl');
  const ownership = bucket.at('OwnershipControls', 'Rules', 0, 'ObjectOwnership');
  if (acl.absent || ownership.absent || ownership.text === 'BucketOwnerEnforced') {
    return undefined;
  }
  const name = names.text(acl.raw);
  const known = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  const blocks = ['IgnorePublicAcls', 'BlockPublicAcls'].map((property) => bucket.at('PublicAccessBlockConfiguration', property).text);
  if (known && (known.grants.length === 0 || (known.isPublic && blocks.includes('true')))) {
    return undefined;
  }
  const own = names.arn(bucket);
  const grants = known?.grants ?? [{ ...ANYBODY, Action: 's3:*' }];
  // An element that there is not makes a statement one that may say anything of what it is about.
  const doubt: JsonMap = known && ownership.open === undefined ? {} : { AccessControl: name };
  return { Version: '2012-10-17', Statement: grants.map((grant) => ({ Sid: `ACL ${name}`, Effect: 'Allow', ...grant, Resource: [own, `${own}/*`], ...doubt })) };
}
