import { accountOf, covers, insideEea, isEverybody, isOptional, notPublic, operatorOf, regionOfArn, setting, customerKey, holdsNoSecret, soundsSecret, statements, textHoldsNoSecret, like, withinEnvironment, type Resource } from '../../../lib/checks/rule';
import { TemplateSet, type Json } from '../../../lib/checks/template';

const ACCOUNTS = { 111111111111: 'development', 222222222222: 'production', 333333333333: 'backup' };

/** A resource of development with these properties, beside a key, a role and a parameter. */
function thing(properties: object, source: object = {}, accounts: Record<string, string> = ACCOUNTS): Resource {
  const set = new TemplateSet([{ name: 'S', account: '111111111111', environment: 'development', ...source, body: {
    Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
    Resources: { Key: { Type: 'AWS::KMS::Key' }, Topic: { Type: 'AWS::SNS::Topic' }, Custom: { Type: 'Custom::Key' }, Role: { Type: 'AWS::IAM::Role' }, AccessKey: { Type: 'AWS::IAM::AccessKey' }, Thing: { Type: 'T', Properties: properties as Json } },
  } as Json }], accounts);
  return set.templates[0].base.resource('Thing')!;
}
const value = (literal: unknown) => thing({ It: literal }).at('It');
const allow = (more: object) => ({ Statement: { Effect: 'Allow', Action: 's3:GetObject', ...more } });

describe('statements', () => {
  test('are read from lists and single values, with actions and keys in lower case', () => {
    const [one] = statements(value({ Statement: { Effect: 'Deny', Action: 'S3:GetObject', Resource: '*', Principal: { AWS: '123456789012', Service: ['a', 'b'] }, Condition: { Bool: { 'AWS:SecureTransport': false } } } }));
    expect(one).toMatchObject({ effect: 'Deny', actions: ['s3:getobject'], notActions: [] });
    expect(one.principals.map((principal) => `${principal.kind}=${principal.value.text}`)).toEqual(['AWS=123456789012', 'Service=a', 'Service=b']);
    expect(one.conditions.map(({ operator, key, values }) => [operator, key, values.map((each) => each.isFalse)])).toEqual([['Bool', 'aws:securetransport', [true]]]);
  });

  test('are read from JSON text', () => {
    expect(statements(value(JSON.stringify(allow({ Principal: '*' })))).map(({ principals }) => principals.some(isEverybody))).toEqual([true]);
  });

  test('say nothing where the document is open or no JSON', () => {
    for (const document of [{ Ref: 'Open' }, { 'Fn::Sub': '{"Statement":"${Key}"}' }, 'nonsense']) {
      expect(statements(value(document)).map(({ effect }) => effect)).toEqual([undefined]);
    }
    expect(statements(value(undefined))).toEqual([]);
  });
});

test.each([['*', 's3:getobject', true], ['s3:Get*', 's3:GetObject', true], ['s3:Get?bject', 's3:GetObject', true], ['s3:Put*', 's3:GetObject', false], ['s3.*', 's3:x', false]])('%s covers %s: %s', (pattern, action, expected) => {
  expect(covers(pattern, action)).toBe(expected);
});

test('a pattern matches the whole text, with its special characters as they are', () => {
  expect(like('arn:aws:s3:::${B}/*', 'arn:aws:s3:::${B}/a')).toBe(true);
  expect(like('a.c', 'abc')).toBe(false);
});

