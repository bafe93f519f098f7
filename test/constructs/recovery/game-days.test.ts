import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { GameDays, type GameDaysProps, RunbookRecord } from '../../../constructs/recovery';

/* eslint-disable @typescript-eslint/no-explicit-any -- templates as they are */
function play(props: Partial<GameDaysProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  const key = new Key(stack, 'Key');
  const record = new RunbookRecord(stack, 'Record', { onCall: new Topic(stack, 'OnCall'), encryptionKey: key, logRetention: RetentionDays.ONE_YEAR });
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'], natGateways: 0, subnetConfiguration: [{ name: 'edge', subnetType: SubnetType.PUBLIC }, { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED }] });
  const alarm = new Alarm(stack, 'Unwell', { metric: new Metric({ namespace: 'a', metricName: 'b' }), threshold: 1, evaluationPeriods: 1 });
  new GameDays(stack, 'GameDays', {
    record, vpc, zone: 'eu-central-1a', clusterName: 'portal', serviceName: 'web', databaseArn: 'arn:aws:rds:eu-central-1:123456789012:cluster:portal', stopAlarms: [alarm],
    encryptionKey: key, logRetention: RetentionDays.ONE_YEAR, ...props,
  });
  return Template.fromStack(stack);
}

const template = play();
const experiments: any[] = Object.values(template.findResources('AWS::FIS::ExperimentTemplate')).map(({ Properties }) => Properties);
const named = (name: string): any => experiments.find(({ Tags }) => Tags.Name === name);

describe('game days', () => {
  test('stop one task, fail the database over, and take every packet from all subnets of one zone for ten minutes', () => {
    expect(named('TaskLoss')).toMatchObject({
      Actions: { TaskLoss: { ActionId: 'aws:ecs:stop-task', Targets: { Tasks: 'Target' } } },
      Targets: { Target: { ResourceType: 'aws:ecs:task', SelectionMode: 'COUNT(1)', Parameters: { cluster: 'portal', service: 'web' } } },
    });
    expect(named('DatabaseFailover')).toMatchObject({ Actions: { DatabaseFailover: { ActionId: 'aws:rds:failover-db-cluster', Targets: { Clusters: 'Target' } } }, Targets: { Target: { ResourceType: 'aws:rds:cluster' } } });
    expect(named('ZoneLoss').Actions.ZoneLoss).toMatchObject({ ActionId: 'aws:network:disrupt-connectivity', Parameters: { duration: 'PT10M', scope: 'all' } });
    const lost = JSON.stringify(named('ZoneLoss').Targets.Target.ResourceArns);
    expect([lost.includes('VpcedgeSubnet1'), lost.includes('VpcdataSubnet1'), lost.includes('Subnet2')]).toEqual([true, true, false]);
  });

  test('end when an alarm goes off, leave a log under key, and fail rather than break nothing', () => {
    expect(experiments).toHaveLength(3);
    experiments.forEach((one) => expect(one).toMatchObject({
      StopConditions: [{ Source: 'aws:cloudwatch:alarm', Value: { 'Fn::GetAtt': [expect.stringMatching(/^Unwell/), 'Arn'] } }],
      LogConfiguration: { LogSchemaVersion: 2, CloudWatchLogsConfiguration: { LogGroupArn: expect.anything() } },
      ExperimentOptions: { EmptyTargetResolutionMode: 'fail' },
    }));
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { LogGroupName: Match.stringLikeRegexp('^/aws/vendedlogs/fis/'), KmsKeyId: Match.anyValue(), RetentionInDays: 365 } });
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: { 'source': ['aws.fis'], 'detail-type': ['FIS Experiment State Change'] } });
  });

  test('run by roles of their own, which change nothing but what the experiment is about', () => {
    const changing = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as any[])
      .filter(({ Action, Resource, Condition }) => Resource === '*' && !Condition && [Action].flat().some((action: string) => !/:(Describe|List|Get)|^logs:/.test(action)));
    expect(changing).toEqual([]);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'ChangeOwnAcl', Condition: { StringEquals: { 'ec2:ResourceTag/managedByFIS': 'true' } } })]) } });
    const trusts = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0]).filter(({ Principal }) => Principal.Service === 'fis.amazonaws.com');
    expect(trusts).toHaveLength(3);
    trusts.forEach(({ Condition }) => expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': expect.anything() } }));
  });

  test('begin in working hours, two hours apart, each run once', () => {
    const schedules = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);
    expect(schedules.map(({ ScheduleExpression }) => ScheduleExpression).sort()).toEqual(['cron(0 11 ? 2,5,8,11 TUE#1 *)', 'cron(0 13 ? 2,5,8,11 TUE#1 *)', 'cron(0 9 ? 2,5,8,11 TUE#1 *)']);
    schedules.forEach(({ Target }) => expect(JSON.stringify(Target.Input)).toContain('<aws.scheduler.execution-id>'));
    play({ zoneLossSchedule: 'rate(30 days)', zoneLossDuration: Duration.minutes(5) }).hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(30 days)' });
  });

  test('all that is wrong with their props is said at once', () => {
    expect(() => play({ zone: 'eu-central-1z', stopAlarms: [], databaseArn: 'portal', zoneLossDuration: Duration.hours(2), taskLossSchedule: 'now' }))
      .toThrow(/5 problems[\s\S]*zone: got "eu-central-1z"[\s\S]*stopAlarms[\s\S]*databaseArn[\s\S]*zoneLossDuration: got 120[\s\S]*taskLossSchedule/);
    const vpc = new Vpc(new Stack(new App(), 'Other', { env: { account: '123456789012', region: 'eu-central-1' } }), 'Vpc', { availabilityZones: ['eu-central-1a'], natGateways: 0, subnetConfiguration: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED })) });
    expect(() => play({ vpc })).toThrow('It has 6 subnets; AWS FIS takes 5 at once');
  });
});
