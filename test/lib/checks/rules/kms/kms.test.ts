import { KmsKeyAdministrationApart } from '../../../../../lib/checks/rules/kms/kms-key-administration-apart';
import { KmsKeyAes256 } from '../../../../../lib/checks/rules/kms/kms-key-aes256';
import { KmsKeyDeletionDelayed } from '../../../../../lib/checks/rules/kms/kms-key-deletion-delayed';
import { KmsKeyPolicyNotPublic } from '../../../../../lib/checks/rules/kms/kms-key-policy-not-public';
import { KmsKeyRotated } from '../../../../../lib/checks/rules/kms/kms-key-rotated';
import { describeRule } from '../../../../support/rule-table';

const key = (properties?: object) => ({ Key: { Type: 'AWS::KMS::Key', ...(properties && { Properties: properties }) } });
const open = (properties: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: key(properties) });
const OTHER = { Alias: { Type: 'AWS::KMS::Alias' } };
const policy = (...Statement: object[]) => ({ KeyPolicy: { Statement } });
const allow = (AWS: unknown, Action: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: { AWS }, Action, Resource: '*', ...more });
const ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const ADMINISTRATION = ['kms:Create*', 'kms:Describe*', 'kms:Put*', 'kms:Disable*', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'];

describeRule(KmsKeyRotated, {
  compliant: { 'on': key({ EnableKeyRotation: true }), 'on as text, every 180 days': key({ EnableKeyRotation: 'true', RotationPeriodInDays: 180 }) },
  violation: { 'nothing said': key(), 'off': key({ EnableKeyRotation: false }), 'every two years': key({ EnableKeyRotation: true, RotationPeriodInDays: 730 }) },
  notApplicable: { 'a key to sign with': key({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }), 'imported material': key({ Origin: 'EXTERNAL' }) },
  unknown: { 'a parameter': open({ EnableKeyRotation: { Ref: 'Open' } }), 'an open spec': open({ KeySpec: { Ref: 'Open' } }) },
});

describeRule(KmsKeyDeletionDelayed, {
  compliant: { 'by default': key(), 'said': key({ PendingWindowInDays: '30' }) },
  violation: { 'a week': key({ PendingWindowInDays: 7 }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open({ PendingWindowInDays: { Ref: 'Open' } }) },
});

describeRule(KmsKeyAes256, {
  compliant: { 'by default': key(), 'said': key({ KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', KeyUsage: 'ENCRYPT_DECRYPT' }) },
  violation: { 'RSA': key({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }), 'imported': key({ Origin: 'EXTERNAL' }), 'kept elsewhere': key({ Origin: 'EXTERNAL_KEY_STORE' }) },
  notApplicable: { 'a key to sign with': key({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' }) },
  unknown: { 'a parameter': open({ KeySpec: { Ref: 'Open' } }) },
});

describeRule(KmsKeyPolicyNotPublic, {
  compliant: { 'the account': key(policy(allow(ROOT, 'kms:*'))), 'everybody of one account': key(policy(allow('*', 'kms:Decrypt', { Condition: { StringEquals: { 'kms:CallerAccount': '111111111111' } } }))) },
  violation: { 'everybody': key(policy(allow('*', 'kms:Decrypt'))), 'everybody through a service': key(policy(allow('*', 'kms:Decrypt', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }))) },
  notApplicable: { 'no policy': key() },
  unknown: { 'a parameter': open(policy(allow({ Ref: 'Open' }, 'kms:Decrypt'))) },
});

describeRule(KmsKeyAdministrationApart, {
  compliant: {
    'root administers, a role uses': key(policy(allow(ROOT, ADMINISTRATION), allow('arn:aws:iam::111111111111:role/app', ['kms:Decrypt', 'kms:GenerateDataKey*']))),
    'use through the account, for roles of a name only': key(policy(allow(ROOT, ADMINISTRATION), allow(ROOT, 'kms:Decrypt', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/app-*' }, StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }))),
    'a denial of everything': key(policy(allow(ROOT, ADMINISTRATION), { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' })),
    'as JSON text': key({ KeyPolicy: JSON.stringify(policy(allow('111111111111', ADMINISTRATION)).KeyPolicy) }),
  },
  violation: {
    'no policy: the default one': key(),
    'everything to root': key(policy(allow(ROOT, 'kms:*'))),
    'use through a service, for the whole account': key(policy(allow(ROOT, ADMINISTRATION), allow(ROOT, 'kms:Decrypt', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }))),
    'use narrowed to names that everybody has': key(policy(allow('111111111111', ADMINISTRATION), allow('111111111111', 'kms:Decrypt', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:*' } } }))),
    'in two statements': key(policy(allow('111111111111', ADMINISTRATION), allow('arn:aws:iam::111111111111:root', 'kms:Decrypt'))),
    'all but something': key(policy({ Effect: 'Allow', Principal: { AWS: ROOT }, NotAction: 'kms:TagResource', Resource: '*' })),
    'a role of the template': { ...key(policy(allow({ 'Fn::GetAtt': ['Role', 'Arn'] }, ['kms:PutKeyPolicy', 'kms:Encrypt']))), Role: { Type: 'AWS::IAM::Role' } },
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'open actions': open(policy(allow(ROOT, { Ref: 'Open' }))), 'an open principal': open(policy(allow({ Ref: 'Open' }, 'kms:Decrypt'))) },
});
