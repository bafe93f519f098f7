import { SnsTopicEncrypted } from '../../../../../lib/checks/rules/sns/sns-topic-encrypted';
import { SnsTopicPolicyNotPublic } from '../../../../../lib/checks/rules/sns/sns-topic-policy-not-public';
import { SnsTopicTlsOnly } from '../../../../../lib/checks/rules/sns/sns-topic-tls-only';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const topic = (properties: object = {}) => ({ Topic: { Type: 'AWS::SNS::Topic', Properties: properties } });
const policy = (statement: unknown, of: unknown = { Ref: 'Topic' }) => ({ Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [of], PolicyDocument: { Statement: statement } } } });

const denial = (over: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, ...over });
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, Action: 'sns:Publish', Resource: '*', ...more });

describeRule(SnsTopicEncrypted, {
  compliant: { 'a key': topic({ KmsMasterKeyId: KEY }), 'a key of the template': { ...topic({ KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } } },
  violation: { 'nothing said': topic(), "Amazon's key": topic({ KmsMasterKeyId: 'alias/aws/x' }), 'nothing in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: topic({ KmsMasterKeyId: { 'Fn::If': ['C', KEY, { Ref: 'AWS::NoValue' }] } }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(topic({ KmsMasterKeyId: OPEN })) },
});

describeRule(SnsTopicPolicyNotPublic, {
  compliant: {
    'an account': policy(allow({ AWS: '111111111111' })),
    'roles of one account, by a pattern': policy(allow('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/*' } } })),
    'one source, its account as a pseudo parameter': policy(allow('*', { Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:s3:*:${AWS::AccountId}:*' } } } })),
    'a part of the organisation': policy(allow('*', { Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/r-1/*' } } })),
    'subscribers of one domain': policy(allow('*', { Condition: { StringLike: { 'sns:Endpoint': '*@acme.example' } } })),
    'the organisation': policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
  },
  violation: {
    'a role of any account': policy(allow('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Portal' } } })), 'any organisation': policy(allow('*', { Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } })),
    'any bucket': policy(allow('*', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } })), 'everybody': policy(allow('*')), 'everybody, by kind': policy(allow({ AWS: ['*'] })), 'everybody but one': policy(allow(undefined, { NotPrincipal: { AWS: '111111111111' } })),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(policy(allow({ AWS: OPEN }))) },
});

describeRule(SnsTopicTlsOnly, {
  compliant: {
    'denied': { ...topic(), ...policy(denial()) },
    'denied on the topic': { ...topic(), ...policy([allow('*'), denial({ Resource: { Ref: 'Topic' } })]) },
    'by name, in another template': { templates: [{ account: '111111111111', region: 'eu-central-1', body: topic({ TopicName: 'news' }) }, { body: policy(denial({ Resource: 'arn:aws:sns:eu-central-1:111111111111:news' }), 'arn:aws:sns:eu-central-1:111111111111:news') }] },
  },
  violation: {
    'no policy': topic(), 'another topic': { ...topic(), ...policy(denial(), 'arn:aws:sns:eu-central-1:111111111111:other') },
    'a policy without denial': { ...topic(), ...policy(allow('*')) }, 'denied to somebody': { ...topic(), ...policy(denial({ Principal: { AWS: '111111111111' } })) },
    'another action': { ...topic(), ...policy(denial({ Action: 'sns:Subscribe' })) }, 'denied on another topic': { ...topic(), ...policy(denial({ Resource: 'arn:aws:sns:eu-central-1:111111111111:other' })) },
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'the policy of an open topic': open({ ...topic(), ...policy(denial(), OPEN) }) },
});
