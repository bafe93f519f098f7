import { EnvironmentsShareNoAccess } from '../../../../../lib/checks/proofs/properties/environments-share-no-access';
import { KeyAdministratorsCannotUse } from '../../../../../lib/checks/proofs/properties/key-administrators-cannot-use';
import { NobodyStopsRecording } from '../../../../../lib/checks/proofs/properties/nobody-stops-recording';
import { NobodyOutsideOrganisationReadsBuckets } from '../../../../../lib/checks/proofs/properties/nobody-outside-organisation-reads-buckets';
import { OnlyDeploymentRolesChangeStacks } from '../../../../../lib/checks/proofs/properties/only-deployment-roles-change-stacks';
import { OrganisationDeniesOtherRegions } from '../../../../../lib/checks/proofs/properties/organisation-denies-other-regions';
import { PersonalDataKeysUsedThroughServices } from '../../../../../lib/checks/proofs/properties/personal-data-keys-used-through-services';
import { ProductionDataNotShared } from '../../../../../lib/checks/proofs/properties/production-data-not-shared';
import { RolesCannotEscalate } from '../../../../../lib/checks/proofs/properties/roles-cannot-escalate';
import type { Property } from '../../../../../lib/checks/proofs/property';
import { TemplateSet, type Json, type JsonMap, type TemplateSource } from '../../../../../lib/checks/template';

const [DEVELOPMENT, PRODUCTION, RELEASE, MANAGEMENT, STRANGER] = ['200000000001', '200000000004', '100000000004', '100000000001', '333333333333'];
const ACCOUNTS = { [DEVELOPMENT]: 'development', [PRODUCTION]: 'production', [RELEASE]: 'release', [MANAGEMENT]: 'management' };
const ORGANISATION = 'o-a1b2c3d4e5';

type Resources = Record<string, { Type: string; Properties?: JsonMap; [more: string]: Json | undefined }>;
const policy = (...statements: JsonMap[]): JsonMap => ({ Version: '2012-10-17', Statement: statements });
const allow = (principal: Json, action: Json, more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more });
const when = (operator: string, key: string, value: Json): JsonMap => ({ Condition: { [operator]: { [key]: value } } });
const arn = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });

function stack(resources: Resources, account = PRODUCTION, more: Partial<TemplateSource> & { body?: JsonMap } = {}): TemplateSource {
  return { name: 'Stack', stackName: 'Stack', account, region: 'eu-central-1', ...more, body: { ...more.body as JsonMap | undefined, Resources: resources as JsonMap } };
}

function bucket(...statements: JsonMap[]): Resources {
  return { Data: { Type: 'AWS::S3::Bucket' }, DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy(...statements) } } };
}

function role(trust: JsonMap, ...statements: JsonMap[]): Resources {
  return { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }), ...(statements.length > 0 && { Policies: [{ PolicyName: 'P', PolicyDocument: policy(...statements) }] }) } } };
}

const key = (...statements: JsonMap[]): Resources => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(...statements) } } });
const may = (action: Json, resource: Json = '*'): JsonMap => ({ Effect: 'Allow', Action: action, Resource: resource });

function control(type: string, ...statements: JsonMap[]): TemplateSource {
  return stack({ Control: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: type, TargetIds: ['r-ab12'], Content: policy(...statements) } } }, MANAGEMENT, { name: 'Organisation', stackName: 'Organisation' });
}
/** Closes S3, KMS and STS of member accounts to whoever is not of the organisation. */
const PERIMETER = control('RESOURCE_CONTROL_POLICY', { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANISATION }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } });

/** What a property says, as `logical id kind: message`. */
function verdicts(property: Property, sources: TemplateSource[], accounts: Record<string, string> = ACCOUNTS): string[] {
  return property.check(new TemplateSet(sources, accounts)).map(({ logicalId, verdict }) => [logicalId, verdict.kind, ...verdict.messages].join(' '));
}

