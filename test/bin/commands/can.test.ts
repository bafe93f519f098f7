import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, USAGE } from '../../../bin/commands/can';

let folder: string;
let said: string[];
let complained: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-can-'));
  [said, complained] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text) => { said.push(String(text)); });
  jest.spyOn(console, 'error').mockImplementation((text) => { complained.push(String(text)); });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const TEMPLATE = `
Parameters: {Where: {Type: String}}
Resources:
  Data: {Type: AWS::S3::Bucket, Properties: {BucketName: data}, Metadata: {aws:cdk:path: App/Store/Data/Resource}}
  DataPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Sid: DenyPlaintext, Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: {Bool: {aws:SecureTransport: false}}}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}
      Policies:
        - PolicyName: Read
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - {Sid: Read, Effect: Allow, Action: 's3:Get*', Resource: !Sub '\${Data.Arn}/*', Condition: {StringEquals: {aws:PrincipalTag/team: [red, blue]}}}
              - {Sid: WithMfa, Effect: Allow, Action: 's3:DeleteObject', Resource: !Sub '\${Data.Arn}/*', Condition: {Bool: {aws:MultiFactorAuthPresent: true}}}
              - {Sid: Somewhere, Effect: Allow, Action: 's3:ListBucket', Resource: !Ref Where}
  Granted:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Path: /grants/support/
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !Sub '\${Data.Arn}/customers/\${!aws:PrincipalTag/customer}/*'}]}
`;

function can(...args: string[]): { code: number; text: string } {
  const file = join(folder, 'app.yaml');
  writeFileSync(file, TEMPLATE);
  const code = run([...args, '--template', file, '--account', '111111111111', '--region', 'eu-central-1']);
  return { code, text: [...said, ...complained].join('\n').replaceAll(file, 'app.yaml') };
}

test('allowed is 1, with what it hangs on and the statement that allows', () => {
  expect(can('Reader', 's3:GetObject', 'Data')).toEqual({ code: 1, text: [
    'allowed: arn:aws:iam::111111111111:role/reader may s3:GetObject on arn:aws:s3:::data/x',
    '  when aws:PrincipalTag/team is red, aws:SecureTransport is true',
    '  by app.yaml Reader Properties.Policies[0].PolicyDocument.Statement[0] (Read)',
  ].join('\n') });
});

test.each([
  ['by a construct path', ['Reader', 's3:GetObject', 'App/Store/Data'], 1],
  ['by an ARN with an object', ['arn:aws:iam::111111111111:role/reader', 's3:GetObject', 'arn:aws:s3:::data/a'], 1],
  ['by a session', ['arn:aws:sts::111111111111:assumed-role/reader/ann', 's3:GetObject', 'Data'], 1],
  ['with a context that fits', ['Reader', 's3:GetObject', 'Data', '--context', 'aws:PrincipalTag/team=blue'], 1],
  ['with a context that does not', ['Reader', 's3:GetObject', 'Data', '--context', 'AWS:principaltag/TEAM=green'], 0],
  ['without a second factor, where one is asked for', ['Reader', 's3:DeleteObject', 'Data', '--without-mfa'], 0],
  ['with one', ['Reader', 's3:DeleteObject', 'Data'], 1],
  ['through a role', ['service:lambda.amazonaws.com', 's3:GetObject', 'Data', '--through-roles'], 1],
  ['in roundabout ways', ['service:lambda.amazonaws.com', 's3:GetObject', 'Data', '--ways', 'pass, grant'], 1],
  ['not by itself', ['service:lambda.amazonaws.com', 's3:GetObject', 'Data'], 0],
  ['from the Internet', ['internet', 's3:GetObject', 'Data'], 0],
  ['another account', ['222222222222', 's3:GetObject', 'Data'], 0],
  ['the account', ['111111111111', 's3:GetObject', 'Data'], 1],
  ['its root user', ['arn:aws:iam::111111111111:root', 's3:GetObject', 'Data'], 1],
  ['a role that is not in the templates', ['arn:aws:iam::111111111111:role/other', 's3:GetObject', 'Data'], 3],
  ['a bucket that is not in the templates, whose policy may say anything', ['Reader', 's3:GetObject', 'arn:aws:s3:::other/a'], 3],
  ['the role of a grant, which is made when it is approved', ['arn:aws:iam::111111111111:role/grants/support/1', 's3:GetObject', 'arn:aws:s3:::data/customers/acme/a', '--context', 'aws:PrincipalTag/customer=acme'], 1],
  ['the role of a grant, for another customer', ['arn:aws:iam::111111111111:role/grants/support/1', 's3:GetObject', 'arn:aws:s3:::data/customers/other/a', '--context', 'aws:PrincipalTag/customer=acme'], 0],
  ['the role of a grant of another access', ['arn:aws:iam::111111111111:role/grants/other/1', 's3:GetObject', 'arn:aws:s3:::data/customers/acme/a'], 3],
  ['what hangs on a parameter', ['Reader', 's3:ListBucket', 'Data'], 3],
])('%s', (_, args, code) => expect(can(...args).code).toBe(code));

