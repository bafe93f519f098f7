import { SqsQueueEncrypted } from '../../../../../lib/checks/rules/sqs/sqs-queue-encrypted';
import { SqsQueuePolicyNotPublic } from '../../../../../lib/checks/rules/sqs/sqs-queue-policy-not-public';
import { SqsQueueTlsOnly } from '../../../../../lib/checks/rules/sqs/sqs-queue-tls-only';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const queue = (properties: object = {}) => ({ Queue: { Type: 'AWS::SQS::Queue', Properties: properties } });
const policy = (statement: unknown, of: unknown = { Ref: 'Queue' }) => ({ Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [of], PolicyDocument: { Statement: statement } } } });

const denial = (over: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, ...over });
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, Action: 'sqs:*', Resource: '*', ...more });

describeRule(SqsQueueEncrypted, {
  compliant: { 'a key': queue({ KmsMasterKeyId: KEY }), 'a key of the template': { ...queue({ KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } } },
  violation: { 'nothing said': queue(), "Amazon's key": queue({ KmsMasterKeyId: 'alias/aws/x' }), 'nothing in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: queue({ KmsMasterKeyId: { 'Fn::If': ['C', KEY, { Ref: 'AWS::NoValue' }] } }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(queue({ KmsMasterKeyId: OPEN })) },
});

describeRule(SqsQueuePolicyNotPublic, {
  compliant: {
    'an account': policy(allow({ AWS: '111111111111' })),
    'the organisation': policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
  },
  violation: { 'everybody': policy(allow('*')), 'everybody, by kind': policy(allow({ AWS: ['*'] })), 'everybody but one': policy(allow(undefined, { NotPrincipal: { AWS: '111111111111' } })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(policy(allow({ AWS: OPEN }))) },
});

describeRule(SqsQueueTlsOnly, {
  compliant: { 'denied': { ...queue(), ...policy(denial({ Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } })) }, 'denied on everything': { ...queue(), ...policy([denial({ Action: '*', Condition: { Bool: { 'aws:SecureTransport': false } } })]) } },
  violation: { 'no policy': queue(), 'another queue': { ...queue(), ...policy(denial(), 'https://sqs.eu-central-1.amazonaws.com/111111111111/other') }, 'sending only': { ...queue(), ...policy(denial({ Action: 'sqs:SendMessage' })) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open policy': open({ ...queue(), Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: OPEN } } }) },
});
