import { SsmParameterNoSecrets } from '../../../../../lib/checks/rules/ssm/ssm-parameter-no-secrets';
import { SsmSessionsEncrypted } from '../../../../../lib/checks/rules/ssm/ssm-sessions-encrypted';
import { SsmSessionsEnd } from '../../../../../lib/checks/rules/ssm/ssm-sessions-end';
import { SsmSessionsRecorded } from '../../../../../lib/checks/rules/ssm/ssm-sessions-recorded';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };

const parameter = (Value: unknown, Name?: string) => ({ Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value, Name } } });
describeRule(SsmParameterNoSecrets, {
  compliant: { 'a setting': parameter('info', '/app/log-level'), 'the ARN of a secret': parameter({ Ref: 'Secret' }, '/app/secret-arn') },
  violation: { 'a password by its name': parameter('hunter22', '/app/db-password'), 'a hidden parameter': open(parameter({ Ref: 'Hidden' }, '/app/x')), 'a private key': parameter('-----BEGIN PRIVATE KEY-----', '/app/x') },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open value under a telling name': open(parameter(OPEN, '/app/db-password')) },
});

const shell = (inputs: unknown, more: object = {}, content: object = {}) => ({ Document: { Type: 'AWS::SSM::Document', Properties: { DocumentType: 'Session', Content: { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs, ...content }, ...more } } });
const asText = (inputs: object) => shell(undefined, { Content: JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs }) });
const NO_SHELL = { 'a command': shell({}, { DocumentType: 'Command' }), 'no type, thus a command': shell({}, { DocumentType: undefined }), 'a port': shell(undefined, {}, { sessionType: 'Port' }), 'another type': OTHER };
const VAGUE = { 'YAML': shell({}, { Content: 'schemaVersion: "1.0"' }), 'a type that is a parameter': open(shell({}, { DocumentType: OPEN })), 'a kind that is a parameter': open(shell({}, {}, { sessionType: OPEN })) };
const GROUP = { cloudWatchLogGroupName: 'sessions', cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: true };
const BUCKET = { s3BucketName: 'sessions', s3EncryptionEnabled: 'true' };
describeRule(SsmSessionsRecorded, {
  compliant: { 'a log group': shell(GROUP), 'a bucket': shell({ ...BUCKET, cloudWatchLogGroupName: '' }), 'both, as text': asText({ ...GROUP, ...BUCKET }), 'a bucket, and a log group at the end': shell({ ...BUCKET, ...GROUP, cloudWatchStreamingEnabled: false }) },
  violation: {
    'nowhere': shell({ cloudWatchLogGroupName: '', s3BucketName: '' }), 'nothing said': shell(undefined), 'at the end only': shell({ ...GROUP, cloudWatchStreamingEnabled: false }), 'in the clear': shell({ ...GROUP, cloudWatchEncryptionEnabled: 'false' }), 'a bucket in the clear': shell({ ...GROUP, s3BucketName: 'x' }),
    'in one branch only': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: shell({ 'Fn::If': ['C', GROUP, {}] }) },
  },
  notApplicable: NO_SHELL,
  unknown: { ...VAGUE, 'a parameter': open(shell({ ...GROUP, cloudWatchEncryptionEnabled: OPEN })) },
});
describeRule(SsmSessionsEncrypted, {
  compliant: { 'a key': asText({ kmsKeyId: 'arn:aws:kms:r:1:key/1' }), 'a key of the template': { ...shell({ kmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } } },
  violation: { 'nothing said': shell({}), 'nothing': shell({ kmsKeyId: '' }), "Amazon's key": shell({ kmsKeyId: 'alias/aws/ssm' }) },
  notApplicable: NO_SHELL,
  unknown: { ...VAGUE, 'a parameter': open(shell({ kmsKeyId: OPEN })) },
});
describeRule(SsmSessionsEnd, {
  compliant: { 'a working day': shell({ idleSessionTimeout: '20', maxSessionDuration: '480' }), 'twenty idle minutes by default': asText({ maxSessionDuration: 60 }) },
  violation: { 'an idle hour': shell({ idleSessionTimeout: 60, maxSessionDuration: 480 }), 'no end': shell({ idleSessionTimeout: 20 }), 'an empty end': shell({ maxSessionDuration: '' }), 'a day': shell({ maxSessionDuration: '1440' }) },
  notApplicable: NO_SHELL,
  unknown: { ...VAGUE, 'a parameter': open(shell({ maxSessionDuration: OPEN })) },
});