test('denied is 0, with the statements that deny or what is missing', () => {
  expect(can('Reader', 's3:GetObject', 'Data', '--context', 'aws:SecureTransport=false').text).toBe([
    'denied: arn:aws:iam::111111111111:role/reader may not s3:GetObject on arn:aws:s3:::data/*, in any context that was asked about',
    '  denied by app.yaml DataPolicy Properties.PolicyDocument.Statement[0] (DenyPlaintext)',
  ].join('\n'));
  said = [];
  expect(can('Reader', 's3:PutObject', 'Data').text).toContain('  since no policy of its own allows it');
});

test('unknown is 3, with what is open', () => {
  expect(can('Reader', 's3:ListBucket', 'Data').text).toContain('  open app.yaml Reader Somewhere: it depends on a value that the templates leave open');
});

test.each<[string, string[], RegExp]>([
  ['too few arguments', ['Reader', 's3:GetObject'], /name a principal, an action and a resource; 2 were named/],
  ['no action', ['Reader', 'GetObject', 'Data'], /'GetObject' is no action; write one such as s3:GetObject/],
  ['no principal', ['Nobody', 's3:GetObject', 'Data'], /there is no role or user 'Nobody' in the templates/],
  ['a principal of another kind', ['Data', 's3:GetObject', 'Data'], /app.yaml\/Data is no role or user/],
  ['an ARN of nobody', ['arn:aws:s3:::data', 's3:GetObject', 'Data'], /is no ARN of a principal/],
  ['a pattern that nobody fits', ['arn:aws:iam::111111111111:role/x*', 's3:GetObject', 'Data'], /no role or user of the templates matches/],
  ['a service without its name', ['service:lambda', 's3:GetObject', 'Data'], /write one such as service:lambda.amazonaws.com/],
  ['no resource', ['Reader', 's3:GetObject', 'Nothing'], /there is no resource that can have a policy 'Nothing'/],
  ['an ARN that is none', ['Reader', 's3:GetObject', 'arn:aws:s3'], /'arn:aws:s3' is no ARN/],
  ['a context without a value', ['Reader', 's3:GetObject', 'Data', '--context', 'team'], /--context is 'team'; write key=value/],
  ['a way that is none', ['Reader', 's3:GetObject', 'Data', '--ways', 'pass,steal'], /--ways has 'steal'; write some of pass, rewrite, grant/],
  ['an option that there is not', ['Reader', 's3:GetObject', 'Data', '--mfa'], /Unknown option '--mfa'/],
])('unusable input is 2: %s', (_, args, why) => {
  const { code, text } = can(...args);
  expect(code).toBe(2);
  expect(text).toMatch(why);
  expect(said).toEqual([]);
});

test('templates and assemblies that cannot be read are told', () => {
  expect(run(['a', 's3:GetObject', 'b', '--template', join(folder, 'missing.yaml')])).toBe(2);
  expect(run(['a', 's3:GetObject', 'b', '--assembly', join(folder, 'missing')])).toBe(2);
  expect(run(['a', 's3:GetObject', 'b', '--assembly', folder, '--template', 'x', '--account', '1'])).toBe(2);
  expect(complained.join('\n')).toMatch(/missing.yaml: there is no such file[^]*there is no such directory[^]*give either --assembly or --template[^]*--account is '1'; write 12 digits/);
});

test('the help tells the exit codes', () => expect(USAGE).toMatch(/Exit code: 0 denied; 1 allowed; 2 the input cannot be used; 3 the templates do not decide it\./));

test.each([
  ['of its own account', ['--account', '111111111111'], 1],
  ['of another account, which IAM does not act on', ['--account', '222222222222'], 0],
  ['of an account that is not known, which may be that one', [], 1],
])('a right to change a role %s', (_, account, code) => {
  const file = join(folder, 'rights.yaml');
  writeFileSync(file, `
Resources:
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]}
      Policies: [{PolicyName: p, PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: iam:PutRolePolicy, Resource: 'arn:aws:iam::111111111111:role/x'}]}}]
`);
  expect(run(['Admin', 'iam:PutRolePolicy', '*', '--template', file, ...account])).toBe(code);
});
