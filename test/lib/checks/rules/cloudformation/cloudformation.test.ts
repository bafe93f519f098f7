import { PasswordFromSecretsManager } from '../../../../../lib/checks/rules/cloudformation/password-from-secrets-manager';
import { StackOutputNoSecrets } from '../../../../../lib/checks/rules/cloudformation/stack-output-no-secrets';
import { StackParameterNoSecrets } from '../../../../../lib/checks/rules/cloudformation/stack-parameter-no-secrets';
import { StoreClassified } from '../../../../../lib/checks/rules/cloudformation/store-classified';
import { StoreRegionInsideEea } from '../../../../../lib/checks/rules/cloudformation/store-region-inside-eea';
import { StoreRetained } from '../../../../../lib/checks/rules/cloudformation/store-retained';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };


const conditional = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });

const bucket = (properties: object = {}, attributes: object = {}) => ({ Bucket: { Type: 'AWS::S3::Bucket', ...attributes, Properties: properties } });
const inRegion = (region: string | undefined) => ({ templates: [{ region, body: bucket() }] });

describeRule(StoreRegionInsideEea, {
  compliant: { 'Frankfurt': inRegion('eu-central-1') },
  violation: { 'London': inRegion('eu-west-2'), 'Zurich': inRegion('eu-central-2'), 'Virginia': inRegion('us-east-1') },
  notApplicable: { 'what holds no data': { templates: [{ region: 'us-east-1', body: OTHER }] } },
  unknown: { 'no region': inRegion(undefined) },
});

const RETAIN = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
describeRule(StoreRetained, {
  compliant: { 'both': bucket({}, RETAIN), 'except when its creation fails': bucket({}, { ...RETAIN, DeletionPolicy: 'RetainExceptOnCreate' }) },
  violation: { 'nothing said': bucket(), 'on deletion only': bucket({}, { DeletionPolicy: 'Retain' }), 'deleted in one branch': conditional(bucket({}, { ...RETAIN, DeletionPolicy: { 'Fn::If': ['C', 'Retain', 'Delete'] } })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(bucket({}, { ...RETAIN, DeletionPolicy: OPEN })) },
});

const tags = (Value: unknown) => [{ Key: 'Name', Value: 'x' }, { Key: 'dtap:classification', Value }];
describeRule(StoreClassified, {
  compliant: { 'personal': bucket({ Tags: tags('personal') }), 'a file system': { System: { Type: 'AWS::EFS::FileSystem', Properties: { FileSystemTags: tags('internal') } } } },
  violation: { 'no tags': bucket(), 'another tag': bucket({ Tags: [{ Key: 'Name', Value: 'personal' }] }), 'a class that nobody knows': bucket({ Tags: tags('secret') }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(bucket({ Tags: tags(OPEN) })) },
});

const output = (Value: unknown, id = 'Out', resources: object = OTHER) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources, Outputs: { [id]: { Value } } });
describeRule(StackOutputNoSecrets, {
  compliant: { 'an ARN': output({ Ref: 'Secret' }, 'DbSecret', { Secret: { Type: 'AWS::SecretsManager::Secret' } }), 'an address': output({ 'Fn::Sub': 'https://${Open}' }) },
  violation: {
    'a NoEcho parameter': output({ Ref: 'Hidden' }), 'a secret read out': output({ 'Fn::Sub': '{{resolve:secretsmanager:${Secret}}}' }, 'Out', { Secret: { Type: 'AWS::SecretsManager::Secret' } }),
    'the secret of an access key': output({ 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }, 'Out', { Key: { Type: 'AWS::IAM::AccessKey' } }), 'a password written out': output('hunter22', 'AdminPassword'),
  },
  notApplicable: { 'no outputs': OTHER, 'taken away by a condition': { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: OTHER, Outputs: { AdminPassword: { Condition: 'Never', Value: 'x' } } } },
  unknown: { 'an open value under a telling name': output({ Ref: 'Open' }, 'AdminPassword') },
});

const parameter = (body: object, id = 'In') => ({ Parameters: { [id]: { Type: 'String', ...body } }, Resources: OTHER });
describeRule(StackParameterNoSecrets, {
  compliant: { 'hidden, without default': parameter({ NoEcho: true }, 'DbPassword'), 'a choice': parameter({ AllowedValues: ['optional', 'required'], Default: 'optional' }, 'Imdsv2Tokens'), 'a plain default': parameter({ Default: 't3.small' }) },
  violation: { 'hidden, with a default': parameter({ NoEcho: 'true', Default: 'hunter22' }), 'a password that is shown': parameter({}, 'DbPassword'), 'an access key as default': parameter({ Default: 'AKIAIOSFODNN7EXAMPLE' }) },
  notApplicable: { 'no default': parameter({}), 'a path in Parameter Store': parameter({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/db/password' }, 'DbPassword') },
  unknown: { 'a macro writes it': { Parameters: { In: { 'Fn::Transform': { Name: 'Macro' } } }, Resources: bucket({}) } },
});

const group = (AuthToken: unknown) => ({ Group: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { AuthToken } } });
describeRule(PasswordFromSecretsManager, {
  compliant: { 'a reference': group('{{resolve:secretsmanager:cache:SecretString:token}}'), 'a reference in parts': { ...group({ 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:token}}' }), Secret: { Type: 'AWS::SecretsManager::Secret' } } },
  violation: { 'written out': group('hunter22hunter22'), 'a hidden parameter': open(group({ Ref: 'Hidden' })), 'from Parameter Store': group('{{resolve:ssm-secure:/token}}') },
  notApplicable: { 'none': { Group: { Type: 'AWS::ElastiCache::ReplicationGroup' } } },
  unknown: { 'an import from elsewhere': group({ 'Fn::ImportValue': 'x' }) },
});
