import { EfsFileSystemEncrypted } from '../../../../../lib/checks/rules/efs/efs-file-system-encrypted';
import { EfsFileSystemRegional } from '../../../../../lib/checks/rules/efs/efs-file-system-regional';
import { EfsFileSystemTlsOnly } from '../../../../../lib/checks/rules/efs/efs-file-system-tls-only';
import { EfsPolicyNotPublic } from '../../../../../lib/checks/rules/efs/efs-policy-not-public';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const system = (properties: object = {}) => ({ System: { Type: 'AWS::EFS::FileSystem', Properties: properties } });

const denial = (over: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 'elasticfilesystem:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, ...over });
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, Action: 'elasticfilesystem:*', Resource: '*', ...more });

describeRule(EfsFileSystemEncrypted, {
  compliant: { 'a key': system({ Encrypted: true, KmsKeyId: KEY }) },
  violation: { 'nothing said': system(), "Amazon's key": system({ Encrypted: true }), 'off': system({ Encrypted: false, KmsKeyId: KEY }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(system({ Encrypted: true, KmsKeyId: OPEN })) },
});

describeRule(EfsFileSystemRegional, {
  compliant: { 'several zones': system() },
  violation: { 'one zone': system({ AvailabilityZoneName: 'eu-central-1a' }), 'one zone in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: system({ AvailabilityZoneName: { 'Fn::If': ['C', 'eu-central-1a', { Ref: 'AWS::NoValue' }] } }) } },
  notApplicable: { 'in development': { templates: [{ environment: 'development', body: system({ AvailabilityZoneName: 'eu-central-1a' }) }] } },
  unknown: { 'a macro writes it': system({ 'Fn::Transform': { Name: 'Macro' } }) },
});

describeRule(EfsFileSystemTlsOnly, {
  compliant: { 'denied': system({ FileSystemPolicy: { Statement: denial() } }), 'in other words': system({ FileSystemPolicy: { Statement: [allow({ AWS: '111111111111' }), { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*', Condition: { Bool: { 'aws:SecureTransport': false } } }] } }) },
  violation: { 'no policy': system(), 'no denial': system({ FileSystemPolicy: { Statement: [allow({ AWS: '111111111111' })] } }), 'writing only': system({ FileSystemPolicy: { Statement: denial({ Action: 'elasticfilesystem:ClientWrite' }) } }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(system({ FileSystemPolicy: OPEN })) },
});

describeRule(EfsPolicyNotPublic, {
  compliant: {
    'an account': system({ FileSystemPolicy: { Statement: allow({ AWS: '111111111111' }) } }),
    'the organisation': system({ FileSystemPolicy: { Statement: allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }) } }),
  },
  violation: { 'everybody': system({ FileSystemPolicy: { Statement: allow('*') } }), 'everybody, by kind': system({ FileSystemPolicy: { Statement: allow({ AWS: ['*'] }) } }), 'everybody but one': system({ FileSystemPolicy: { Statement: allow(undefined, { NotPrincipal: { AWS: '111111111111' } }) } }) },
  notApplicable: { 'no policy': system() },
  unknown: { 'a parameter': open(system({ FileSystemPolicy: { Statement: allow({ AWS: OPEN }) } })) },
});

describeRule(EfsPolicyNotPublic, {
  compliant: { 'whoever comes through a mount target': system({ FileSystemPolicy: { Statement: allow({ AWS: '*' }, { Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } }) } }) },
  violation: { 'whoever does not': system({ FileSystemPolicy: { Statement: allow({ AWS: '*' }, { Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } } }) } }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open policy': open(system({ FileSystemPolicy: OPEN })) },
});
