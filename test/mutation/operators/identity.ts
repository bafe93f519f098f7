import type { Resource } from '../../../lib/checks/template';
import { addStatement, alsoNew, append, drop, dropStatement, operator, put, remove, statement, swap, through, type Loose, type Operator } from '../support/operator';
import { foreignAccount, keyLost, madePublic, namesOthers, plaintextAdmitted, STRANGER, switchedOff } from './common';

const ROLE = 'AWS::IAM::Role';
const KEY = 'AWS::KMS::Key';
const KEYS = [KEY, 'AWS::KMS::ReplicaKey'];
const SECRET = 'AWS::SecretsManager::Secret';
const ROTATION = 'AWS::SecretsManager::RotationSchedule';
const SCP = 'AWS::Organizations::Policy';
const SHARE = 'AWS::RAM::ResourceShare';
const PERMISSION = 'AWS::Lambda::Permission';
const STANDALONE = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy'];
const INLINE = ['AWS::IAM::Group', ROLE, 'AWS::IAM::User'];
const GITHUB = 'token.actions.githubusercontent.com';
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

const rotated = (schedule: Resource) => schedule.at('SecretId').targets.flatMap((target) => (target.type === SECRET ? [target] : target.at('SecretId').targets));
const regionStatement = (label: string, change: (each: Loose) => void) => statement(SCP, 'Content', label, (each) => {
  const fits = JSON.stringify(each.Condition ?? {}).includes('RequestedRegion') && each.Effect === 'Deny';
  if (fits) {
    change(each);
  }
  return fits;
});
const regions = (each: Loose): Loose => (Object.values(each.Condition as object) as Loose[]).find((keys) => 'aws:RequestedRegion' in keys);
const isAdministration = (each: Loose) => each.Effect === 'Allow' && JSON.stringify(each.Action).includes('kms:PutKeyPolicy');
/** Where each type that a rule about everybody, or about other environments, is on keeps its policy. */
const POLICIES: readonly (readonly [string, string])[] = [
  ['AWS::Backup::BackupVault', 'AccessPolicy'], ['AWS::DynamoDB::Table', 'ResourcePolicy.PolicyDocument'], ['AWS::ECR::RegistryPolicy', 'PolicyText'], ['AWS::ECR::Repository', 'RepositoryPolicyText'],
  ['AWS::EFS::FileSystem', 'FileSystemPolicy'], [KEY, 'KeyPolicy'], ['AWS::Kinesis::ResourcePolicy', 'ResourcePolicy'], ['AWS::Logs::Destination', 'DestinationPolicy'],
  ['AWS::OpenSearchService::Domain', 'AccessPolicies'], ['AWS::S3::AccessPoint', 'Policy'], ['AWS::S3::BucketPolicy', 'PolicyDocument'], ['AWS::SNS::TopicPolicy', 'PolicyDocument'],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument'], ['AWS::SSM::ResourcePolicy', 'Policy'], ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'],
];
const numbered = (all: readonly Operator[]) => all.map((made, i) => ({ ...made, name: `${made.name} #${i}` }));
const eventBus = (label: string, properties: (resource: Resource) => object) => operator(label, 'AWS::Events::EventBusPolicy', (resource) => [{ apply: (raw) => {
  raw.Properties = { StatementId: 'Mutant', EventBusName: raw.Properties.EventBusName as unknown, ...properties(resource) };
} }]);
const written = (policy: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...policy }] });

