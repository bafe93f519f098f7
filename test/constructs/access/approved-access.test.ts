import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ApprovedAccess, type ApprovedAccessProps, GrantNames, IdentityWay, MasterKeyGrants, type MasterKeyGrantsProps, PersonArns, PersonRole, SupportGrants, type SupportGrantsProps } from '../../../constructs/access';
import { DOOR_SCRIPT } from '../../../constructs/access/grant-door';
import { Moto } from '../../support/moto';
import { type Execution, StateMachineRun } from '../../support/state-machine';

const ACCOUNT = '123456789012';
const CENTER = IdentityWay.IDENTITY_CENTER;
const SUPPORT = PersonArns.role(CENTER, ACCOUNT, PersonRole.SUPPORT);
const PRIVACY = PersonArns.role(CENTER, ACCOUNT, PersonRole.PRIVACY_OFFICER);
const statement = (resource: string): PolicyStatement => new PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources: [resource] });

function stackWith(): { stack: Stack; common: Pick<SupportGrantsProps, 'encryptionKey' | 'logRetention' | 'notificationTopic' | 'alarmTopic' | 'administratorRanges' | 'requesters' | 'approvers'> } {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  const common = {
    encryptionKey: new Key(stack, 'Key'),
    logRetention: RetentionDays.ONE_YEAR,
    notificationTopic: new Topic(stack, 'Approvers'),
    alarmTopic: new Topic(stack, 'OnCall'),
    administratorRanges: ['203.0.113.0/24'],
    requesters: [SUPPORT],
    approvers: [PRIVACY],
  };
  return { stack, common };
}

function support(props: Partial<SupportGrantsProps> = {}): Template {
  const { stack, common } = stackWith();
  new SupportGrants(stack, 'Support', { ...common, dataBucketArns: ['arn:aws:s3:::content'], ...props });
  return Template.fromStack(stack);
}

function access(props: Partial<ApprovedAccessProps>): Template {
  const { stack, common } = stackWith();
  new ApprovedAccess(stack, 'Access', { ...common, access: 'master-key', statements: [statement(`arn:aws:s3:::a/${GrantNames.CUSTOMER}/*`)], ...props });
  return Template.fromStack(stack);
}

type Properties = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- templates as they are
const find = (template: Template, type: string, id: RegExp): Properties => Object.entries(template.findResources(type)).find(([name]) => id.test(name))?.[1].Properties as Properties;
const template = support();
const sessionPolicy = find(template, 'AWS::IAM::ManagedPolicy', /SessionPolicy/).PolicyDocument.Statement as Properties[];

