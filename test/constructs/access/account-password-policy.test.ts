import { App, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AccountPasswordPolicy } from '../../../constructs/access/account-password-policy';

const stack = new Stack(new App(), 'People', { env: { account: '111122223333', region: 'eu-central-1' } });
new AccountPasswordPolicy(stack, 'PasswordPolicy', { onCall: Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-central-1:111122223333:on-call') });
const template = Template.fromStack(stack);
const [role] = Object.keys(template.findResources('AWS::IAM::Role'));

test('14 characters of all kinds, none of 24 again, 90 days: set at once and every day, by a role of its own', () => {
  template.hasResourceProperties('AWS::SSM::Association', {
    Name: 'AWSConfigRemediation-SetIAMPasswordPolicy',
    ScheduleExpression: 'rate(1 day)',
    Parameters: {
      AutomationAssumeRole: [{ 'Fn::GetAtt': [role, 'Arn'] }],
      MaxPasswordAge: ['90'], MinimumPasswordLength: ['14'], PasswordReusePrevention: ['24'],
      RequireLowercaseCharacters: ['true'], RequireNumbers: ['true'], RequireSymbols: ['true'], RequireUppercaseCharacters: ['true'],
      AllowUsersToChangePassword: ['true'], HardExpiry: ['false'],
    },
  });
  const [{ Properties }] = Object.values(template.findResources('AWS::SSM::Association'));
  expect(Object.keys(Properties as object)).not.toContain('ApplyOnlyAtCronInterval');
});

test('the role does that and nothing else, for automations of this account', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'ssm.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }] },
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    Roles: [{ Ref: role }],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['iam:GetAccountPasswordPolicy', 'iam:UpdateAccountPasswordPolicy'], Resource: '*' }] },
  });
  const [policy] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
  expect(Object.values(template.findResources('AWS::SSM::Association'))[0].DependsOn).toEqual([policy]);
});

test('those on call are told of a run that failed, and of one that was never begun', () => {
  const [association] = Object.keys(template.findResources('AWS::SSM::Association'));
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.ssm'],
      detail: { $or: [{ Definition: ['AWSConfigRemediation-SetIAMPasswordPolicy'], Status: ['Cancelled', 'Failed', 'TimedOut'] }, { 'association-id': [{ Ref: association }], 'status': ['Failed'] }] },
    },
    Targets: [{ Arn: 'arn:aws:sns:eu-central-1:111122223333:on-call' }],
  });
});