/** Identities, keys, secrets, and what accounts let each other do. */
export const IDENTITY: Readonly<Record<string, readonly Operator[]>> = {
  EventBusPolicyNotPublic: [
    eventBus('a statement for everybody', () => ({ Statement: { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' } })),
    eventBus('a statement for everybody, as AWS', () => ({ Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'events:PutEvents', Resource: '*' } })),
    eventBus('everybody, in the old form', () => ({ Principal: '*', Action: 'events:PutEvents' })),
  ],
  IamPolicyNoStarStar: numbered([
    ...[STANDALONE, INLINE].flatMap((types, i) => [EVERYTHING, { ...EVERYTHING, Action: ['s3:GetObject', '*'], Resource: ['arn:aws:s3:::x', '*'] }, { ...EVERYTHING, Action: '*:*' }, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' },
      ...['arn:*', 'arn:aws:*', 'arn:aws:*:*:*:*', '?*'].map((resource) => ({ ...EVERYTHING, Resource: resource })), { ...EVERYTHING, Action: '**' }]
      .map((made) => addStatement(types, i === 0 ? 'PolicyDocument' : 'Policies.*.PolicyDocument', `add ${JSON.stringify(made)}`, () => made))),
    ...['arn:aws:iam::aws:policy/AdministratorAccess', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }].map((policy) => append(INLINE, 'ManagedPolicyArns', policy)),
    append('AWS::SSO::PermissionSet', 'ManagedPolicies', 'arn:aws:iam::aws:policy/AdministratorAccess'),
    put('AWS::SSO::PermissionSet', 'InlinePolicy', { Version: '2012-10-17', Statement: EVERYTHING }), put('AWS::SSO::PermissionSet', 'InlinePolicy', JSON.stringify({ Version: '2012-10-17', Statement: [EVERYTHING] }), 'an inline policy as text'),
  ]),
  IamPolicyWithinEnvironment: numbered([STANDALONE, INLINE].flatMap((types, i) => [foreignAccount, () => STRANGER].flatMap((account) => [
    addStatement(types, i === 0 ? 'PolicyDocument' : 'Policies.*.PolicyDocument', "assume another account's role", (resource) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${account(resource)}:role/Application` })),
    addStatement(types, i === 0 ? 'PolicyDocument' : 'Policies.*.PolicyDocument', "use another account's key, in a list", (resource) => ({ Effect: 'Allow', Action: ['kms:Decrypt'], Resource: ['arn:aws:s3:::x', `arn:aws:kms:eu-central-1:${account(resource)}:key/1`] })),
  ]))),
  IamRoleTrustNotEverybody: [
    ...madePublic(ROLE, 'AssumeRolePolicyDocument').filter(({ name }) => !name.includes('condition of a statement for everybody')),
    ...[{ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }, { StringLike: { [`${GITHUB}:sub`]: '*' } }, undefined, { StringLikeIfExists: { [`${GITHUB}:sub`]: 'repo:acme/portal:*' } },
      ...['repo:*', 'repo:*/portal:*', '*:ref:refs/heads/main', 'repo:acme*'].map((subject) => ({ StringLike: { [`${GITHUB}:sub`]: subject } }))].map((condition) => addStatement(ROLE, 'AssumeRolePolicyDocument', `any repository: ${JSON.stringify(condition)}`, ({ account }) => ({
      Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${GITHUB}` }, ...(condition && { Condition: condition }),
    }))),
    statement(ROLE, 'AssumeRolePolicyDocument', 'drop the condition on the subject', (each) => {
      const fits = JSON.stringify(each.Principal ?? '').includes('oidc-provider/') && each.Condition !== undefined;
      delete each.Condition;
      return fits;
    }),
  ],
  IamTrustWithinEnvironment: namesOthers(ROLE, 'AssumeRolePolicyDocument', 'sts:AssumeRole'),
  ResourcePolicyWithinEnvironment: numbered([
    ...POLICIES.flatMap(([type, path]) => namesOthers(type, path)),
    ...['AWS::Logs::ResourcePolicy', 'AWS::Logs::Destination'].map((type) => put(type, type === 'AWS::Logs::Destination' ? 'DestinationPolicy' : 'PolicyDocument', (_: Loose, resource: Resource) => written({ Principal: { AWS: foreignAccount(resource) } }), `another environment's account in a text (${type})`)),
    eventBus('a statement for another environment', (resource) => ({ Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${foreignAccount(resource)}:root` }, Action: 'events:PutEvents', Resource: '*' } })),
    eventBus('another environment, in the old form', (resource) => ({ Principal: foreignAccount(resource), Action: 'events:PutEvents' })),
  ]),
  KmsKeyAdministrationApart: [
    drop(KEYS, 'KeyPolicy'), put(KEYS, 'KeyPolicy', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' }] }, 'the default key policy'),
    ...['kms:*', 'kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Re*', '*', 'KMS:ENCRYPT'].map((action) => statement(KEYS, 'KeyPolicy', `administrators may ${action}`, (each) => {
      if (!isAdministration(each)) {
        return false;
      }
      each.Action = [...([] as string[]).concat(each.Action as string), action];
      return true;
    })),
    statement(KEYS, 'KeyPolicy', 'users may delete', (each) => {
      const fits = each.Effect === 'Allow' && JSON.stringify(each.Action).includes('kms:Decrypt');
      each.Action = ['kms:Decrypt', 'kms:ScheduleKeyDeletion'];
      return fits;
    }),
    addStatement(KEYS, 'KeyPolicy', 'all but some actions', ({ account }) => ({ Effect: 'Allow', NotAction: 'kms:CreateGrant', Principal: { AWS: `arn:aws:iam::${account}:role/Application` }, Resource: '*' })),
  ],
  KmsKeyAes256: [put(KEY, 'KeySpec', 'RSA_2048'), put(KEY, 'KeySpec', 'SM2'), put(KEY, 'Origin', 'EXTERNAL'), put(KEY, 'Origin', 'EXTERNAL_KEY_STORE')],
  KmsKeyDeletionDelayed: [put(KEYS, 'PendingWindowInDays', 7), put(KEYS, 'PendingWindowInDays', '29')],
  KmsKeyPolicyNotPublic: madePublic(KEYS, 'KeyPolicy'),
  KmsKeyRotated: [...switchedOff(KEY, 'EnableKeyRotation'), put(KEY, 'RotationPeriodInDays', 2560), put(KEY, 'RotationPeriodInDays', '400')],
  LambdaPermissionWithinEnvironment: [
    put(PERMISSION, 'Principal', (_: Loose, resource: Resource) => foreignAccount(resource), "another environment's account"), put(PERMISSION, 'Principal', STRANGER), put(PERMISSION, 'SourceAccount', STRANGER),
    put(PERMISSION, 'Principal', (_: Loose, resource: Resource) => `arn:aws:iam::${foreignAccount(resource)}:role/x`, "another environment's role"),
    put(PERMISSION, 'SourceArn', (_: Loose, resource: Resource) => `arn:aws:events:eu-central-1:${foreignAccount(resource)}:rule/x`, "another environment's rule"),
  ],
  OrganizationsRegionPolicyDeniesOthers: [
    ...['us-east-1', 'eu-west-2', 'eu-central-2'].map((region) => regionStatement(`allow ${region}`, (each) => { regions(each)['aws:RequestedRegion'] = [...([] as string[]).concat(regions(each)['aws:RequestedRegion'] as string), region]; })),
    regionStatement('deny these instead of others', (each) => { each.Condition = { StringEquals: regions(each) as unknown }; }),
    regionStatement('allow instead of denying', (each) => { each.Effect = 'Allow'; }),
    regionStatement('leave buckets out', (each) => { each.NotAction = ['iam:*', 's3:*']; }), regionStatement('leave everything out', (each) => { each.NotAction = '*'; }),
    regionStatement('only some resources', (each) => { each.Resource = 'arn:aws:s3:::x'; }),
    regionStatement('spare a role', (each) => { each.Condition = { ...each.Condition, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }; }),
    operator('attached to nothing', SCP, (_, raw) => (JSON.stringify(raw).includes('RequestedRegion') ? [{ apply: (draft) => { draft.Properties.TargetIds = []; } }, { place: 'absent', apply: (draft) => { delete draft.Properties.TargetIds; } }] : [])),
    dropStatement(SCP, 'Content', 'no word about regions', (each) => JSON.stringify(each).includes('RequestedRegion')),
  ],
  PasswordFromSecretsManager: ['correct-horse-battery', { Ref: 'Password' }, '{{resolve:ssm-secure:/db/password:1}}', '{{resolve:ssm:/db/password}}'].flatMap((password) => [
    swap(['AWS::DocDB::DBCluster', 'AWS::Redshift::Cluster'], 'MasterUserPassword', password), swap('AWS::ElastiCache::ReplicationGroup', 'AuthToken', password), swap('AWS::IAM::User', 'LoginProfile.Password', password),
    swap('AWS::OpenSearchService::Domain', 'AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword', password), swap('AWS::Cognito::UserPoolIdentityProvider', 'ProviderDetails.client_secret', password),
  ]),
  RamShareWithinEnvironment: [
    drop(SHARE, 'AllowExternalPrincipals'), put(SHARE, 'AllowExternalPrincipals', true), append(SHARE, 'Principals', STRANGER), append(SHARE, 'Principals', (resource: Resource) => foreignAccount(resource), "share with another environment's account"),
    append(SHARE, 'Principals', 'arn:aws:organizations::100000000001:organization/o-a1b2c3d4e5'), append(SHARE, 'Principals', (resource: Resource) => `arn:aws:iam::${foreignAccount(resource)}:role/x`, "share with another environment's role"),
  ],
  SecretEncrypted: keyLost(SECRET, 'KmsKeyId', 'secretsmanager'),
  SecretNotLiteral: [
    operator('the value is written out', SECRET, () => [{ apply: (raw) => { delete raw.Properties.GenerateSecretString; raw.Properties.SecretString = 'correct-horse-battery'; } }]),
    operator('the value is written out, as JSON', SECRET, () => [{ apply: (raw) => { delete raw.Properties.GenerateSecretString; raw.Properties.SecretString = '{"username":"app","password":"hunter22"}'; } }]),
    operator('the value is a plain parameter\'s', SECRET, () => [{ apply: (raw, draft) => {
      delete raw.Properties.GenerateSecretString;
      raw.Properties.SecretString = { Ref: 'MutantValue' };
      draft.body.Parameters = { ...draft.body.Parameters, MutantValue: { Type: 'String' } };
    } }]),
    put(SECRET, 'GenerateSecretString.SecretStringTemplate', '{"username":"app","password":"hunter22"}'),
    operator('one part is written out', SECRET, (secret) => [{ apply: (raw) => { delete raw.Properties.GenerateSecretString; raw.Properties.SecretString = { 'Fn::Sub': ['{"password":"hunter22","host":"${Host}"}', { Host: { Ref: secret.logicalId } }] }; } }]),
  ],
  SecretPolicyNotPublic: madePublic('AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'),
  SecretRotated: [
    remove(ROTATION, rotated),
    ...[put(ROTATION, 'SecretId', 'another-secret'), put(ROTATION, 'RotationRules', { AutomaticallyAfterDays: 90 }), put(ROTATION, 'RotationRules', { ScheduleExpression: 'rate(31 days)' }), drop(ROTATION, 'RotationRules')].map((made) => through(made, rotated)),
  ],
  SnsTopicTlsOnly: [
    remove('AWS::SNS::TopicPolicy', (policy) => policy.at('Topics').targets), ...plaintextAdmitted('AWS::SNS::TopicPolicy', 'PolicyDocument').map((made) => through(made, (policy) => policy.at('Topics').targets)),
  ],
  SqsQueueTlsOnly: [
    remove('AWS::SQS::QueuePolicy', (policy) => policy.at('Queues').targets), ...plaintextAdmitted('AWS::SQS::QueuePolicy', 'PolicyDocument').map((made) => through(made, (policy) => policy.at('Queues').targets)),
  ],
  SsmParameterNoSecrets: [
    ...['AKIAIOSFODNN7EXAMPLE', '-----BEGIN RSA PRIVATE KEY-----\nMIIE', 'mysql://root:hunter22@db/app', '{{resolve:secretsmanager:x:SecretString:y}}'].map((value) => put('AWS::SSM::Parameter', 'Value', value)),
    operator('a password by its name', 'AWS::SSM::Parameter', () => [{ apply: (raw) => { raw.Properties.Name = '/app/db/password'; raw.Properties.Value = 'correct-horse-battery'; } }]),
  ],
  StackOutputNoSecrets: [
    ...['AKIAIOSFODNN7EXAMPLE', 'postgres://app:hunter22@db:5432/app', '{{resolve:secretsmanager:x:SecretString:y}}'].map((value) => section('Outputs', 'MutantEndpoint', { Value: value })),
    section('Outputs', 'DatabasePassword', { Value: 'correct-horse-battery' }), section('Outputs', 'MutantText', { Value: { 'Fn::Sub': 'user:${MutantSecret}' } }, { MutantSecret: { Type: 'String', NoEcho: true } }),
  ],
  StackParameterNoSecrets: [
    section('Parameters', 'DatabasePassword', { Type: 'String' }), section('Parameters', 'ApiToken', { Type: 'String', NoEcho: 'true', Default: 'abcdef0123456789' }),
    section('Parameters', 'Endpoint', { Type: 'String', Default: 'https://admin:hunter22@example.com' }),
    { ...operator('shown to everybody', 'Template::Parameter', (_, raw) => (raw.NoEcho === undefined ? [] : [{ apply: (draft, { body }) => { Object.values(body.Parameters as Record<string, Loose>).forEach((each) => { delete each.NoEcho; }); void draft; } }])), unconditional: true },
  ],
};

/** Adds an output or a parameter to each template that has some. */
function section(name: 'Outputs' | 'Parameters', id: string, made: object, parameters: object = {}): Operator {
  const type = name === 'Outputs' ? 'Template::Output' : 'Template::Parameter';
  const base = alsoNew(operator(`${type} ${id}: ${JSON.stringify(made)}`, type, () => [{ apply: (_raw, { body }) => {
    body[name][id] = made;
    body.Parameters = { ...body.Parameters, ...parameters };
  } }]));
  // One for each template is enough, whatever else its section holds.
  return { ...base, unconditional: true, mutations: (set) => base.mutations(set).filter((mutation, i, all) => all.findIndex(({ template }) => template === mutation.template) === i) };
}
