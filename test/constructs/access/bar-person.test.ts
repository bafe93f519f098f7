import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { BarNames, BarPerson, BarPersonAccess, type BarPersonProps, BarredPolicy, IdentityWay, PersonArns, PersonRole, SupportGrants } from '../../../constructs/access';
import { Moto } from '../../support/moto';
import { problemsOf, runRunbook, type RunbookRun } from '../../support/runbook';

/* eslint-disable @typescript-eslint/no-explicit-any -- templates and answers as they are */
const ACCOUNT = '123456789012';
const OTHER = '111122223333';
const STORE = 'd-1234567890';
const env = { account: ACCOUNT, region: 'eu-central-1' };
const CUSTODIAN = PersonArns.role(IdentityWay.IDENTITY_CENTER, ACCOUNT, PersonRole.KEY_CUSTODIAN);
const KIM = `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_KeyCustodian_0123456789abcdef/kim`;

function barring(props: Partial<BarPersonProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack', { env });
  const common = { notificationTopic: new Topic(stack, 'OnCall'), encryptionKey: new Key(stack, 'Key') };
  new BarPerson(stack, 'BarPerson', { starters: [CUSTODIAN], accounts: [ACCOUNT, OTHER], regions: ['eu-central-1'], identityStoreId: STORE, ...common, ...props });
  return Template.fromStack(stack);
}

const template = barring();
const runbook = (name: string, from = template): any => Object.values(from.findResources('AWS::SSM::Document')).map(({ Properties }) => Properties).find(({ Name }) => Name === name).Content;
const policyStatements = (from: Template): any[] => Object.values(from.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as any[]);