describe('what a session may do', () => {
  test('reaches nothing but its customer’s: by the resource, or by the customer on it', () => {
    const confined = sessionPolicy.filter(({ Effect, Sid }) => Effect === 'Allow' && Sid !== 'OpenFiles');
    expect(confined.map(({ Sid }) => Sid)).toEqual(['ListFiles', 'ReadFiles', 'EnterDatabase', 'ReadSecrets', 'UseKeys']);
    confined.forEach((one) => expect(JSON.stringify(one)).toContain('${aws:PrincipalTag/customer}'));
    expect(sessionPolicy.find(({ Sid }) => Sid === 'ReadFiles')).toMatchObject({ Resource: 'arn:aws:s3:::content/customers/${aws:PrincipalTag/customer}/*' });
    expect(sessionPolicy.find(({ Sid }) => Sid === 'OpenFiles')).toMatchObject({ Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } });
  });

  test('is nothing for a role without a customer', () => {
    expect(sessionPolicy.at(-1)).toMatchObject({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/customer': 'true' } } });
  });
});

describe('the use of a master key', () => {
  const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/data';
  const master = (props: Partial<MasterKeyGrantsProps> = {}): Properties[] => {
    const { stack, common } = stackWith();
    new MasterKeyGrants(stack, 'MasterKey', { ...common, keyArns: [KEY], ...props });
    return find(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy', /SessionPolicy/).PolicyDocument.Statement as Properties[];
  };

  test('opens what was encrypted for the customer, and the customer’s files through S3 alone', () => {
    const [direct, list, read, open, untagged] = master({ dataBucketArns: ['arn:aws:s3:::content', 'arn:aws:s3:::copies'] });
    expect(direct).toMatchObject({ Action: 'kms:Decrypt', Resource: KEY, Condition: { StringEquals: { 'kms:EncryptionContext:customer': '${aws:PrincipalTag/customer}' } } });
    expect(list).toMatchObject({ Action: 's3:ListBucket', Condition: { StringLike: { 's3:prefix': 'customers/${aws:PrincipalTag/customer}/*' } } });
    expect(read).toMatchObject({ Resource: ['content', 'copies'].map((bucket) => `arn:aws:s3:::${bucket}/customers/\${aws:PrincipalTag/customer}/*`) });
    expect(open).toMatchObject({ Action: 'kms:Decrypt', Resource: KEY, Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } });
    expect(untagged).toMatchObject({ Effect: 'Deny', Action: '*' });
  });

  test('opens nothing through S3 where there are no files', () => expect(master().map(({ Sid }) => Sid)).toEqual(['OpenCustomerData', 'NothingWithoutCustomer']));

  test('takes two approvals at least, and keys by name', () => {
    expect(() => master({ approvals: 1, keyArns: ['arn:aws:kms:*:123456789012:key/*'] })).toThrow(/2 problems[^]*keyArns\[0\]: got "arn:aws:kms:\*[^]*approvals: got 1\. Using a master key takes several/);
    expect(() => master({ keyArns: [] })).toThrow('keyArns: got []. Name at least one key.');
    const { stack, common } = stackWith();
    new MasterKeyGrants(stack, 'MasterKey', { ...common, keyArns: [KEY] });
    expect(JSON.stringify(find(Template.fromStack(stack), 'AWS::StepFunctions::StateMachine', /Approve/).Definition)).toMatch(/>= 2/);
  });
});

describe('what the machinery may do', () => {
  test('makes roles below the grants’ path only, under the boundary, with a customer', () => {
    const { PolicyDocument } = find(template, 'AWS::IAM::ManagedPolicy', /ApprovePolicy/);
    const statements = PolicyDocument.Statement as Properties[];
    const roles = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/grants/support/*`]] };
    for (const sid of ['MakeRole', 'EndInTime', 'Permit']) {
      expect(statements.find(({ Sid }) => Sid === sid)).toMatchObject({ Resource: roles, Condition: { StringEquals: { 'iam:PermissionsBoundary': { Ref: expect.stringContaining('SessionPolicy') } } } });
    }
    expect(statements.find(({ Sid }) => Sid === 'MakeRole')?.Condition.Null).toEqual({ 'aws:RequestTag/customer': 'false' });
    expect(statements.find(({ Sid }) => Sid === 'Permit')?.Condition.ArnEquals).toEqual({ 'iam:PolicyARN': { Ref: expect.stringContaining('SessionPolicy') } });
  });

  test('roles are made under the account’s boundary where there is one', () => {
    const bounded = support({ permissionsBoundary: 'estate-boundary' });
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:policy/estate-boundary`]] };
    const statements = find(bounded, 'AWS::IAM::ManagedPolicy', /ApprovePolicy/).PolicyDocument.Statement as Properties[];
    expect(statements.find(({ Sid }) => Sid === 'MakeRole')?.Condition.StringEquals).toEqual({ 'iam:PermissionsBoundary': arn });
    expect(find(bounded, 'AWS::StepFunctions::StateMachine', /Approve/).Definition.States.MakeRole.Arguments.PermissionsBoundary).toEqual(arn);
    expect(() => support({ permissionsBoundary: 'arn:aws:iam::1:policy/x' })).toThrow('permissionsBoundary');
  });

  test('the record is under the key, recovered to any second, and not deleted by accident', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      },
    });
  });

  test('each state machine logs everything and sounds an alarm when it fails; so does a closing that was not started', () => {
    expect(Object.values(template.findResources('AWS::StepFunctions::StateMachine')).map(({ Properties }) => Properties.LoggingConfiguration.Level)).toEqual(['ALL', 'ALL', 'ALL']);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });

  test('the doors run as a role that asks who runs them, and starts the three state machines', () => {
    const { PolicyDocument } = find(template, 'AWS::IAM::ManagedPolicy', /DoorsPolicy/);
    expect((PolicyDocument.Statement as Properties[]).map(({ Action }) => Action)).toEqual(['ssm:GetAutomationExecution', 'states:StartSyncExecution']);
    const doors = Object.values(template.findResources('AWS::SSM::Document')).map(({ Properties }) => Properties);
    expect(doors.map(({ Name }) => Name).sort()).toEqual(['support-grant-approve', 'support-grant-close', 'support-grant-request']);
    doors.forEach(({ Content }) => {
      expect(Content).toMatchObject({ schemaVersion: '0.3', assumeRole: expect.anything() });
      // Texts of people are read from the record of the run: none is put into the payload.
      expect(JSON.stringify(Content.mainSteps[0].inputs.InputPayload)).not.toMatch(/\{\{\s*(Customer|Reason|Until|Grant)/);
    });
  });
});

describe('what people need for it', () => {
  test('asking: two runbooks, the role they run as, and the roles of grants', () => {
    const actions = GrantNames.requestStatements('support').flatMap((one) => one.actions);
    expect(actions).toEqual(['ssm:StartAutomationExecution', 'ssm:GetAutomationExecution', 'iam:PassRole', 'sts:AssumeRole', 'sts:SetSourceIdentity']);
    expect(GrantNames.requestStatements('support')[0].resources.map((arn) => arn.split('/')[1])).toEqual(['support-grant-request:*', 'support-grant-close:*']);
  });

  test('approving: no way to ask, and none into a grant', () => {
    const [start, ...others] = GrantNames.approveStatements('support');
    expect(start.resources.map((arn) => arn.split('/')[1])).toEqual(['support-grant-approve:*', 'support-grant-close:*']);
    expect(others.flatMap((one) => one.actions)).toEqual(['ssm:GetAutomationExecution', 'iam:PassRole']);
  });
});

describe('what is refused at construction', () => {
  test('everything at once, each with its mend', () => {
    const bad = () => access({
      access: 'Master Key', requesters: [], approvers: ['arn:aws:iam::123456789012:role/*'], approvals: 0, longest: Duration.hours(9), administratorRanges: ['0.0.0.0/0'],
      customerPattern: '^.*$', recordRetention: Duration.days(1), statements: [statement('arn:aws:s3:::a/*')],
    });
    for (const text of ['9 problems', 'access: got "Master Key"', 'requesters: got []', 'approvers[0]: got', 'approvals: got 0', 'longest: got "9 hours". A grant ends within a working day',
      'administratorRanges[0]: got "0.0.0.0/0"', 'customerPattern: got "^.*$"', 'recordRetention: got "1 day"', 'statements[0]: got "Read". Every statement that allows depends on ${aws:PrincipalTag/customer}']) {
      expect(bad).toThrow(text);
    }
  });

  test.each(['[a-z]+', '^[a-z/]+$', '^[a-z]+', '^[^:]+$', '^[a-z*]+$', '^[a-z'])('the customer pattern %s', (customerPattern) => {
    expect(() => access({ customerPattern })).toThrow('customerPattern');
  });

  test('a statement of which one resource is anybody’s', () => {
    const half = new PolicyStatement({ sid: 'Half', actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a/${GrantNames.CUSTOMER}/*`, 'arn:aws:s3:::b/*'] });
    expect(() => access({ statements: [half] })).toThrow('statements[0]: got "Half"');
    expect(() => access({ statements: [] })).toThrow('statements: got []');
  });

  test('a denial needs no customer', () => {
    const deny = statement('*');
    deny.effect = 'Deny' as PolicyStatement['effect'];
    expect(() => access({ statements: [statement(`arn:aws:s3:::a/${GrantNames.CUSTOMER}/*`), deny] })).not.toThrow();
  });
});

describe('from request to closing, against moto', () => {
  const HOUR = 3_600_000;
  jest.setTimeout(60_000);
  let aws: Moto;
  let names: Record<string, string>;
  const session = (role: string, person: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_${role}_0123456789abcdef/${person}`;
  const JANE = session('Support', 'Jane@example.com');
  const PAUL = session('PrivacyOfficer', 'paul@example.com');
  const iso = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;

  beforeAll(async () => {
    aws = await Moto.start();
    names = {
      Record: 'grants',
      Approvers: (await aws.call('sns:createTopic', { Name: 'approvers' })).TopicArn,
      Schedules: 'closings',
      SessionPolicy: (await aws.call('iam:createPolicy', { PolicyName: 'session', Path: '/grants/support/', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: sessionPolicy.slice(1, 2) }) })).Policy.Arn,
      SchedulerRole: `arn:aws:iam::${ACCOUNT}:role/scheduler`,
      Missed: `arn:aws:sqs:eu-central-1:${ACCOUNT}:missed`,
    };
    await aws.call('dynamodb:createTable', { TableName: 'grants', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' });
    await aws.call('scheduler:createScheduleGroup', { Name: 'closings' });
    await aws.call('iam:createRole', { RoleName: 'sfn', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' });
    const machine = await aws.call('sfn:createStateMachine', { Name: 'close', Definition: JSON.stringify(definition(template, 'Close')), RoleArn: `arn:aws:iam::${ACCOUNT}:role/sfn` });
    names.Close = machine.stateMachineArn;
  }, 300_000);
  afterAll(() => aws.stop());

  /** The definition in a template, with what moto made in the place of references. */
  const definitions = new Map<Template, Record<string, object>>();
  function definition(from: Template, id: string): object {
    const known = definitions.get(from) ?? {};
    definitions.set(from, known);
    known[id] ??= resolved(from, id);
    return known[id];
  }

  function resolved(from: Template, id: string): object {
    const text = JSON.stringify(find(from, 'AWS::StepFunctions::StateMachine', new RegExp(`(Support|Access)${id}`)).Definition);
    return JSON.parse(text, (_, value: unknown) => {
      const reference = (value as { 'Ref'?: string; 'Fn::GetAtt'?: [string, string] } | null)?.Ref ?? (value as { 'Fn::GetAtt'?: [string, string] } | null)?.['Fn::GetAtt']?.[0];
      const found = typeof reference === 'string' ? Object.keys(names).find((name) => reference.includes(name)) : undefined;
      return found ? names[found] : value;
    }) as object;
  }

  const run = (id: string, input: object, now = Date.now(), from = template, api: Moto = aws): Promise<Execution> => new StateMachineRun(definition(from, id), api, () => now).start(input);
  const request = (wish: object, now?: number, from?: Template): Promise<Execution> => run('Request', { caller: JANE, customer: 'acme', reason: 'Ticket 4711: invoices are missing', until: iso((now ?? Date.now()) + 4 * HOUR), ...wish }, now, from);
  const asked = async (wish: object = {}, from?: Template): Promise<string> => (await request(wish, undefined, from)).output.grant as string;
  const recorded = async (id: string): Promise<Properties> => (await aws.call('dynamodb:getItem', { TableName: 'grants', Key: { id: { S: id } } })).Item as Properties;
  const role = (id: string) => aws.answer('iam:getRole', { RoleName: `support-${id}` });

  test('is asked for, approved by somebody else, opened for that person, customer and time, and closed', async () => {
    const until = iso(Date.now() + 4 * HOUR);
    const id = await asked({ until });
    expect(await recorded(id)).toMatchObject({ state: { S: 'requested' }, customer: { S: 'acme' }, requester: { S: 'jane@example.com' }, reason: { S: 'Ticket 4711: invoices are missing' } });
    expect(await role(id)).toMatchObject({ error: 'Iam.NoSuchEntityException' });

    const opened = await run('Approve', { caller: PAUL, grant: id });
    expect(opened).toMatchObject({ status: 'SUCCEEDED', output: { accepted: true, state: 'open', until } });
    const { Role } = (await role(id)).result as { Role: Properties };
    expect(Role).toMatchObject({
      Path: '/grants/support/',
      MaxSessionDuration: 3600,
      Tags: [{ Key: 'customer', Value: 'acme' }, { Key: 'grant', Value: id }],
      PermissionsBoundary: { PermissionsBoundaryArn: names.SessionPolicy },
    });
    const within = { DateLessThan: { 'aws:CurrentTime': until }, IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } };
    expect(Role.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: JANE }, Action: 'sts:AssumeRole', Condition: { ...within, StringEquals: { 'sts:RoleSessionName': 'Jane@example.com' } } },
        { Effect: 'Allow', Principal: { AWS: JANE }, Action: 'sts:SetSourceIdentity', Condition: { ...within, StringEquals: { 'sts:SourceIdentity': 'Jane@example.com' } } },
      ],
    });
    const ending = await aws.call('iam:getRolePolicy', { RoleName: `support-${id}`, PolicyName: 'EndInTime' });
    expect(ending.PolicyDocument.Statement).toEqual([{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': until } } }]);
    const schedule = await aws.call('scheduler:getSchedule', { Name: `support-${id}`, GroupName: 'closings' });
    expect(schedule).toMatchObject({ ScheduleExpression: `at(${until.slice(0, 19)})`, ActionAfterCompletion: 'DELETE' });
    expect(await recorded(id)).toMatchObject({ state: { S: 'open' }, approvers: { L: [{ S: 'paul@example.com' }] } });

    expect(await run('Close', JSON.parse(schedule.Target.Input) as object)).toMatchObject({ output: { accepted: true, state: 'closed' } });
    expect(await role(id)).toMatchObject({ error: 'Iam.NoSuchEntityException' });
    expect(await aws.answer('scheduler:getSchedule', { Name: `support-${id}`, GroupName: 'closings' })).toMatchObject({ error: 'Scheduler.ResourceNotFoundException' });
    expect(await recorded(id)).toMatchObject({ state: { S: 'closed' }, closedBy: { S: 'time' } });
    expect(await run('Close', { grant: id, by: 'time' })).toMatchObject({ status: 'SUCCEEDED', output: { accepted: false } });
  });

  test('is closed early by whoever asked for it or approves, and by nobody else', async () => {
    const id = await asked();
    await run('Approve', { caller: PAUL, grant: id });
    expect(await run('Close', { caller: session('Developer', 'dan'), grant: id, by: 'time' })).toMatchObject({ output: { accepted: false } });
    expect((await role(id)).error).toBeUndefined();
    expect(await run('Close', { caller: JANE, grant: id })).toMatchObject({ output: { accepted: true } });
    expect(await recorded(id)).toMatchObject({ closedBy: { S: 'jane@example.com' } });
    expect(await role(id)).toMatchObject({ error: 'Iam.NoSuchEntityException' });
  });

  test('a request that was taken back is not opened any more', async () => {
    const id = await asked();
    await run('Close', { caller: JANE, grant: id });
    expect((await run('Approve', { caller: PAUL, grant: id })).output).toEqual({ accepted: false, reasons: ['It is not waiting for approval: it is closed.'] });
  });

  const now = Date.now();
  test.each([
    ['over 8 hours', { until: iso(now + 8 * HOUR + 1000) }, 'Until: write a moment at most 8 h from now.'],
    ['an end in the past', { until: iso(now - HOUR) }, 'Until: write a moment at least 5 min from now.'],
    ['an end at once', { until: iso(now) }, 'Until: write a moment at least 5 min from now.'],
    ['an end that is no moment', { until: 'tomorrow' }, 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
    ['an end in another zone', { until: `${iso(now + HOUR).slice(0, 19)}+02:00` }, 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
    ['a month that is none', { until: '2026-13-01T00:00:00Z' }, 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
    ['no end', { until: undefined }, 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
    ['an end that is a number', { until: now + HOUR }, 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
    ['no reason', { reason: undefined }, 'Reason: write 10 to 500 characters on one line, e.g. the ticket and what it is about.'],
    ['a blank reason', { reason: '             ' }, 'Reason: write 10 to 500 characters on one line, e.g. the ticket and what it is about.'],
    ['a reason with control characters', { reason: 'Ticket 4711\u001b[31m approve me' }, 'Reason: write 10 to 500 characters on one line, e.g. the ticket and what it is about.'],
    ['a reason without end', { reason: 'x'.repeat(501) }, 'Reason: write 10 to 500 characters on one line, e.g. the ticket and what it is about.'],
    ['every customer', { customer: '*' }, 'Customer: write the name of one customer.'],
    ['another’s customer by a path', { customer: 'acme/../other' }, 'Customer: write the name of one customer.'],
    ['a customer in a policy’s words', { customer: '${aws:username}' }, 'Customer: write the name of one customer.'],
    ['a customer in an expression', { customer: "{% 'acme' %}" }, 'Customer: write the name of one customer.'],
    ['no customer', { customer: '' }, 'Customer: write the name of one customer.'],
    ['a list of customers', { customer: ['acme', 'other'] }, 'Customer: write the name of one customer.'],
    ['a role that is not support', { caller: session('Developer', 'dan') }, 'You are not among those who may ask for this access.'],
    ['a role whose name holds support’s', { caller: `arn:aws:sts::${ACCOUNT}:assumed-role/MyAWSReservedSSO_Support_0/eve` }, 'You are not among those who may ask for this access.'],
    ['support of another account', { caller: JANE.replace(ACCOUNT, '999999999999') }, 'You are not among those who may ask for this access.'],
    ['a role without a session', { caller: `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Support_0` }, 'You are not among those who may ask for this access.'],
    ['nobody', { caller: undefined }, 'You are not among those who may ask for this access.'],
  ])('refuses %s', async (_, wish, reason) => {
    const before = (await aws.call('dynamodb:scan', { TableName: 'grants' })).Count as number;
    expect((await request(wish, now)).output).toEqual({ accepted: false, reasons: [reason] });
    expect((await aws.call('dynamodb:scan', { TableName: 'grants' })).Count).toBe(before);
  });

  test('a reason of several lines becomes one line', async () => {
    expect((await recorded(await asked({ reason: 'Ticket 4711\r\n\r\nSubject: approve me' }))).reason).toEqual({ S: 'Ticket 4711 Subject: approve me' });
  });

  test('all that is refused of a request is said at once', async () => {
    expect((await request({ customer: '*', reason: '', until: '' })).output.reasons).toHaveLength(3);
  });

  test.each([
    ['quotes and braces', 'Ticket "4711": {"customer": "other"}, \'quoted\', ${aws:username} {% $now() %} \\" \\u0022'],
    ['letters of other languages', 'Fehler bei der Rückbuchung: Käufer Ørsted, 顧客, 🙂'],
  ])('a reason with %s is kept as it is', async (_, reason) => {
    expect((await recorded(await asked({ reason }))).reason).toEqual({ S: reason });
  });

  test('is not approved by who asked for it, in whatever role or spelling', async () => {
    const id = await asked();
    for (const caller of [session('PrivacyOfficer', 'Jane@example.com'), session('PrivacyOfficer', 'JANE@EXAMPLE.COM')]) {
      expect((await run('Approve', { caller, grant: id })).output).toEqual({ accepted: false, reasons: ['Nobody approves a request of their own.'] });
    }
    expect((await run('Approve', { caller: session('Support', 'sam'), grant: id })).output.reasons).toEqual(['You are not among those who approve this access.']);
    expect(await recorded(id)).toMatchObject({ state: { S: 'requested' }, approvals: { L: [] } });
  });

  test('is not approved when its time is over, when it does not exist, or when it is no id', async () => {
    const id = await asked();
    expect((await run('Approve', { caller: PAUL, grant: id }, Date.now() + 5 * HOUR)).output.reasons).toEqual(['Its time is over.']);
    expect((await run('Approve', { caller: PAUL, grant: '20200101-00000000' })).output.reasons).toEqual(['There is no such request.']);
    expect((await run('Approve', { caller: PAUL, grant: '../grants' })).output.reasons).toEqual(['Grant: write the id that the request got.']);
    expect((await run('Close', { caller: PAUL, grant: "x' & $y" })).output.reasons).toEqual(['Grant: write the id that the request got.']);
  });

  test('several approvals are of several people', async () => {
    const twice = support({ approvals: 2 });
    const id = await asked({}, twice);
    expect((await run('Approve', { caller: PAUL, grant: id }, undefined, twice)).output).toMatchObject({ accepted: true, state: 'requested', approvalsLeft: 1 });
    expect((await run('Approve', { caller: PAUL, grant: id }, undefined, twice)).output.reasons).toEqual(['You approved it already.']);
    expect(await role(id)).toMatchObject({ error: 'Iam.NoSuchEntityException' });
    expect((await run('Approve', { caller: session('PrivacyOfficer', 'pia'), grant: id }, undefined, twice)).output).toMatchObject({ accepted: true, state: 'open' });
    expect((await recorded(id)).approvers.L).toHaveLength(2);
  });

  test.each(['scheduler:createSchedule', 'iam:createRole', 'iam:putRolePolicy', 'iam:attachRolePolicy'])('an opening that fails at %s is taken back, and fails aloud', async (failing) => {
    const started: Properties[] = [];
    const broken = { answer: (call: string, args: object) => {
      if (call === 'sfn:startExecution') {
        started.push(args);
      }
      return call === failing ? Promise.resolve({ error: 'Iam.ServiceFailureException', cause: 'down' }) : aws.answer(call, args);
    } } as unknown as Moto;
    const id = await asked();
    expect(await run('Approve', { caller: PAUL, grant: id }, undefined, template, broken)).toMatchObject({ status: 'FAILED', error: 'NotOpened' });
    expect(started).toHaveLength(1);
    expect(await run('Close', JSON.parse(started[0].Input as string) as object)).toMatchObject({ output: { accepted: true } });
    expect(await role(id)).toMatchObject({ error: 'Iam.NoSuchEntityException' });
    expect(await recorded(id)).toMatchObject({ state: { S: 'closed' }, closedBy: { S: 'failure' } });
  });

  test('a closing beside an opening wins: the role goes again', async () => {
    const id = await asked();
    const racing = { answer: async (call: string, args: object) => {
      const answer = await aws.answer(call, args);
      if (call === 'iam:attachRolePolicy') {
        await aws.call('dynamodb:updateItem', { TableName: 'grants', Key: { id: { S: id } }, UpdateExpression: 'SET #s = :c', ExpressionAttributeNames: { '#s': 'state' }, ExpressionAttributeValues: { ':c': { S: 'closed' } } });
      }
      return answer;
    } } as unknown as Moto;
    const ended = await run('Approve', { caller: PAUL, grant: id }, undefined, template, racing);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NotOpened' });
    expect(ended.states.slice(-2)).toEqual(['Undo', 'NotOpened']);
  });

  describe('the door', () => {
    const machine = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:request`;
    const enter = (answer: object, parameters: object) => aws.run({
      script: DOOR_SCRIPT,
      handler: 'ask',
      payload: { execution: '00000000-0000-4000-8000-000000000001', stateMachineArn: machine, fields: ['Customer', 'Reason'] },
      fakes: { 'ssm.GetAutomationExecution': { AutomationExecution: { ExecutedBy: JANE, Parameters: parameters } }, 'stepfunctions.StartSyncExecution': answer },
    });

    test('says who started the runbook and what they wrote, letter by letter', async () => {
      const reason = '"}, "caller": "arn:aws:sts::1:assumed-role/x/y", "x": {"';
      const { result, calls } = await enter({ status: 'SUCCEEDED', output: '{"accepted": true, "grant": "g"}' }, { Customer: ['acme'], Reason: [reason], Caller: ['somebody else'] });
      expect(result).toEqual({ accepted: true, grant: 'g' });
      expect(calls?.[0].arguments).toEqual({ AutomationExecutionId: '00000000-0000-4000-8000-000000000001' });
      expect(JSON.parse(calls?.[1].arguments.input as string)).toEqual({ caller: JANE, customer: 'acme', reason });
    });

    test('a refusal ends the runbook with its reasons, a failure with what happened', async () => {
      const wish = { Customer: ['acme'], Reason: ['why not'] };
      expect(await enter({ status: 'SUCCEEDED', output: '{"accepted": false, "reasons": ["No.", "Never."]}' }, wish)).toMatchObject({ cause: 'Refused. No. Never.' });
      expect(await enter({ status: 'FAILED', error: 'NotOpened', cause: 'down' }, wish)).toMatchObject({ cause: 'It did not work, and the on-call knows: NotOpened down' });
    });
  });
});