test.each([
  ['123456789012', '123456789012'], ['arn:aws:iam::123456789012:root', '123456789012'], [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x' }, '111111111111'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, '111111111111'], ['*', undefined], [{ Ref: 'Open' }, undefined],
])('the account of %j', (principal, account) => {
  const [{ principals }] = statements(value({ Statement: [{ Principal: { AWS: principal } }] }));
  expect(accountOf(principals[0])).toBe(account);
});

test.each([['StringEquals', 'stringequals', false], ['ForAnyValue:StringLike', 'stringlike', false], ['ForAllValues:StringEquals', 'stringequals', true], ['StringEqualsIfExists', 'stringequals', true]])('%s', (operator, name, optional) => {
  const condition = { operator, key: 'k', values: [] };
  expect([operatorOf(condition), isOptional(condition)]).toEqual([name, optional]);
});

describe('a policy admits the public', () => {
  const everybody = { Principal: '*' };
  const when = (operator: string, key: string, list: unknown) => ({ Principal: { AWS: '*' }, Condition: { [operator]: { [key]: list } } });
  test.each<[string, object, string]>([
    ['everybody', everybody, 'violation'],
    ['everybody but one', { NotPrincipal: { AWS: '123456789012' } }, 'violation'],
    ['one of several principals', { Principal: { AWS: ['123456789012', '*'] } }, 'violation'],
    ['an account', { Principal: { AWS: '123456789012' } }, 'compliant'],
    ['a service', { Principal: { Service: 's3.amazonaws.com' } }, 'compliant'],
    ['the organisation', when('StringEquals', 'aws:PrincipalOrgID', 'o-1'), 'compliant'],
    ['the organisation, if the request says one', when('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-1'), 'violation'],
    ['whoever is of any organisation', when('StringLike', 'aws:PrincipalOrgID', '*'), 'violation'],
    ['whoever is not of one', when('StringNotEquals', 'aws:PrincipalOrgID', 'o-1'), 'violation'],
    ['whoever uses TLS', when('Bool', 'aws:SecureTransport', 'true'), 'violation'],
    ['an open principal', { Principal: { AWS: { Ref: 'Open' } } }, 'unknown'],
    ['an open effect', { Effect: { Ref: 'Open' } }, 'unknown'],
    ['nobody', { ...everybody, Effect: 'Deny' }, 'compliant'],
  ])('%s: %s', (_, statement, kind) => {
    expect(notPublic(value(allow(statement)), 'the bucket').kind).toBe(kind);
  });
});

describe('a policy of development names', () => {
  const named = (principal: unknown, source?: object, accounts?: Record<string, string>) => {
    const owner = thing({ Policy: allow({ Principal: { AWS: principal } }) }, source, accounts);
    return withinEnvironment(owner.at('Policy'), owner).kind;
  };
  test.each<[string, unknown, string]>([
    ['itself', { Ref: 'AWS::AccountId' }, 'compliant'],
    ['a shared account', '333333333333', 'compliant'],
    ['another environment', 'arn:aws:iam::222222222222:role/x', 'violation'],
    ['a stranger', '999999999999', 'violation'],
    ['a parameter', { Ref: 'Open' }, 'unknown'],
    ['where load balancers write from', 'arn:aws:iam::054676820928:root', 'compliant'],
  ])('%s', (_, principal, kind) => expect(named(principal)).toBe(kind));

  test('anybody, when the estate is not known: unknown', () => expect(named('222222222222', {}, {})).toBe('unknown'));
  test('an environment, when it is a shared account itself: fine', () => expect(named('222222222222', { account: '333333333333', environment: 'backup' })).toBe('compliant'));
  test('an environment, when it is not known whose it is: unknown', () => expect(named('222222222222', { account: '444444444444', environment: undefined })).toBe('unknown'));
  test('another environment in a condition: violation', () => {
    const owner = thing({ Policy: allow({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } } }) });
    expect(withinEnvironment(owner.at('Policy'), owner).kind).toBe('violation');
  });
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'violation'], ['empty text', '', 'violation'], ['a key', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'compliant'], ['another resource', { Ref: 'Topic' }, 'violation'],
  ["somebody's code", { 'Fn::GetAtt': ['Custom', 'Arn'] }, 'unknown'], ['a parameter', { Ref: 'Open' }, 'unknown'], ['a dynamic reference', '{{resolve:ssm:/key}}', 'unknown'],
  ["AWS's own alias", 'alias/aws/rds', 'violation'], ["AWS's own alias by ARN", { 'Fn::Sub': 'arn:aws:kms:eu-central-1:${AWS::AccountId}:alias/aws/s3' }, 'violation'], ['an alias', 'alias/mine', 'compliant'],
])('encrypted under %s: %s', (_, key, kind) => {
  expect(customerKey(value(key), 'it').kind).toBe(kind);
});

test('a setting is found by its key, and is open when the list is', () => {
  expect(setting(value([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]), 'b').text).toBe('2');
  expect(setting(value([{ Key: 'a', Value: '1' }]), 'b').absent).toBe(true);
  expect(setting(value({ Ref: 'Open' }), 'b').open).toBe('parameter Open');
  expect(setting(value([{ Ref: 'Open' }]), 'b').open).toBe('parameter Open');
});

