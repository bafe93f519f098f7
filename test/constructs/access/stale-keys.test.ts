import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StaleKeyRotation, type StaleKeyRotationProps } from '../../../constructs/access';
import { staleKeyDefinition } from '../../../constructs/access/stale-key-definition';
import { Moto } from '../../support/moto';
import { StateMachineRun } from '../../support/state-machine';

function rotation(props: Partial<StaleKeyRotationProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  const encryptionKey = new Key(stack, 'Key');
  new StaleKeyRotation(stack, 'Rotation', { encryptionKey, logRetention: RetentionDays.ONE_YEAR, alarmTopic: new Topic(stack, 'Topic'), ...props });
  return Template.fromStack(stack);
}

describe('StaleKeyRotation', () => {
  const template = rotation();

  test('runs every night, and what could not be started is kept and sounds an alarm', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(17 3 * * ? *)',
      Target: { DeadLetterConfig: { Arn: Match.anyValue() }, RoleArn: Match.anyValue(), Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('StateMachine'), 'Arn'] } },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, AlarmActions: [Match.anyValue()] });
  });

  test('its failures sound an alarm, and all it does is logged under the key', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: Match.arrayWith([Match.objectLike({ MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'ExecutionsFailed' }) }) })]) });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365, LogGroupName: Match.stringLikeRegexp('^/aws/vendedlogs/states/') });
  });

  test('may disable keys of users and nothing else of them', () => {
    const actions = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
      .flatMap(({ Action }) => Action).filter((action) => action.startsWith('iam:'));
    expect(actions.sort()).toEqual(['iam:ListAccessKeys', 'iam:ListUsers', 'iam:UpdateAccessKey']);
  });

  test.each([0, 91, 1.5])('%s days are refused', (days) => {
    expect(() => rotation({ maxAge: Duration.hours(days * 24) })).toThrow(`maxAge: got ${days}. Write 1 to 90 whole days.`);
  });
});

describe('the state machine, against moto', () => {
  jest.setTimeout(60_000);
  let aws: Moto;
  const DAY = 86_400_000;
  beforeAll(async () => { aws = await Moto.start(); }, 300_000);
  afterAll(() => aws.stop());

  test('disables keys older than 90 days, keeps younger ones and those disabled already, over several pages', async () => {
    const topicArn = (await aws.call('sns:createTopic', { Name: 'on-call' })).TopicArn as string;
    const keys: Record<string, string> = {};
    for (const user of ['ada', 'ben', 'cem', 'dot']) {
      await aws.call('iam:createUser', { UserName: user });
      keys[user] = (await aws.call('iam:createAccessKey', { UserName: user })).AccessKey.AccessKeyId;
    }
    await aws.call('iam:updateAccessKey', { UserName: 'cem', AccessKeyId: keys.cem, Status: 'Inactive' });
    await aws.call('iam:createUser', { UserName: 'without' });
    const pages = pagedByTwo(aws);
    const status = async () => Promise.all(Object.keys(keys).map(async (UserName) => (await aws.call('iam:listAccessKeys', { UserName })).AccessKeyMetadata[0].Status));
    const definition = staleKeyDefinition(90, topicArn);

    const early = await new StateMachineRun(definition, pages, () => Date.now() + 89 * DAY).start({});
    expect(early).toMatchObject({ status: 'SUCCEEDED' });
    expect(await status()).toEqual(['Active', 'Active', 'Inactive', 'Active']);

    const late = await new StateMachineRun(definition, pages, () => Date.now() + 90 * DAY + 60_000).start({});
    expect(late).toMatchObject({ status: 'SUCCEEDED' });
    expect(late.states.filter((state) => state === 'ListUsers')).toHaveLength(3);
    expect(late.states.filter((state) => state === 'DisableKey')).toHaveLength(3);
    expect(await status()).toEqual(['Inactive', 'Inactive', 'Inactive', 'Inactive']);
  });

  test('an account without users is no failure; an API that fails is one', async () => {
    const empty = { answer: (call: string) => Promise.resolve(call === 'iam:listUsers' ? { result: { Users: [], IsTruncated: false } } : { error: 'no' }) } as unknown as Moto;
    expect(await new StateMachineRun(staleKeyDefinition(90, 'topic'), empty).start({})).toMatchObject({ status: 'SUCCEEDED' });
    const broken = { answer: () => Promise.resolve({ error: 'Iam.ServiceFailureException', cause: 'down' }) } as unknown as Moto;
    expect(await new StateMachineRun(staleKeyDefinition(90, 'topic'), broken).start({})).toMatchObject({ status: 'FAILED', error: 'Iam.ServiceFailureException' });
  });
});

/** Moto lists all users at once; AWS lists a hundred a page. */
function pagedByTwo(aws: Moto): Moto {
  return {
    answer: async (call: string, args: { Marker?: string }) => {
      const { result, ...rest } = await aws.answer(call, call === 'iam:listUsers' ? {} : args);
      if (call !== 'iam:listUsers') {
        return { result, ...rest };
      }
      const begin = Number(args.Marker ?? 0);
      const more = begin + 2 < result.Users.length;
      return { result: { Users: result.Users.slice(begin, begin + 2), IsTruncated: more, ...(more && { Marker: String(begin + 2) }) } };
    },
  } as unknown as Moto;
}
