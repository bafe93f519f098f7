import { CloudWatchAlarmActs } from '../../../../../lib/checks/rules/cloudwatch/cloud-watch-alarm-acts';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const alarm = (properties: object = {}) => ({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } });

describeRule(CloudWatchAlarmActs, {
  compliant: {
    'a topic': alarm({ AlarmActions: ['arn:aws:sns:eu-central-1:111111111111:on-call'] }),
    'a topic that a parameter names': open(alarm({ AlarmActions: [OPEN] })),
    'through a composite alarm': { ...alarm(), Whole: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM(${Alarm.Arn})' }, AlarmActions: ['arn:aws:sns:eu-central-1:111111111111:on-call'] } } },
  },
  violation: {
    'no action': alarm(), 'an empty list': alarm({ AlarmActions: [] }), 'switched off': alarm({ AlarmActions: ['arn:aws:sns:eu-central-1:111111111111:on-call'], ActionsEnabled: false }),
    'a recovery action only': alarm({ OKActions: ['arn:aws:sns:eu-central-1:111111111111:on-call'] }), 'a composite alarm': { Whole: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'TRUE' } } },
    'taken away by a condition': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: alarm({ AlarmActions: [{ 'Fn::If': ['C', 'arn:aws:sns:eu-central-1:111111111111:on-call', { Ref: 'AWS::NoValue' }] }] }) },
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open list': open(alarm({ AlarmActions: OPEN })) },
});