describe(EnvironmentsShareNoAccess.id, () => {
  test.each<[string, TemplateSource[]]>([
    ['a bucket for its own account', [stack(bucket(allow({ AWS: PRODUCTION }, 's3:*')))]],
    ['a bucket for a shared account', [stack(bucket(allow({ AWS: RELEASE }, 's3:*')))]],
    ['a key for its own account', [stack(key(allow({ AWS: `arn:aws:iam::${PRODUCTION}:root` }, 'kms:*')))]],
    ['everybody, but only of the same account', [stack(bucket(allow('*', 's3:*', when('StringEquals', 'aws:PrincipalAccount', PRODUCTION))))]],
    ['everybody, but a denial leaves the same account', [stack(bucket(allow('*', 's3:*'), { ...allow('*', 's3:*', when('StringNotEquals', 'aws:PrincipalAccount', PRODUCTION)), Effect: 'Deny' }))]],
    ['an image that the release account shares with the estate', [stack({ Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText: policy({ Effect: 'Allow', Principal: { AWS: [DEVELOPMENT, PRODUCTION] }, Action: 'ecr:BatchGetImage' }) } } }, RELEASE)]],
    ['a role for a service', [stack(role({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }))]],
    ['a stranger whom the perimeter keeps out', [PERIMETER, stack(bucket(allow({ AWS: STRANGER }, 's3:*')))]],
  ])('holds: %s', (_, sources) => expect(verdicts(EnvironmentsShareNoAccess, sources)).toEqual(expect.arrayContaining([expect.stringMatching(/ compliant$/)])));

  test.each<[string, TemplateSource[], RegExp]>([
    ['a bucket policy names development', [stack(bucket(allow({ AWS: DEVELOPMENT }, 's3:GetObject')))], /^DataPolicy violation an identity of account 200000000001 \(development\) may s3:GetObject on arn:aws:s3:::stack-data-\*(\/x)?, by Stack DataPolicy Properties.PolicyDocument.Statement\[0\]$/],
    ['a bucket policy names the whole organisation', [PERIMETER, stack(bucket(allow('*', 's3:GetObject', when('StringEquals', 'aws:PrincipalOrgID', ORGANISATION))))], /^DataPolicy violation an identity of account 200000000001 \(development\) may s3:GetObject/],
    ['a condition that can be left out', [PERIMETER, stack(bucket(allow('*', 's3:GetObject', when('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1'))))], /may s3:GetObject/],
    ['a key by a role of development', [stack(key(allow({ AWS: `arn:aws:iam::${DEVELOPMENT}:role/ci` }, 'kms:Decrypt')))], /^Key violation .* may kms:Decrypt on .* when aws:PrincipalArn is arn:aws:iam::200000000001:role\/ci, by Stack Key Properties.KeyPolicy.Statement\[0\]/],
    ['a role that trusts development', [stack(role({ Principal: { AWS: DEVELOPMENT } }))], /^Role violation .*200000000001 \(development\) may sts:AssumeRole on arn:aws:iam::200000000004:role\/Stack-Role-\*/],
    ['a role that trusts a stranger, though with an external id', [stack(role({ Principal: { AWS: STRANGER }, ...when('StringEquals', 'sts:ExternalId', 'x') }))], /^Role violation an identity of account 333333333333 may sts:AssumeRole .* when sts:ExternalId is x/],
    ['a role that trusts everybody', [stack(role({ Principal: '*' }))], /anybody on the Internet may sts:AssumeRole/],
    ['a function', [stack({ F: { Type: 'AWS::Lambda::Function' }, P: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', Principal: DEVELOPMENT } } })], /^P violation .* may lambda:InvokeFunction/],
    ['a topic, which no resource control policy reaches', [PERIMETER, stack({ T: { Type: 'AWS::SNS::Topic' }, P: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'T' }], PolicyDocument: policy(allow({ AWS: STRANGER }, 'sns:Publish')) } } })], /^P violation an identity of account 333333333333 may sns:Publish/],
    ['logs of the account as a whole', [stack({ L: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'p', PolicyDocument: JSON.stringify(policy(allow({ AWS: DEVELOPMENT }, 'logs:PutLogEvents'))) } } })], /^L violation .* may logs:PutLogEvents/],
    ['a search domain, by its paths', [stack({ D: { Type: 'AWS::OpenSearchService::Domain', Properties: { AccessPolicies: policy({ ...allow({ AWS: DEVELOPMENT }, 'es:ESHttp*'), Resource: { 'Fn::Sub': 'arn:aws:es:eu-central-1:200000000004:domain/d/*' } }) } } })], /^D violation .* may es:ESHttpGet/],
    ['an API', [stack({ D: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: policy({ ...allow({ AWS: DEVELOPMENT }, 'execute-api:Invoke'), Resource: 'execute-api:/*' }) } } })], /^D violation .* may execute-api:Invoke/],
    ['an image of the release account for a stranger', [stack({ Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText: policy({ Effect: 'Allow', Principal: { AWS: STRANGER }, Action: 'ecr:*' }) } } }, RELEASE)], /^Images violation an identity of account 333333333333 may ecr:\w+/],
  ])('is broken: %s', (_, sources, witness) => {
    expect(verdicts(EnvironmentsShareNoAccess, sources).filter((verdict) => verdict.includes(' violation '))).toEqual([expect.stringMatching(witness)]);
  });

  const service = (more: JsonMap = {}): JsonMap => allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', more);
  const CONFUSED = /^DataPolicy violation cloudfront.amazonaws.com may s3:GetObject on arn:aws:s3:::stack-data-\*(\/x)? when aws:SourceAccount is 200000000001/;
  test.each<[string, TemplateSource[], RegExp]>([
    ['a service for this account', [stack(bucket(service(when('StringEquals', 'aws:SourceAccount', PRODUCTION))))], /^DataPolicy compliant$/],
    ['a service for a resource of this account', [stack(bucket(service(when('ArnLike', 'aws:SourceArn', `arn:aws:cloudfront::${PRODUCTION}:distribution/*`))))], /^DataPolicy compliant$/],
    ['a service that a denial keeps to this account', [stack(bucket(service(), { ...allow('*', 's3:*', when('StringNotEquals', 'aws:SourceAccount', PRODUCTION)), Effect: 'Deny' }))], /^DataPolicy compliant$/],
    ['a service for whomever', [stack(bucket(service()))], CONFUSED],
    ['a service for the whole organisation', [PERIMETER, stack(bucket(service(when('StringEquals', 'aws:SourceOrgID', ORGANISATION))))], CONFUSED],
    ['a service for this account, if it tells', [stack(bucket(service(when('StringEqualsIfExists', 'aws:SourceAccount', PRODUCTION))))], /^DataPolicy compliant$/],
    ['a service for any distribution', [stack(bucket(service(when('ArnLike', 'aws:SourceArn', 'arn:aws:cloudfront::*:distribution/*'))))], CONFUSED],
    ['a service for any distribution of the organisation', [PERIMETER, stack(bucket(service({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/*' }, StringEquals: { 'aws:SourceOrgID': ORGANISATION } } })))], CONFUSED],
    ['a service for development, too', [stack(bucket(service(when('StringEquals', 'aws:SourceAccount', [PRODUCTION, DEVELOPMENT]))))], CONFUSED],
    ['logs of this account, by the encryption context', [stack(key(allow({ Service: 'logs.eu-central-1.amazonaws.com' }, 'kms:Decrypt', when('ArnLike', 'kms:EncryptionContext:aws:logs:arn', `arn:aws:logs:eu-central-1:${PRODUCTION}:*`))))], /^Key compliant$/],
    ['logs of any account', [stack(key(allow({ Service: 'logs.eu-central-1.amazonaws.com' }, 'kms:Decrypt', when('ArnLike', 'kms:EncryptionContext:aws:logs:arn', 'arn:aws:logs:eu-central-1:*:*'))))], /^Key violation logs.eu-central-1.amazonaws.com may kms:Decrypt/],
    ['a shared account, which serves all', [stack(bucket(service()), RELEASE)], /^DataPolicy compliant$/],
    ['an ACL', [stack({ Data: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'AuthenticatedRead', OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } } } })], /^Data violation an identity of account 200000000001 \(development\) may s3:ListBucket\w* .*, by Stack Data Properties.AccessControl.Statement\[0\] \(ACL AuthenticatedRead\)/],
  ])('within the organisation: %s', (_, sources, said) => expect(verdicts(EnvironmentsShareNoAccess, sources)).toEqual([expect.stringMatching(said)]));

  test('what is open is unknown', () => {
    const [said] = verdicts(EnvironmentsShareNoAccess, [stack(bucket(allow({ AWS: { Ref: 'Partner' } }, 's3:GetObject')), PRODUCTION, { body: { Parameters: { Partner: { Type: 'String' } } } })]);
    expect(said).toMatch(/^DataPolicy unknown whether .* may is not decided: .*DataPolicy/);
    expect(verdicts(EnvironmentsShareNoAccess, [stack(bucket(allow('*', 's3:*')))], {})).toEqual(['DataPolicy unknown which environment an account belongs to is not known']);
    expect(verdicts(EnvironmentsShareNoAccess, [stack({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: '{"Statement"' } } })])[0]).toMatch(/^Key unknown/);
  });
});

describe(NobodyOutsideOrganisationReadsBuckets.id, () => {
  test.each<[string, TemplateSource[], RegExp]>([
    ['no policy', [stack({ Data: { Type: 'AWS::S3::Bucket' } })], /^Data compliant$/],
    ['development, which is of the organisation', [PERIMETER, stack(bucket(allow({ AWS: DEVELOPMENT }, 's3:GetObject')))], /^Data compliant$/],
    ['everybody of the organisation', [PERIMETER, stack(bucket(allow('*', 's3:GetObject', when('StringEquals', 'aws:PrincipalOrgID', ORGANISATION))))], /^Data compliant$/],
    ['a service for the account', [PERIMETER, stack(bucket(allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', when('StringEquals', 'aws:SourceAccount', PRODUCTION))))], /^Data compliant$/],
    ['a service for a distribution of the account', [PERIMETER, stack(bucket(allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', when('ArnLike', 'aws:SourceArn', `arn:aws:cloudfront::${PRODUCTION}:distribution/*`))))], /^Data compliant$/],
    ['a service that only writes', [PERIMETER, stack(bucket(allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject')))], /^Data compliant$/],
    ['a service that looks at the access list', [stack(bucket(allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:GetBucketAcl')))], /^Data compliant$/],
    ['everybody', [stack(bucket(allow('*', 's3:GetObject')))], /^Data violation .*; anybody on the Internet may s3:GetObject on arn:aws:s3:::stack-data-\*/],
    ['everybody from an address', [stack(bucket(allow('*', 's3:ListBucket', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))))], /^Data violation .* when aws:SourceIp is 203.0.113.0/],
    ['everybody by another organisation', [PERIMETER, stack(bucket(allow('*', 's3:GetObject', when('StringEquals', 'aws:PrincipalOrgID', 'o-bbbbbbbbbb'))))], /^Data compliant$/],
    ['everybody by another organisation, without a perimeter', [control('SERVICE_CONTROL_POLICY', { Effect: 'Deny', Action: 'x:y', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANISATION } } }), stack(bucket(allow('*', 's3:GetObject', when('StringEquals', 'aws:PrincipalOrgID', 'o-bbbbbbbbbb'))))], /^Data violation .* when aws:PrincipalOrgID is o-bbbbbbbbbb/],
    ['a partner', [stack(bucket(allow({ AWS: `arn:aws:iam::${STRANGER}:role/Reader` }, ['s3:GetObject', 's3:GetObjectVersion'])))], /^Data violation an identity of account 333333333333 may s3:GetObject.* when aws:PrincipalArn is arn:aws:iam::333333333333:role\/Reader/],
    ['a service on behalf of anybody', [PERIMETER, stack(bucket(allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject')))], /^Data violation cloudfront.amazonaws.com may s3:GetObject/],
    ['a policy that is open', [stack({ Data: { Type: 'AWS::S3::Bucket' }, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Ref: 'Policy' } } } }, PRODUCTION, { body: { Parameters: { Policy: { Type: 'String' } } } })], /^Data unknown .*parameter Policy/],
  ])('%s', (_, sources, said) => expect(verdicts(NobodyOutsideOrganisationReadsBuckets, sources)).toEqual([expect.stringMatching(said)]));
});

describe(OrganisationDeniesOtherRegions.id, () => {
  const EEA = ['eu-central-1', 'eu-west-1'];
  const deny = (more: JsonMap): JsonMap => ({ Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'support:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA } }, ...more });
  test.each<[string, TemplateSource[], RegExp]>([
    ['everything but global services', [control('SERVICE_CONTROL_POLICY', deny({}))], /^Control compliant$/],
    ['a region outside the EEA is on the list', [control('SERVICE_CONTROL_POLICY', deny(when('StringNotEquals', 'aws:RequestedRegion', [...EEA, 'eu-west-2'])))], /^Control violation an identity of account 200000000001 \(development\) may ec2:RunInstances on \* when aws:RequestedRegion is eu-west-2/],
    ['a pattern that is too wide', [control('SERVICE_CONTROL_POLICY', deny(when('StringNotLike', 'aws:RequestedRegion', 'eu-*')))], /^Control violation .* when aws:RequestedRegion is eu-\S+/],
    ['databases were forgotten', [control('SERVICE_CONTROL_POLICY', deny({ NotAction: ['iam:*', 'rds:*'] }))], /^Control violation .* may rds:CreateDBInstance/],
    ['an exception for administrators', [control('SERVICE_CONTROL_POLICY', deny({ Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin*' } } }))], /^Control violation .* when .*aws:PrincipalArn is arn:aws:iam::200000000001:role\/Admin/],
    ['only who has no second factor is denied', [control('SERVICE_CONTROL_POLICY', deny({ Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA }, BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }))], /^Control violation .* aws:MultiFactorAuthPresent is true/],
    ['no policy is about regions', [control('SERVICE_CONTROL_POLICY', { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' })], /^Control violation .* may ec2:RunInstances/],
    ['the policy is for a unit', [stack({ Control: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-ab12-11111111'], Content: policy(deny({})) } } }, MANAGEMENT)], /^Control unknown .*whether account 200000000001 is in ou-ab12-11111111 is not in the templates/],
  ])('%s', (_, sources, said) => expect(verdicts(OrganisationDeniesOtherRegions, sources)).toEqual([expect.stringMatching(said)]));

  test('without an organisation there is nothing to say', () => expect(verdicts(OrganisationDeniesOtherRegions, [stack(bucket())])).toEqual([]));
});

describe(KeyAdministratorsCannotUse.id, () => {
  const root = { AWS: `arn:aws:iam::${PRODUCTION}:root` };
  const administer = allow(root, ['kms:PutKeyPolicy', 'kms:Describe*', 'kms:ScheduleKeyDeletion']);
  const service = { Principal: { Service: 'ecs-tasks.amazonaws.com' } };
  test.each<[string, Resources, RegExp]>([
    ['the account administers, nobody uses', key(administer), /^Key compliant$/],
    ['a role uses', { ...role(service), ...key(administer, allow({ AWS: arn('Role') }, ['kms:Decrypt'])) }, /^Key compliant$/],
    ['the account uses, by the names of roles', { ...role(service, may('kms:Decrypt')), ...key(administer, allow(root, 'kms:Decrypt', when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${PRODUCTION}:role/Stack-*`))) }, /^Key compliant$/],
    ['the default policy', { Key: { Type: 'AWS::KMS::Key' } }, /^Key violation an identity of account 200000000004 \(production\) may kms:Decrypt on/],
    ['the account uses', key(administer, allow(root, ['kms:Decrypt', 'kms:GenerateDataKey*'], when('StringEquals', 'kms:ViaService', 's3.eu-central-1.amazonaws.com'))), /^Key violation .* may kms:Decrypt .* when kms:ViaService is s3.eu-central-1.amazonaws.com.*, by Stack Key Properties.KeyPolicy.Statement\[1\]/],
    ['the root user uses', key(administer, allow(root, 'kms:Decrypt', when('ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${PRODUCTION}:root`))), /^Key violation .* when aws:PrincipalArn is arn:aws:iam::200000000004:root/],
    ['every role of the account is a name', key(administer, allow(root, 'kms:Decrypt', when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${PRODUCTION}:role/*`))), /^Key violation .* when aws:PrincipalArn is arn:aws:iam::200000000004:role\/x/],
    ['whoever uses may also administer', { ...role(service, may(['kms:PutKeyPolicy'])), ...key(administer, allow({ AWS: arn('Role') }, 'kms:Decrypt')) }, /^Key violation arn:aws:iam::200000000004:role\/Stack-Role-\* may kms:Decrypt .*; and .* may kms:PutKeyPolicy/],
    ['an administrator of everything, who uses it', { ...role(service, may('*')), ...key(allow({ AWS: arn('Role') }, 'kms:*')) }, /^Key violation .*; and .* may kms:PutKeyPolicy/],
    ['the account makes grants', key(administer, allow(root, 'kms:CreateGrant')), /^Key violation an identity of account 200000000004 \(production\) may kms:CreateGrant .*, by Stack Key Properties.KeyPolicy.Statement\[1\]/],
    ['the account makes grants for resources of services', key(administer, allow(root, 'kms:CreateGrant', when('Bool', 'kms:GrantIsForAWSResource', 'true'))), /^Key compliant$/],
    ['a policy of a role that is not shown', { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...service }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/SomeJob'] } }, ...key(administer, allow({ AWS: arn('Role') }, 'kms:Decrypt')) }, /^Key unknown whether .* can both use and administer .*SomeJob/],
  ])('%s', (_, resources, said) => expect(verdicts(KeyAdministratorsCannotUse, [stack(resources)])).toEqual([expect.stringMatching(said)]));
});

describe(OnlyDeploymentRolesChangeStacks.id, () => {
  const service = { Principal: { Service: 'lambda.amazonaws.com' } };
  const named = (name: string, ...statements: JsonMap[]): Resources => ({ Role: { ...role(service, ...statements).Role, Properties: { ...role(service, ...statements).Role.Properties, RoleName: name } } });
  test.each<[string, Resources, string, RegExp | undefined]>([
    ['a role that reads stacks', role(service, may(['cloudformation:Describe*', 'cloudformation:DetectStackDrift'])), PRODUCTION, /^Role compliant$/],
    ['a deployment role', named('cdk-hnb659fds-deploy-role-200000000004-eu-central-1', may('cloudformation:*')), PRODUCTION, undefined],
    ['a role of development', role(service, may('cloudformation:*')), DEVELOPMENT, undefined],
    ['a role that changes them', role(service, may('cloudformation:UpdateStack', 'arn:aws:cloudformation:*:*:stack/Production-*')), PRODUCTION, /^Role violation arn:aws:iam::200000000004:role\/Stack-Role-\* may cloudformation:UpdateStack on arn:aws:cloudformation:x:x:stack\/Production-x, by Stack Role Properties.Policies\[0\].PolicyDocument.Statement\[0\]$/],
    ['all but what was thought of', role(service, { Effect: 'Allow', NotAction: ['cloudformation:UpdateStack', 'cloudformation:Delete*'], Resource: '*' }), PRODUCTION, /^Role violation .* may cloudformation:\w+/],
    ['a role with a policy that is not shown', { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...service }), ManagedPolicyArns: [{ Ref: 'P' }] } } }, PRODUCTION, /^Role unknown/],
  ])('%s', (_, resources, account, said) => {
    const body = { Parameters: { P: { Type: 'String' } } };
    expect(verdicts(OnlyDeploymentRolesChangeStacks, [stack(resources, account, { body })])).toEqual(said ? [expect.stringMatching(said)] : []);
  });
});

describe('what the organisation holds against everybody in an account', () => {
  const except = (...roles: string[]): JsonMap => (roles.length === 0 ? {} : { Condition: { ArnNotLike: { 'aws:PrincipalArn': roles.map((name) => `arn:aws:iam::*:role/${name}`) } } });
  const deny = (action: Json, resource: Json = '*', more: JsonMap = {}): JsonMap => ({ Effect: 'Deny', Action: action, Resource: resource, ...more });
  const CDK = ['cdk-*-deploy-role-*', 'cdk-*-cfn-exec-role-*'];
  const ROLES = ['arn:aws:iam::*:role/cdk-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole'];
  const stacks = deny('cloudformation:*', '*', except(...CDK, 'OrganizationAccountAccessRole'));
  const makes = deny('iam:*', ROLES, except('OrganizationAccountAccessRole'));
  test.each<[string, JsonMap[], RegExp]>([
    ['all of it', [stacks, makes], /^Control compliant$/],
    ['no policy is about stacks', [deny('organizations:LeaveOrganization')], /^Control violation an identity of account 200000000004 \(production\) may cloudformation:\w+ on \* when aws:PrincipalArn is arn:aws:iam::200000000004:/],
    ['an exception for administrators', [deny('cloudformation:*', '*', except(...CDK, 'Administrator*')), makes], /^Control violation .* may cloudformation:\w+ .* when aws:PrincipalArn is arn:aws:iam::200000000004:role\/Administrator/],
    ['an exception for whoever has a second factor', [deny('cloudformation:*', '*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }), makes], /^Control violation .* when .*aws:MultiFactorAuthPresent is true/],
    ['deletion was forgotten', [deny(['cloudformation:Create*', 'cloudformation:Update*', 'cloudformation:Execute*'], '*', except(...CDK, 'OrganizationAccountAccessRole')), makes], /^Control violation .* may cloudformation:(?!Create|Update|Execute)\w+/],
    ['only stacks of some names', [deny('cloudformation:*', 'arn:aws:cloudformation:*:*:stack/Production-*', except(...CDK, 'OrganizationAccountAccessRole')), makes], /^Control violation .* may cloudformation:\w+ on \*/],
    ['anybody makes a role of an exempt name', [stacks], /^Control violation .* may iam:AttachRolePolicy on arn:aws:iam::200000000004:role\/cdk-\S+/],
    ['anybody changes whom the role of the management account trusts', [stacks, deny('iam:*', ROLES.slice(0, 1), except('OrganizationAccountAccessRole'))], /^Control violation .* may iam:\w+ on arn:aws:iam::200000000004:role\/OrganizationAccountAccessRole/],
  ])('stacks: %s', (_, statements, said) => expect(verdicts(OnlyDeploymentRolesChangeStacks, [control('SERVICE_CONTROL_POLICY', ...statements)])).toEqual([expect.stringMatching(said)]));

  test('stacks: a role is not to have the right that the organisation denies it', () => {
    const said = verdicts(OnlyDeploymentRolesChangeStacks, [control('SERVICE_CONTROL_POLICY', stacks, makes), stack(role({ Principal: { Service: 'lambda.amazonaws.com' } }, may('cloudformation:*')))]);
    expect(said).toEqual([expect.stringMatching(/^Role violation arn:aws:iam::200000000004:role\/Stack-Role-\* may cloudformation:/), 'Control compliant']);
  });

  test('stacks: a policy for a unit may not reach the account', () => {
    const unit = stack({ Control: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-ab12-11111111'], Content: policy(stacks, makes) } } }, MANAGEMENT);
    expect(verdicts(OnlyDeploymentRolesChangeStacks, [unit])).toEqual([expect.stringMatching(/^Control unknown .*whether account 200000000004 is in ou-ab12-11111111/)]);
  });

  const sharing = deny(['ec2:Modify*Attribute', 'ec2:*Export*', 'ec2:ExportImage', 'ec2:CreateStoreImageTask', 'rds:Modify*SnapshotAttribute', 'rds:StartExportTask', 'ebs:*', 'dynamodb:Export*']);
  const objects = deny(['s3:PutObject'], '*', { Condition: { StringNotEqualsIfExists: { 'aws:ResourceOrgID': ORGANISATION } } });
  test.each<[string, JsonMap[], RegExp]>([
    ['nothing leaves', [sharing, objects], /^Control compliant$/],
    ['clusters were forgotten', [deny(['ec2:*', 'ebs:*', 'dynamodb:*', 'rds:ModifyDBSnapshotAttribute', 'rds:StartExportTask']), objects], /^Control violation .* may rds:ModifyDBClusterSnapshotAttribute on \*/],
    ['an administrator is let through', [{ ...sharing, ...except('Admin') }, objects], /^Control violation .* when aws:PrincipalArn is arn:aws:iam::200000000004:role\/Admin/],
    ['objects go anywhere', [sharing], /^Control violation .* may s3:PutObject on arn:aws:s3:::bucket-of-a-stranger\/x/],
    ['objects go to accounts that are in no organisation', [sharing, deny(['s3:PutObject'], '*', { Condition: { Null: { 'aws:ResourceOrgID': 'false' }, StringNotEquals: { 'aws:ResourceOrgID': ORGANISATION } } })], /^Control violation .* may s3:PutObject/],
  ])('sharing: %s', (_, statements, said) => expect(verdicts(ProductionDataNotShared, [control('SERVICE_CONTROL_POLICY', ...statements)])).toEqual([expect.stringMatching(said)]));

  const records = ['cloudtrail:*', 'config:*', 'guardduty:*', 'ec2:DeleteFlowLogs', 'logs:*', 'network-firewall:*', 'route53resolver:*', 'securityhub:*', 'wafv2:*'];
  test.each<[string, JsonMap[], RegExp]>([
    ['is held for everybody but deployments', [deny(records, '*', except('cdk-*-cfn-exec-role-*'))], /^Control compliant$/],
    ['is held for everybody', [deny(records)], /^Control compliant$/],
    ['but how long logs are kept', [deny(records.map((action) => (action === 'logs:*' ? 'logs:Delete*' : action)))], /^Control violation an identity of account \d+ \(\w+\) may logs:DisassociateKmsKey/],
    ['but not for administrators', [deny(records, '*', except('Admin'))], /^Control violation .* may cloudtrail:\w+ .* when aws:PrincipalArn is arn:aws:iam::\d+:role\/Admin/],
  ])('recording: %s', (_, statements, said) => expect(verdicts(NobodyStopsRecording, [control('SERVICE_CONTROL_POLICY', ...statements)])).toEqual([expect.stringMatching(said)]));

  test('without an organisation there is nothing to say', () => {
    [ProductionDataNotShared, NobodyStopsRecording, OnlyDeploymentRolesChangeStacks].forEach((property) => expect(verdicts(property, [stack(bucket())])).toEqual([]));
  });
});

describe(PersonalDataKeysUsedThroughServices.id, () => {
  const root = { AWS: `arn:aws:iam::${PRODUCTION}:root` };
  const via = (action: Json = 'kms:Decrypt'): JsonMap => allow(root, action, when('StringEquals', 'kms:ViaService', 'rds.eu-central-1.amazonaws.com'));
  const store = (classification: string | undefined, ...statements: JsonMap[]): TemplateSource[] => [stack({
    ...key(...statements), Database: { Type: 'AWS::RDS::DBCluster', Properties: { KmsKeyId: arn('Key'), ...(classification !== undefined && { Tags: [{ Key: 'dtap:classification', Value: classification }] }) } },
  })];
  test.each<[string, TemplateSource[], RegExp | undefined]>([
    ['through a service', store('personal', via()), /^Key compliant$/],
    ['for a service', store('personal', allow({ Service: 'logs.eu-central-1.amazonaws.com' }, 'kms:*')), /^Key compliant$/],
    ['directly', store('personal', allow(root, 'kms:Decrypt')), /^Key violation an identity of account 200000000004 \(production\) may kms:Decrypt/],
    ['directly by one role', store('personal', via(), allow({ AWS: `arn:aws:iam::${PRODUCTION}:role/Reader` }, 'kms:*')), /^Key violation .* may kms:\w+ .* when aws:PrincipalArn is arn:aws:iam::200000000004:role\/Reader/],
    ['through a service or not', store('personal', allow(root, 'kms:Decrypt', when('StringEqualsIfExists', 'kms:ViaService', 'rds.eu-central-1.amazonaws.com'))), /^Key violation/],
    ['by a grant', store('personal', via(['kms:Decrypt']), allow(root, 'kms:CreateGrant')), /^Key violation .* may kms:CreateGrant/],
    ['for the customer of the tag', store('personal', via(), allow(root, 'kms:Decrypt', when('StringEquals', 'kms:EncryptionContext:customer', '${aws:PrincipalTag/customer}'))), /^Key compliant$/],
    ['for one customer', store('personal', allow(root, 'kms:Decrypt', when('StringEquals', 'kms:EncryptionContext:customer', 'umbrella'))), /^Key violation .* when kms:EncryptionContext:customer is umbrella/],
    ['for any customer', store('personal', allow(root, 'kms:Decrypt', when('Null', 'kms:EncryptionContext:customer', 'false'))), /^Key violation/],
    ['for customers whose names begin like that of the tag', store('personal', allow(root, 'kms:Decrypt', when('StringLike', 'kms:EncryptionContext:customer', '${aws:PrincipalTag/customer}*'))), /^Key violation/],
    ['for the customer of another tag', store('personal', allow(root, 'kms:Decrypt', when('StringEquals', 'kms:EncryptionContext:customer', '${aws:PrincipalTag/team}'))), /^Key (violation|unknown)/],
    ['a store that says nothing', store(undefined, allow(root, 'kms:Decrypt')), /^Key violation/],
    ['a store of other data', store('internal', allow(root, 'kms:Decrypt')), undefined],
  ])('%s', (_, sources, said) => expect(verdicts(PersonalDataKeysUsedThroughServices, sources)).toEqual(said ? [expect.stringMatching(said)] : []));
});

describe(RolesCannotEscalate.id, () => {
  const lambda = { Principal: { Service: 'lambda.amazonaws.com' } };
  const admin: Resources = { Admin: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'admin', AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudformation.amazonaws.com' } }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } };
  test.each<[string, Resources, RegExp]>([
    ['reads roles', role(lambda, may('iam:Get*')), /^Role compliant$/],
    ['passes one role to one service', { ...role(lambda, may(['iam:PassRole', 'ecs:RunTask'])), Task: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }) } } }, /^Role compliant$/],
    ['writes policies', role(lambda, may('iam:PutRolePolicy')), /^Role violation arn:aws:iam::200000000004:role\/Stack-Role-\* may iam:PutRolePolicy on arn:aws:iam::200000000004:\*, by Stack Role Properties.Policies\[0\]/],
    ['passes an administrator to CloudFormation', { ...role(lambda, may(['iam:PassRole', 'cloudformation:CreateStack'])), ...admin }, /^Role violation .* may iam:PassRole on arn:aws:iam::200000000004:role\/admin.*; and then .* may cloudformation:CreateStack on \*.*; and then arn:aws:iam::200000000004:role\/admin may iam:\w+ on/],
    ['a policy that is not shown', { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...lambda }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/SomeJob'] } } }, /^Role unknown whether .*SomeJob/],
  ])('%s', (_, resources, said) => expect(verdicts(RolesCannotEscalate, [stack(resources)]).filter((verdict) => verdict.startsWith('Role '))).toEqual([expect.stringMatching(said)]));

  test('a permission set has one verdict for all accounts', () => {
    const set: Resources = {
      Operator: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Operator', InlinePolicy: policy(may('iam:CreateRole')) } },
      ...Object.fromEntries([DEVELOPMENT, PRODUCTION].map((account): [string, Resources[string]] => [`In${account}`, { Type: 'AWS::SSO::Assignment', Properties: { PermissionSetArn: { 'Fn::GetAtt': ['Operator', 'PermissionSetArn'] }, TargetId: account, PrincipalId: 'g' } }])),
    };
    expect(verdicts(RolesCannotEscalate, [stack(set, MANAGEMENT)])).toEqual([expect.stringMatching(/^Operator violation .*AWSReservedSSO_Operator_\* may iam:CreateRole/)]);
  });
});
