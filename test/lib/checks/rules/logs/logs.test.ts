import { LogDestinationPolicyNotPublic } from '../../../../../lib/checks/rules/logs/log-destination-policy-not-public';
import { LogGroupEncrypted } from '../../../../../lib/checks/rules/logs/log-group-encrypted';
import { LogGroupRetained } from '../../../../../lib/checks/rules/logs/log-group-retained';
import { LogSubscriptionInsideEea } from '../../../../../lib/checks/rules/logs/log-subscription-inside-eea';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const group = (properties: object = {}) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: properties } });
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, Action: 'logs:PutSubscriptionFilter', Resource: '*', ...more });
const destination = (statement: object) => ({ Destination: { Type: 'AWS::Logs::Destination', Properties: { DestinationPolicy: 'DestinationPolicy' in statement ? statement.DestinationPolicy : JSON.stringify({ Statement: [statement] }) } } });

describeRule(LogGroupEncrypted, {
  compliant: { 'a key': group({ KmsKeyId: KEY }), 'a key of the template': { ...group({ KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } } },
  violation: { 'nothing said': group(), "Amazon's key": group({ KmsKeyId: 'alias/aws/x' }), 'nothing in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: group({ KmsKeyId: { 'Fn::If': ['C', KEY, { Ref: 'AWS::NoValue' }] } }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(group({ KmsKeyId: OPEN })) },
});

describeRule(LogGroupRetained, {
  compliant: { 'a year': group({ RetentionInDays: 365 }), 'as text': group({ RetentionInDays: '30' }) },
  violation: { 'for ever': group() },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(group({ RetentionInDays: OPEN })) },
});

describeRule(LogDestinationPolicyNotPublic, {
  compliant: { 'an account': destination(allow({ AWS: '111111111111' })), 'the organisation': destination(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-1'] } } })) },
  violation: { 'everybody': destination(allow('*')) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(destination({ DestinationPolicy: OPEN })) },
});

const subscription = (DestinationArn: unknown) => ({ Subscription: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { DestinationArn } } });
describeRule(LogSubscriptionInsideEea, {
  compliant: { 'Frankfurt': subscription('arn:aws:kinesis:eu-central-1:111111111111:stream/s'), 'a stream of the template': { ...subscription({ 'Fn::GetAtt': ['Stream', 'Arn'] }), Stream: { Type: 'AWS::Kinesis::Stream' } } },
  violation: { 'Virginia': subscription('arn:aws:kinesis:us-east-1:111111111111:stream/s'), 'a stream of a stack in London': { templates: [{ region: 'eu-west-2', body: { ...subscription({ 'Fn::GetAtt': ['Stream', 'Arn'] }), Stream: { Type: 'AWS::Kinesis::Stream' } } }] } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(subscription(OPEN)) },
});
