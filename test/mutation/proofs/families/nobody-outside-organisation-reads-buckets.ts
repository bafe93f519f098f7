import { NobodyOutsideOrganisationReadsBuckets } from '../../../../lib/checks/proofs/properties/nobody-outside-organisation-reads-buckets';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { againstStrangers, policiesOf, STRANGER, withoutStatement } from '../access';
import type { Break, Edit, Family, ProofMutant } from '../mutants';

function places(set: TemplateSet, make: (policy: Resource, bucket: Resource) => Partial<ProofMutant>): ProofMutant[] {
  return set.ofType('AWS::S3::BucketPolicy').flatMap((policy) => {
    const bucket = policy.at('Bucket').target;
    return bucket ? [{ site: `${bucket.view.template.source.name} ${bucket.logicalId}`, about: bucket, names: [policy], edit: () => undefined, ...make(policy, bucket) }] : [];
  });
}

function readable(policy: Resource, who: object, action: unknown = 's3:GetObject'): Edit {
  const arn = { 'Fn::GetAtt': [policy.at('Bucket').target!.logicalId, 'Arn'] };
  return (drafts) => { drafts.properties(policy).PolicyDocument.Statement.push({ Effect: 'Allow', Action: action, Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }], ...who }); };
}

/** Whom the organisation's own line stops. Services it does not: where a policy names some, a statement for everybody is one for them. */
const OUTSIDER = /(of account 999999999999|anybody on the Internet) may/;

/** A stranger reads: the organisation's own line stands before it. */
function stranger(name: string, who: object, action?: unknown): Break {
  return { name, mutants: (set) => places(set, (policy, bucket) => ({ names: [policy, OUTSIDER], edit: readable(policy, who, action), behind: againstStrangers(set, bucket, 's3') })) };
}

/** A service reads on behalf of whoever tells it to. */
function service(name: string, who: object, action?: unknown): Break {
  return { name, mutants: (set) => places(set, (policy) => ({ edit: readable(policy, who, action) })) };
}

function weaker(name: string, edit: (policies: readonly Resource[]) => Edit): Break {
  return { name, mutants: (set) => places(set, (policy, bucket) => ({
    edit: edit(policiesOf(set, 'RESOURCE_CONTROL_POLICY')), site: Object.keys(againstStrangers(set, bucket, 's3')).length > 0 ? bucket.logicalId : '',
    behind: { 'its policy names no stranger': readable(policy, { Principal: { AWS: STRANGER } }) },
  })).filter(({ site }) => site !== '') };
}

function changed(policies: readonly Resource[], change: (statement: { Action: string[]; Condition: object; Resource?: unknown }) => void): Edit {
  return (drafts) => policies.forEach((policy) => drafts.properties(policy).Content.Statement.filter(({ Sid }: { Sid: string }) => Sid === 'DenyOutsiders').forEach(change));
}

export const FAMILY: Family = {
  property: NobodyOutsideOrganisationReadsBuckets,
  breaks: [
    stranger('everybody', { Principal: '*' }),
    stranger('everybody, everything', { Principal: { AWS: '*' } }, 's3:*'),
    stranger('a stranger', { Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } }, ['s3:ListBucket']),
    stranger('a role of a stranger, all that is not said', { NotAction: 's3:PutObject', Action: undefined, Principal: { AWS: `arn:aws:iam::${STRANGER}:role/Reader` } }),
    stranger('everybody but one', { NotPrincipal: { AWS: `arn:aws:iam::${STRANGER}:root` } }),
    stranger('everybody from some address', { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
    stranger('everybody with TLS', { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    stranger('another organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } } }),
    stranger('all values that are not there', { Principal: '*', Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } } }),
    stranger('everybody through a VPC endpoint that anybody may have', { Principal: '*', Condition: { StringLike: { 'aws:SourceVpce': 'vpce-*' } } }),
    service('a service', { Principal: { Service: 'cloudtrail.amazonaws.com' } }),
    service('a service on behalf of a stranger', { Principal: { Service: 'config.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:config:*:*:*' } } }, ['s3:GetObjectVersion']),
    weaker('strangers are not denied any more', (policies) => withoutStatement(policies, 'DenyOutsiders')),
    weaker('strangers are not denied S3', (policies) => changed(policies, (each) => { each.Action = each.Action.filter((action) => action !== 's3:*'); })),
    weaker('strangers are denied to write only', (policies) => changed(policies, (each) => { each.Action = ['s3:Put*', 's3:Delete*']; })),
    weaker('strangers are denied other buckets only', (policies) => changed(policies, (each) => { each.Resource = ['arn:aws:s3:::elsewhere-*']; })),
    weaker('strangers without MFA are denied', (policies) => changed(policies, (each) => { each.Condition = { ...each.Condition, Bool: { 'aws:MultiFactorAuthPresent': 'false' } }; })),
    weaker('the policy is attached elsewhere', (policies) => (drafts) => policies.forEach((policy) => { drafts.properties(policy).TargetIds = ['100000000001']; })),
  ],
};
