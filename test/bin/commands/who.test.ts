import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, USAGE } from '../../../bin/commands/who';

let folder: string;
let said: string[];
let complained: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-who-'));
  [said, complained] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text) => { said.push(String(text)); });
  jest.spyOn(console, 'error').mockImplementation((text) => { complained.push(String(text)); });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const allow = (sid: string, action: string, resource: string, more = '') => `{Sid: ${sid}, Effect: Allow, Action: '${action}', Resource: ${resource}${more}}`;
const role = (id: string, service: string, ...statements: string[]) => `
  ${id}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${id.toLowerCase()}
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: ${service}.amazonaws.com}, Action: sts:AssumeRole}]}
      Policies: [{PolicyName: Own, PolicyDocument: {Version: 2012-10-17, Statement: [${statements.join(', ')}]}}]`;

/** A queue whose policy denies everybody but two roles and one service; a third role's policy hangs on a parameter. */
const TEMPLATE = `
Parameters: {Where: {Type: String}}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Sid: Only, Effect: Deny, NotPrincipal: {Service: events.amazonaws.com}, Action: 'sqs:ReceiveMessage', Resource: !GetAtt Jobs.Arn, Condition: {ArnNotLike: {aws:PrincipalArn: 'arn:aws:iam::111111111111:role/worker'}}}
          - {Sid: Events, Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: 'sqs:SendMessage', Resource: !GetAtt Jobs.Arn, Condition: {StringEquals: {aws:SourceAccount: '111111111111'}}}
${role('Worker', 'ecs-tasks', allow('Work', 'sqs:ReceiveMessage', '!GetAtt Jobs.Arn'))}
${role('Spectator', 'lambda', allow('Look', 'sqs:ReceiveMessage', '!GetAtt Jobs.Arn'), allow('Delete', 'sqs:Purge*', '!Ref Where'))}
`;

function who(...args: string[]): { code: number; text: string } {
  const file = join(folder, 'app.yaml');
  writeFileSync(file, TEMPLATE);
  [said, complained] = [[], []];
  const code = run([...args, '--template', file, '--account', '111111111111', '--region', 'eu-central-1']);
  return { code, text: [...said, ...complained].join('\n').replaceAll(file, 'app.yaml') };
}

test('whoever may is listed with the statements that let them, and nobody else; the exit code is 1', () => {
  expect(who('sqs:ReceiveMessage', 'Jobs')).toEqual({ code: 1, text: [
    'allowed: arn:aws:iam::111111111111:role/worker may sqs:ReceiveMessage on arn:aws:sqs:eu-central-1:111111111111:jobs',
    '  in every context that was asked about',
    '  by app.yaml Worker Properties.Policies[0].PolicyDocument.Statement[0] (Work)',
    'allowed: an identity of account 111111111111 may sqs:ReceiveMessage on arn:aws:sqs:eu-central-1:111111111111:jobs',
    '  when aws:PrincipalArn is arn:aws:iam::111111111111:role/worker',
    '  if its own account gives it that',
  ].join('\n') });
});

test('a service is among them if the policy names it, in the context that it has', () => {
  const { text } = who('sqs:SendMessage', 'Jobs');
  expect(text).toMatch(/^allowed: events\.amazonaws\.com may sqs:SendMessage on .*\n {2}when .*aws:SourceAccount is 111111111111.*\n {2}by app\.yaml JobsPolicy Properties\.PolicyDocument\.Statement\[1\] \(Events\)$/m);
  expect(who('sqs:SendMessage', 'Jobs', '--context', 'aws:SourceAccount=222222222222').text).not.toContain('events.amazonaws.com');
});

test('what hangs on a parameter is listed apart, with what is open', () => {
  const { code, text } = who('sqs:PurgeQueue', 'Jobs');
  expect(code).toBe(1);
  expect(text).toMatch(/^allowed: an identity of account 111111111111 [^]*\n\nnot decided by the templates:\nunknown: whether arn:aws:iam::111111111111:role\/spectator may sqs:PurgeQueue on \S+jobs is not decided by the templates\n {2}open app\.yaml Spectator Delete: /);
});

test('the exit code is 0 if nobody may, and 3 if that is not certain', () => {
  expect(who('sqs:ReceiveMessage', 'Jobs', '--context', 'aws:PrincipalArn=arn:aws:iam::111111111111:role/other')).toEqual({
    code: 0, text: 'nobody may sqs:ReceiveMessage on arn:aws:sqs:eu-central-1:111111111111:jobs, in any context that was asked about',
  });
  // A queue of another account, whose policy is not shown: nobody here may for certain.
  const elsewhere = who('sqs:ReceiveMessage', 'arn:aws:sqs:eu-central-1:222222222222:jobs');
  expect([elsewhere.code, elsewhere.text]).toEqual([3, expect.stringMatching(/^nobody may .* for certain\n\nnot decided by the templates:\nunknown: /)]);
});

test('what is about no resource is not asked of strangers: they do it in an account of their own', () => {
  expect(who('sqs:ListQueues', '*').text).toMatch(/^allowed: an identity of account 111111111111 /);
  expect(who('sqs:ListQueues', '*').text).not.toMatch(/999999999999|Internet/);
});

test.each<[string, string[], RegExp]>([
  ['too few arguments', ['sqs:SendMessage'], /name an action and a resource; 1 were named/],
  ['no action', ['SendMessage', 'Jobs'], /'SendMessage' is no action; write one such as s3:GetObject/],
  ['no resource', ['sqs:SendMessage', 'Nothing'], /there is no resource that can have a policy 'Nothing'/],
  ['no endpoint', ['sqs:SendMessage', 'Jobs', '--through-endpoint', 'Jobs'], /app.yaml\/Jobs is no VPC endpoint/],
  ['a context without a value', ['sqs:SendMessage', 'Jobs', '--context', 'team'], /--context is 'team'; write key=value/],
  ['an option that there is not', ['sqs:SendMessage', 'Jobs', '--mfa'], /Unknown option '--mfa'/],
])('unusable input is 2: %s', (_, args, why) => {
  expect(who(...args)).toEqual({ code: 2, text: expect.stringMatching(why) as string });
  expect(said).toEqual([]);
});

test('the help tells the exit codes', () => expect(USAGE).toMatch(/Exit code: 0 nobody may; 1 somebody may; 2 the input cannot be used; 3 /));
