import { EventBusPolicyNotPublic } from '../../../../../lib/checks/rules/events/event-bus-policy-not-public';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const allow = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: 'events:PutEvents', Resource: '*', ...more });
const policy = (Statement: object) => ({ Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Statement } } });

describeRule(EventBusPolicyNotPublic, {
  compliant: {
    'an account': policy(allow({ AWS: '111111111111' })),
    'an account, in the old form': { Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Action: 'events:PutEvents', Principal: '111111111111' } } },
    'the organisation, in the old form': { Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Action: 'events:PutEvents', Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' } } } },
    'the organisation': policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
  },
  violation: { 'everybody, in the old form': { Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Action: 'events:PutEvents', Principal: '*' } } }, 'everybody': policy(allow('*')), 'everybody, by kind': policy(allow({ AWS: ['*'] })), 'everybody but one': policy(allow(undefined, { NotPrincipal: { AWS: '111111111111' } })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(policy(allow({ AWS: OPEN }))) },
});
