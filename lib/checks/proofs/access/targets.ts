import { isMap, type Json, type JsonMap, type Resource, type Template, type TemplateSet, type Value } from '../../template';
import { aclOf } from './acl';
import { tagsOf } from './identities';
import type { Names } from './names';
import { documentAt, eachOf, readPolicies, type Found } from './reading';
import type { Policy } from './statement';

/** A resource of the templates that a policy of its own can be about. */
export interface Target {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policies: readonly Policy[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Types that keep their policy themselves, with the properties that lead to it: a bucket its ACL. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupVault': ['AccessPolicy'],
  'AWS::Backup::LogicallyAirGappedBackupVault': ['AccessPolicy'],
  'AWS::DynamoDB::Table': ['ResourcePolicy', 'PolicyDocument'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::EFS::FileSystem': ['FileSystemPolicy'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::KMS::ReplicaKey': ['KeyPolicy'],
  'AWS::Logs::Destination': ['DestinationPolicy'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
  'AWS::S3::AccessPoint': ['Policy'],
  'AWS::S3::Bucket': ['AccessControl'],
  'AWS::SQS::Queue': [],
  'AWS::SNS::Topic': [],
  'AWS::SecretsManager::Secret': [],
  'AWS::Lambda::Function': [],
  'AWS::Events::EventBus': [],
  'AWS::Kinesis::Stream': [],
};
const POLICY = ['PolicyDocument'];
/** Types that are the policy of another resource: the property that names it, and the properties that lead to the policy. */
const APART: Readonly<Record<string, readonly [target: string, policy: readonly string[]]>> = {
  'AWS::S3::BucketPolicy': ['Bucket', POLICY],
  'AWS::SQS::QueuePolicy': ['Queues', POLICY],
  'AWS::SQS::QueueInlinePolicy': ['Queue', POLICY],
  'AWS::SNS::TopicPolicy': ['Topics', POLICY],
  'AWS::SNS::TopicInlinePolicy': ['TopicArn', POLICY],
  'AWS::SecretsManager::ResourcePolicy': ['SecretId', ['ResourcePolicy']],
  'AWS::Kinesis::ResourcePolicy': ['ResourceArn', ['ResourcePolicy']],
  'AWS::Lambda::Permission': ['FunctionName', []],
  'AWS::Events::EventBusPolicy': ['EventBusName', []],
};
/** Types with a policy that is for a whole account and region, or whose resources are named otherwise than the type's own. */
const REGIONAL: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': ['Policy'],
  'AWS::CodeArtifact::Domain': ['PermissionsPolicyDocument'],
  'AWS::CodeArtifact::Repository': ['PermissionsPolicyDocument'],
  'AWS::ECR::RegistryPolicy': ['PolicyText'],
  'AWS::Logs::ResourcePolicy': POLICY,
  'AWS::Organizations::ResourcePolicy': ['Content'],
  'AWS::S3Express::BucketPolicy': POLICY,
  'AWS::S3ObjectLambda::AccessPointPolicy': POLICY,
  'AWS::S3Tables::TableBucketPolicy': ['ResourcePolicy'],
  'AWS::SSM::ResourcePolicy': ['Policy'],
  'AWS::VpcLattice::AuthPolicy': ['Policy'],
};

/** KMS gives a key without policy this one. Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultKeyPolicy = (account: string): Json => ({
  Version: '2012-10-17', Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});

/** The resources of the templates with the policies that they have, and policies that are for no one resource of them. */
export function targetsOf(set: TemplateSet, names: Names): { readonly targets: Target[]; readonly loose: Target[] } {
  const given = new Map<string, Policy[]>();
  const held = new Map<Policy, Target>();
  eachOf(set, [...Object.keys(APART), ...Object.keys(REGIONAL)], (template, logicalId, resource) => {
    const policies = readPolicies(template, logicalId, 'resource', (seen) => documentsApart(seen, names));
    const at = APART[resource.type] ? resource.at(APART[resource.type][0]).items.map((value) => names.text(value.raw)) : [];
    at.map((text) => scoped(text, resource, names)).forEach((text) => given.set(text, [...given.get(text) ?? [], ...policies]));
    policies.forEach((policy) => held.set(policy, { ...described(template, logicalId, resource, names), policies: [policy] }));
  });
  const targets: Target[] = [];
  eachOf(set, Object.keys(OWN), (template, logicalId, resource) => {
    const own = OWN[resource.type].length > 0 ? readPolicies(template, logicalId, 'resource', (seen) => documentsOf(seen, names)) : [];
    const apart = callNames(resource, names).flatMap((text) => given.get(scoped(text, resource, names)) ?? []);
    apart.forEach((policy) => held.delete(policy));
    targets.push({ ...described(template, logicalId, resource, names), policies: [...own, ...new Set(apart)] });
  });
  return { targets, loose: [...held.values()] };
}

function described(template: Template, logicalId: string, resource: Resource, names: Names): Omit<Target, 'policies'> {
  return { template, logicalId, type: resource.type, arn: names.arn(resource), account: names.account(resource), region: names.region(resource), tags: tagsOf(resource, names) };
}

/** A plain name is only known in its account and region. */
function scoped(text: string, resource: Resource, names: Names): string {
  return text.includes(':') ? text : `${names.account(resource)} ${names.region(resource)} ${text}`;
}

/** The texts under which a policy may name a resource. */
function callNames(resource: Resource, names: Names): string[] {
  const arn = names.arn(resource);
  const name = arn.split(/[:/]/).at(-1) ?? arn;
  return [...new Set([arn, name, names.ref(resource)])];
}

function documentsOf(resource: Resource, names: Names): Found[] {
  const value = resource.at(...OWN[resource.type]);
  if (resource.type === 'AWS::S3::Bucket') {
    const acl = aclOf(resource, names);
    return acl === undefined ? [] : [{ path: value.path, json: acl }];
  }
  const isKey = resource.type === 'AWS::KMS::Key' || resource.type === 'AWS::KMS::ReplicaKey';
  return value.absent && isKey ? [{ path: value.path, json: defaultKeyPolicy(names.account(resource)) }] : documentAt(value, names);
}

function documentsApart(resource: Resource, names: Names): Found[] {
  if (resource.type === 'AWS::Lambda::Permission') {
    return [{ path: 'Properties', json: permission(resource, names) }];
  }
  if (resource.type === 'AWS::Events::EventBusPolicy') {
    return [{ path: 'Properties', json: busPolicy(resource, names) }];
  }
  return documentAt(resource.at(...(APART[resource.type]?.[1] ?? REGIONAL[resource.type])), names);
}

/** A permission as the statement that Lambda makes of it. Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function permission(resource: Resource, names: Names): Json {
  const text = (value: Value): string | undefined => (value.present ? names.text(value.raw) : undefined);
  const principal = text(resource.at('Principal')) ?? '';
  const condition: JsonMap = {};
  const add = (operator: string, key: string, value: string | undefined): void => {
    if (value !== undefined) {
      condition[operator] = { ...(isMap(condition[operator]) ? condition[operator] : {}), [key]: value };
    }
  };
  add('ArnLike', 'aws:SourceArn', text(resource.at('SourceArn')));
  add('StringEquals', 'aws:SourceAccount', text(resource.at('SourceAccount')));
  add('StringEquals', 'aws:PrincipalOrgID', text(resource.at('PrincipalOrgID')));
  add('StringEquals', 'lambda:FunctionUrlAuthType', text(resource.at('FunctionUrlAuthType')));
  add('StringEquals', 'lambda:EventSourceToken', text(resource.at('EventSourceToken')));
  const isService = /\.amazon(aws)?\.com$|\.amazonaws\.com\.cn$/.test(principal);
  return { Version: '2012-10-17', Statement: [{
    Effect: 'Allow', Principal: principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: principal }, Action: text(resource.at('Action')) ?? '', Condition: condition,
  }] };
}

/** The policy of an event bus: a whole statement, or an account that may put events. */
function busPolicy(resource: Resource, names: Names): Json {
  if (resource.at('Statement').present) {
    return { Version: '2012-10-17', Statement: names.json(resource.at('Statement')) };
  }
  const [principal, action] = ['Principal', 'Action'].map((name) => names.text(resource.at(name).raw));
  const condition = resource.at('Condition');
  return { Version: '2012-10-17', Statement: [{
    Effect: 'Allow', Principal: principal === '*' ? '*' : { AWS: principal }, Action: action,
    ...(condition.present && { Condition: { [names.text(condition.at('Type').raw)]: { [names.text(condition.at('Key').raw)]: names.json(condition.at('Value')) } } }),
  }] };
}