describe('the runbooks', () => {
  test('are what Systems Manager takes', () => {
    expect(problemsOf(runbook('BarPerson'))).toEqual([]);
    expect(problemsOf(runbook('UnbarPerson'))).toEqual([]);
  });

  test('and so are those of the grants', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const topic = new Topic(stack, 'Topic');
    new SupportGrants(stack, 'Support', { requesters: [CUSTODIAN], approvers: [CUSTODIAN], administratorRanges: ['203.0.113.0/24'], dataBucketArns: [], encryptionKey: new Key(stack, 'Key'), logRetention: RetentionDays.ONE_YEAR, notificationTopic: topic, alarmTopic: topic });
    const documents = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Document'));
    expect(documents).toHaveLength(3);
    documents.forEach(({ Properties }) => expect(problemsOf(Properties.Content)).toEqual([]));
  });

  test('the check finds what is wrong', () => {
    const broken = { schemaVersion: '2.2', parameters: { A: { type: 'Text', allowedPattern: '(' } }, mainSteps: [{ name: 'x', action: 'aws:fly', onFailure: 'step:y', inputs: { Handler: 'h', Script: '', Runtime: 'python2', InputPayload: '{{ B }}' } }], output: [] };
    expect(problemsOf(broken)).toHaveLength(11);
  });

  test('deny first, and go on whatever fails after it was said who bars whom', () => {
    expect(runbook('BarPerson').mainSteps.map(({ name, onFailure }: any) => [name, onFailure])).toEqual([['Announce', 'Abort'], ['Deny', 'Continue'], ['LeaveGroups', 'Continue'], ['EndInAccounts', 'Continue']]);
    expect(runbook('BarPerson', barring({ identityStoreId: undefined })).mainSteps.map(({ name }: any) => name)).toEqual(['Announce', 'Deny', 'EndInAccounts']);
  });

  test('may write the policy that they made, and no other of the organisation', () => {
    const writing = policyStatements(template).filter(({ Action }) => [Action].flat().some((action: string) => /organizations:(Create|Update|Attach|Delete|Detach)/.test(action)));
    expect(writing.map(({ Sid, Condition }) => [Sid, Object.keys(Condition?.StringEquals ?? {})])).toEqual([
      ['MakePolicy', ['aws:RequestTag/purpose']], ['WritePolicy', ['aws:ResourceTag/purpose']], ['AttachToRoot', []],
    ]);
  });

  test('enter the other accounts by a role that nobody else may assume and that only ends things', () => {
    const stack = new Stack(new App(), 'Stack', { env: { ...env, account: OTHER } });
    new BarPersonAccess(stack, 'BarPersonAccess', { managementAccount: ACCOUNT });
    const account = Template.fromStack(stack);
    account.hasResourceProperties('AWS::IAM::Role', {
      RoleName: BarNames.ACCOUNT_ROLE,
      AssumeRolePolicyDocument: { Statement: [{ Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/bar-person-runbook`]] } } } }] },
    });
    const actions = policyStatements(account).flatMap(({ Action }) => Action as string[]);
    expect(actions.filter((action) => !/:(Describe|List|Terminate|Remove|DeleteLoginProfile|UpdateAccessKey)/.test(action))).toEqual([]);
    expect(() => new BarPersonAccess(stack, 'Bad', { managementAccount: 'all' })).toThrow('managementAccount: got "all"');
  });

  test('all that is wrong with their props is said at once', () => {
    expect(() => barring({ starters: ['*'], accounts: ['1'], regions: ['everywhere'], identityStoreId: 'store' })).toThrow(/4 problems[\s\S]*starters\[0\][\s\S]*accounts\[0\][\s\S]*regions\[0\][\s\S]*identityStoreId/);
    expect(() => barring({ starters: [], accounts: [], regions: [] })).toThrow(/3 problems/);
  });

  test('are started by whoever may pass their role to Systems Manager', () => {
    expect(BarNames.startStatements().flatMap((one) => one.actions)).toEqual(['ssm:StartAutomationExecution', 'ssm:GetAutomationExecution', 'iam:PassRole']);
  });
});

test('the policy of the management account denies nobody in the template, and stays when the stack goes', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  new BarredPolicy(stack, 'Barred', { roles: [Role.fromRoleName(stack, 'Role', 'KeyCustodian')] });
  Template.fromStack(stack).hasResource('AWS::IAM::ManagedPolicy', {
    DeletionPolicy: 'Retain',
    Properties: { ManagedPolicyName: 'Barred', Path: '/people/', Roles: ['KeyCustodian'], PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { StringEquals: { 'aws:userid': 'nobody' } } })] } },
  });
});

describe('barring somebody, against moto', () => {
  jest.setTimeout(60_000);
  let aws: Moto;
  let jane: string;
  let group: string;
  const managementPolicy = `arn:aws:iam::${ACCOUNT}:policy/people/Barred`;
  const connection = (ConnectionId: string, names: object, Code = 'active') => ({ ConnectionId, ...names, Status: { Code } });
  const fakes = {
    'ec2.DescribeClientVpnEndpoints': { ClientVpnEndpoints: [{ ClientVpnEndpointId: 'cvpn-1' }] },
    'ec2.DescribeClientVpnConnections': { Connections: [
      connection('hers', { Username: 'Jane@example.com' }), connection('by-certificate', { CommonName: 'jane@example.com' }), connection('nameless', {}),
      connection('his', { Username: 'paul' }), connection('over', { Username: 'jane@example.com' }, 'terminated'),
    ] },
    'ec2.TerminateClientVpnConnections': {},
    'ssm.DescribeSessions': { Sessions: [{ SessionId: 'hers', Owner: 'arn:aws:sts::1:assumed-role/r/jane@example.com' }, { SessionId: 'his', Owner: 'arn:aws:sts::1:assumed-role/r/paul' }] },
    'ssm.TerminateSession': {},
  };

  beforeAll(async () => {
    aws = await Moto.start();
    await aws.call('organizations:createOrganization', { FeatureSet: 'ALL' });
    const root = (await aws.call('organizations:listRoots')).Roots[0].Id;
    await aws.call('organizations:enablePolicyType', { RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' });
    await aws.call('iam:createPolicy', { PolicyName: 'Barred', Path: '/people/', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Nobody', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:userid': 'nobody' } } }] }) });
    jane = (await aws.call('identitystore:createUser', { IdentityStoreId: STORE, UserName: 'jane@example.com', DisplayName: 'Jane', Name: { GivenName: 'Jane', FamilyName: 'D' } })).UserId;
    group = (await aws.call('identitystore:createGroup', { IdentityStoreId: STORE, DisplayName: 'support' })).GroupId;
    await aws.call('identitystore:createGroupMembership', { IdentityStoreId: STORE, GroupId: group, MemberId: { UserId: jane } });
    for (const account of [ACCOUNT, OTHER]) {
      await aws.call('iam:createUser', { UserName: 'jane@example.com' }, { account });
      await aws.call('iam:createAccessKey', { UserName: 'jane@example.com' }, { account });
      await aws.call('iam:createLoginProfile', { UserName: 'jane@example.com', Password: 'Correct-Horse-1' }, { account });
      await aws.call('iam:createGroup', { GroupName: 'support' }, { account });
      await aws.call('iam:addUserToGroup', { GroupName: 'support', UserName: 'jane@example.com' }, { account });
    }
    await aws.call('sns:createTopic', { Name: 'on-call' });
  }, 300_000);
  afterAll(() => aws.stop());

  const content = (name: string, from: Template): any => JSON.parse(JSON.stringify(runbook(name, from)), (_, value: any) => (value?.Ref === 'AWS::Partition' ? 'aws' : value?.Ref ? `arn:aws:sns:eu-central-1:${ACCOUNT}:on-call` : value?.['Fn::Join'] ? value['Fn::Join'][1].join('') : value));
  const start = (name: string, person: string, wish: { by?: string; fakes?: object; from?: Template } = {}): Promise<RunbookRun> =>
    runRunbook(aws, content(name, wish.from ?? template), { by: wish.by ?? KIM, parameters: { Person: person, Reason: 'Left the company today' }, fakes: { ...fakes, ...wish.fakes } });
  const controlPolicy = async (): Promise<any> => {
    const policy = (await aws.call('organizations:listPolicies', { Filter: 'SERVICE_CONTROL_POLICY' })).Policies.find(({ Name }: any) => Name === 'Barred');
    return policy && { id: policy.Id, ...JSON.parse((await aws.call('organizations:describePolicy', { PolicyId: policy.Id })).Policy.Content) };
  };
  const inManagement = async (): Promise<any> => {
    const { DefaultVersionId: VersionId } = (await aws.call('iam:getPolicy', { PolicyArn: managementPolicy })).Policy;
    return (await aws.call('iam:getPolicyVersion', { PolicyArn: managementPolicy, VersionId })).PolicyVersion.Document;
  };
  const bySid = (document: any): Record<string, any> => Object.fromEntries(document.Statement.map((one: any) => [one.Sid, one.Condition]));

  test('nothing happens when somebody starts it who may not, or when the name is a pattern', async () => {
    for (const [person, by] of [['jane@example.com', KIM.replace('KeyCustodian', 'Developer')], ['*', KIM], ['jane*', KIM]]) {
      const { status, steps } = await start('BarPerson', person, { by });
      expect([status, Object.keys(steps)]).toEqual(['Failed', ['Announce']]);
    }
    expect(await controlPolicy()).toBeUndefined();
  });

  test('denies her sessions everywhere, ends what she has open, disables her keys', async () => {
    const { status, steps } = await start('BarPerson', 'jane@example.com');
    expect([status, ...Object.values(steps).map(({ error, cause }) => error && `${error}: ${cause}`)]).toEqual(['Success', undefined, undefined, undefined, undefined]);
    expect(steps.Announce.result.said).toContain(`Person barred: jane@example.com, by ${KIM}`);

    const denied = {
      BarredSessions: { StringLike: { 'aws:userid': ['*:jane@example.com'] } },
      BarredUsers: { StringEquals: { 'aws:username': ['jane@example.com'] } },
      BarredSources: { StringEquals: { 'aws:SourceIdentity': ['jane@example.com'] } },
      BarredIds: { StringEquals: { 'identitystore:UserId': [jane] } },
    };
    const { id, ...everywhere } = await controlPolicy();
    expect(bySid(everywhere)).toEqual(denied);
    expect(everywhere.Statement.every(({ Effect, Action, Resource }: any) => Effect === 'Deny' && Action === '*' && Resource === '*')).toBe(true);
    expect((await aws.call('organizations:listTargetsForPolicy', { PolicyId: id })).Targets).toEqual([expect.objectContaining({ Type: 'ROOT' })]);
    expect(bySid(await inManagement())).toEqual(denied);

    expect((await aws.call('identitystore:listGroupMembershipsForMember', { IdentityStoreId: STORE, MemberId: { UserId: jane } })).GroupMemberships).toEqual([]);
    for (const account of [ACCOUNT, OTHER]) {
      expect((await aws.call('iam:listAccessKeys', { UserName: 'jane@example.com' }, { account })).AccessKeyMetadata[0].Status).toBe('Inactive');
      expect(await aws.answer('iam:getLoginProfile', { UserName: 'jane@example.com' }, { account })).toMatchObject({ error: 'Iam.NoSuchEntityException' });
      expect((await aws.call('iam:listGroupsForUser', { UserName: 'jane@example.com' }, { account })).Groups).toEqual([]);
    }
    const ended = steps.EndInAccounts.calls?.filter(({ call }) => call === 'ec2.TerminateClientVpnConnections').map(({ arguments: given }) => given.ConnectionId);
    expect(ended).toEqual(['hers', 'by-certificate', 'nameless', 'hers', 'by-certificate', 'nameless']);
    expect(steps.EndInAccounts.calls?.filter(({ call }) => call === 'ssm.TerminateSession').map(({ arguments: given }) => given.SessionId)).toEqual(['hers', 'hers']);
  });

  test('may run again, and others are barred beside her', async () => {
    expect((await start('BarPerson', 'jane@example.com')).status).toBe('Success');
    expect((await start('BarPerson', 'left-long-ago')).status).toBe('Success');
    expect(bySid(await controlPolicy()).BarredSessions).toEqual({ StringLike: { 'aws:userid': ['*:jane@example.com', '*:left-long-ago'] } });
    expect(bySid(await inManagement()).BarredIds).toEqual({ StringEquals: { 'identitystore:UserId': [jane] } });
  });

  test('goes on when something fails, says what was not done, and ends as failed', async () => {
    const { status, steps } = await start('BarPerson', 'max', { fakes: { 'organizations.ListPolicies': 'TooManyRequestsException', 'identitystore.ListUsers': 'ThrottlingException', 'ssm.DescribeSessions': 'AccessDenied', 'sns.Publish': 'NotFound' } });
    expect([status, Object.keys(steps)]).toEqual(['Failed', ['Announce', 'Deny', 'LeaveGroups', 'EndInAccounts']]);
    expect(steps.Announce.result.said).toContain('Nobody could be told');
    expect(steps.Deny.cause).toMatch(/identity store: .*in_organisation: .*TooManyRequests/);
    expect(bySid(await inManagement()).BarredSessions.StringLike['aws:userid']).toContain('*:max');
    expect(steps.EndInAccounts.cause).toMatch(new RegExp(`Done: ${ACCOUNT}/eu-central-1: connection nameless.*Not done: identity store: .*${ACCOUNT}/eu-central-1: .*${OTHER}/eu-central-1: `));
  });

  test('a policy that is full is said, not cut', async () => {
    const { id, ...before } = await controlPolicy();
    const full = { ...before, Statement: [{ ...before.Statement[0], Condition: { StringLike: { 'aws:userid': Array.from({ length: 58 }, (_, index) => `*:${String(index).padStart(25, 'x')}`) } } }] };
    await aws.call('organizations:updatePolicy', { PolicyId: id, Content: JSON.stringify(full) });
    const { steps } = await start('BarPerson', 'one-too-many');
    expect(steps.Deny.cause).toMatch(/in_organisation: The policy would have 5\d\d\d characters; 5120 is the most. Lift the bar of those who have no user any more/);
    expect(bySid(await inManagement()).BarredSessions.StringLike['aws:userid']).toContain('*:one-too-many');
    await aws.call('organizations:updatePolicy', { PolicyId: id, Content: JSON.stringify(before) });
  });

  test('lifting the bar lets new sessions in and keeps older ones out', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    expect((await start('UnbarPerson', 'jane@example.com')).status).toBe('Success');
    for (const document of [await controlPolicy(), await inManagement()]) {
      const conditions = bySid(document);
      expect(conditions.BarredSessions.StringLike['aws:userid']).not.toContain('*:jane@example.com');
      expect(conditions.BarredIds).toBeUndefined();
      expect(conditions.Ended0.StringLike).toEqual({ 'aws:userid': ['*:jane@example.com'] });
      expect(Date.parse(conditions.Ended0.DateLessThan['aws:TokenIssueTime'] as string)).toBeGreaterThanOrEqual(before);
    }
    expect((await start('BarPerson', 'jane@example.com')).steps.Deny.error).toBeUndefined();
    expect(bySid(await controlPolicy()).Ended0).toBeUndefined();
  });

  test('what ended more than 13 hours ago needs no statement any more', async () => {
    const { id } = await controlPolicy();
    const ended = (who: string, hours: number) => ({ Sid: `Ended${hours}`, Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringLike: { 'aws:userid': [`*:${who}`] }, DateLessThan: { 'aws:TokenIssueTime': `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z` } } });
    await aws.call('organizations:updatePolicy', { PolicyId: id, Content: JSON.stringify({ Version: '2012-10-17', Statement: [ended('old', 14), ended('new', 12)] }) });
    await start('BarPerson', 'next');
    expect(Object.keys(bySid(await controlPolicy()))).toEqual(['BarredSessions', 'BarredUsers', 'BarredSources', 'Ended0']);
    expect(bySid(await controlPolicy()).Ended0.StringLike).toEqual({ 'aws:userid': ['*:new'] });
  });
});