test.each<[unknown, string]>([['eu-central-1', 'compliant'], ['eu-west-2', 'violation'], ['eu-central-2', 'violation'], ['us-east-1', 'violation'], [{ Ref: 'Open' }, 'unknown'], [{ Ref: 'AWS::Region' }, 'unknown']])('region %j: %s', (region, kind) => {
  expect(insideEea(value(region)).kind).toBe(kind);
});

test('an ARN names its region, if it has one', () => {
  expect([regionOfArn(value('arn:aws:kms:eu-west-1:123456789012:key/a')), regionOfArn(value('arn:aws:s3:::b')), regionOfArn(value('b'))]).toEqual(['eu-west-1', undefined, undefined]);
});

test.each([['DB_PASSWORD', true], ['ApiKey', true], ['client_secret', true], ['GITHUB_TOKEN', true], ['DB_SECRET_ARN', false], ['TOKEN_URL', false], ['SecretsBucket', false], ['AgentTokenParameterStoreKMSKey', false], ['EnableSecretsPlugin', false], ['UseCredentials', false], ['SecretsPluginSkipSSHKeyNotFoundWarning', false], ['SigningKeySSMParameter', false], ['PasswordParameter', true], ['IssuedToken', true], ['HashSecret', true], ['PasswordPolicy', false], ['TABLE', false], ['COMPASS', false], ['MONKEY', false]])('%s sounds secret: %s', (name, expected) => {
  expect(soundsSecret(name)).toBe(expected);
});

test.each<[string, string, unknown, string]>([
  ['a password written out', 'DB_PASSWORD', 'hunter22', 'violation'],
  ['a plain setting', 'STAGE', 'prod', 'compliant'],
  ['a connection string without a secret', 'JDBCConnectionString', { 'Fn::Sub': 'jdbc:mysql://${Topic.Name}:3306/db' }, 'compliant'],
  ['a connection string with one', 'CONNECTION_STRING', 'jdbc:mysql://db:3306/db?user=a&password=hunter22', 'violation'],
  ['a connection string that is handed in', 'CONNECTION_STRING', { Ref: 'Open' }, 'unknown'],
  ['a NoEcho parameter under any name', 'X', { Ref: 'Hidden' }, 'violation'],
  ['a NoEcho parameter inside text', 'X', { 'Fn::Sub': 'a${Hidden}' }, 'violation'],
  ['an open parameter that sounds secret', 'DB_PASSWORD', { Ref: 'Open' }, 'unknown'],
  ['an open parameter that does not', 'STAGE', { Ref: 'Open' }, 'compliant'],
  ['a secret read out at deployment', 'X', '{{resolve:secretsmanager:db:SecretString:password}}', 'violation'],
  ['the secret of an access key', 'X', { 'Fn::GetAtt': ['AccessKey', 'SecretAccessKey'] }, 'violation'],
  ['an access key id by its shape', 'X', 'AKIAIOSFODNN7EXAMPLE', 'violation'],
  ['a private key', 'X', '-----BEGIN RSA PRIVATE KEY-----', 'violation'],
  ['a password in an address', 'X', 'postgres://me:hunter2@db/x', 'violation'],
  ['an ARN', 'DB_SECRET', 'arn:aws:secretsmanager:eu-central-1:1:secret:x', 'compliant'],
  ['a reference', 'DB_SECRET', { Ref: 'Topic' }, 'compliant'],
  ['a switch', 'USE_TOKEN', 'true', 'compliant'],
])('%s', (_, name, literal, kind) => {
  const owner = thing({ It: literal });
  expect(holdsNoSecret(name, owner.at('It'), owner, 'it').kind).toBe(kind);
});

test.each([
  ['export DB_PASSWORD=hunter22', 'violation'], ['password: "correct-horse"', 'violation'], ['api_key = abcdefgh', 'violation'],
  ['PASSWORD=$(aws secretsmanager get-secret-value --secret-id x)', 'compliant'], ['TOKEN=`curl -X PUT http://169.254.169.254/latest/api/token`', 'compliant'], ['export PASSWORD="$1"', 'compliant'], ['yum update -y', 'compliant'],
])('commands %s: %s', (text, kind) => {
  const owner = thing({ It: text });
  expect(textHoldsNoSecret(owner.at('It'), owner, 'it').kind).toBe(kind);
});
