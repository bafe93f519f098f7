import { SecretEncrypted } from '../../../../../lib/checks/rules/secretsmanager/secret-encrypted';
import { SecretNotLiteral } from '../../../../../lib/checks/rules/secretsmanager/secret-not-literal';
import { SecretPolicyNotPublic } from '../../../../../lib/checks/rules/secretsmanager/secret-policy-not-public';
import { SecretReplicaInsideEea } from '../../../../../lib/checks/rules/secretsmanager/secret-replica-inside-eea';
import { SecretRotated } from '../../../../../lib/checks/rules/secretsmanager/secret-rotated';
import { describeRule } from '../../../../support/rule-table';

const secret = (properties: object = {}) => ({ Secret: { Type: 'AWS::SecretsManager::Secret', Properties: properties } });
const PARAMETERS = { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: 'true' } };
const open = (resources: object) => ({ Parameters: PARAMETERS, Resources: resources });
const OPEN = { Ref: 'Open' };
const TOPIC = { Topic: { Type: 'AWS::SNS::Topic' } };

describeRule(SecretEncrypted, {
  compliant: { 'a key of the template': { ...secret({ KmsKeyId: { Ref: 'Key' } }), Key: { Type: 'AWS::KMS::Key' } }, 'an alias': secret({ KmsKeyId: 'alias/mine' }) },
  violation: { 'nothing said': secret(), "Amazon's alias": secret({ KmsKeyId: 'alias/aws/secretsmanager' }) },
  notApplicable: { 'another type': TOPIC },
  unknown: { 'a parameter': open(secret({ KmsKeyId: OPEN })) },
});

const schedule = (RotationRules: object, SecretId: unknown = { Ref: 'Secret' }) => ({ Schedule: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId, RotationRules } } });
const ATTACHMENT = { Attachment: { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: { Ref: 'Secret' } } } };
describeRule(SecretRotated, {
  compliant: {
    'every 30 days': { ...secret(), ...schedule({ AutomaticallyAfterDays: 30 }) },
    'through its attachment': { ...secret(), ...ATTACHMENT, ...schedule({ AutomaticallyAfterDays: '7' }, { Ref: 'Attachment' }) },
    'by a rate': { ...secret(), ...schedule({ ScheduleExpression: 'rate(4 hours)' }) },
    'every Sunday': { ...secret(), ...schedule({ ScheduleExpression: 'cron(0 3 ? * SUN *)' }) },
    'by its name, in another template': { templates: [{ body: secret({ Name: 'db' }) }, { body: schedule({ AutomaticallyAfterDays: 1 }, 'db') }] },
  },
  violation: {
    'never': secret(), 'every quarter': { ...secret(), ...schedule({ AutomaticallyAfterDays: 90 }) }, 'no days said': { ...secret(), ...schedule({}) },
    'by a rate, too slow': { ...secret(), ...schedule({ ScheduleExpression: 'rate(60 days)' }) },
    'another secret': { ...secret(), ...schedule({ AutomaticallyAfterDays: 1 }, 'other') },
    'through its attachment, too slow': { ...secret(), ...ATTACHMENT, ...schedule({ AutomaticallyAfterDays: 45 }, { Ref: 'Attachment' }) },
  },
  notApplicable: { 'another type': TOPIC },
  unknown: {
    'a parameter': open({ ...secret(), ...schedule({ AutomaticallyAfterDays: OPEN }) }),
    'the first of the month': { ...secret(), ...schedule({ ScheduleExpression: 'cron(0 3 1 * ? *)' }) },
    'the schedule of an open secret': open({ ...secret(), ...schedule({ AutomaticallyAfterDays: 1 }, OPEN) }),
  },
});

describeRule(SecretNotLiteral, {
  compliant: {
    'made by Secrets Manager': secret({ GenerateSecretString: { SecretStringTemplate: '{"username":"app"}', GenerateStringKey: 'password' } }),
    'empty': secret(),
    'a NoEcho parameter': open(secret({ SecretString: { Ref: 'Hidden' } })),
    'the secret of an access key': { ...secret({ SecretString: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } }), Key: { Type: 'AWS::IAM::AccessKey' } },
  },
  violation: {
    'written out': secret({ SecretString: 'hunter22' }), 'an access key written out': secret({ SecretString: 'AKIAIOSFODNN7EXAMPLE' }), 'a plain parameter': open(secret({ SecretString: OPEN })),
    'a plain parameter inside': open(secret({ SecretString: { 'Fn::Sub': '{"password":"${Open}"}' } })),
    'a password beside a reference': { ...secret({ SecretString: { 'Fn::Sub': '{"password":"hunter22","host":"${Host}"}' } }), Host: { Type: 'AWS::RDS::DBInstance' } },
    'a password in the template': secret({ GenerateSecretString: { SecretStringTemplate: '{"password":"x"}', GenerateStringKey: 'key' } }),
  },
  notApplicable: { 'another type': TOPIC },
  unknown: { 'an import from elsewhere': secret({ SecretString: { 'Fn::ImportValue': 'x' } }) },
});

const policy = (AWS: unknown) => ({ Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: 's', ResourcePolicy: { Statement: { Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' } } } } });
describeRule(SecretPolicyNotPublic, {
  compliant: { 'an account': policy('111111111111') },
  violation: { 'everybody': policy('*') },
  notApplicable: { 'another type': TOPIC },
  unknown: { 'a parameter': open(policy(OPEN)) },
});

describeRule(SecretReplicaInsideEea, {
  compliant: { 'Ireland': secret({ ReplicaRegions: [{ Region: 'eu-west-1' }] }) },
  violation: { 'one outside': secret({ ReplicaRegions: [{ Region: 'eu-west-1' }, { Region: 'us-east-1' }] }) },
  notApplicable: { 'none': secret() },
  unknown: { 'a parameter': open(secret({ ReplicaRegions: [{ Region: OPEN }] })) },
});
