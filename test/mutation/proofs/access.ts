import type { Resource, TemplateSet } from '../../../lib/checks/template';
import type { Loose } from '../support/operator';
import type { Edit } from './mutants';

/** Where policies stand in the templates, and what changes them. Nothing here asks the proofs. */

export const STRANGER = '999999999999';
const SHARED = ['management', 'security', 'backup', 'release'];

/** A resource with a policy of its own, written as an object. */
export interface Holder {
  readonly resource: Resource;
  /** The property that holds the policy. */
  readonly key: string;
  /** The service whose actions it is about. */
  readonly service: string;
}

const HOLDERS: readonly (readonly [type: string, key: string, service: string])[] = [
  ['AWS::KMS::Key', 'KeyPolicy', 'kms'], ['AWS::S3::BucketPolicy', 'PolicyDocument', 's3'], ['AWS::SNS::TopicPolicy', 'PolicyDocument', 'sns'], ['AWS::SQS::QueuePolicy', 'PolicyDocument', 'sqs'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy', 'secretsmanager'], ['AWS::ECR::Repository', 'RepositoryPolicyText', 'ecr'], ['AWS::Backup::BackupVault', 'AccessPolicy', 'backup'],
  ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 'sts'],
];

export function holdersIn(set: TemplateSet): Holder[] {
  return HOLDERS.flatMap(([type, key, service]) => set.ofType(type).filter((resource) => statementsOf(resource, key) !== undefined).map((resource) => ({ resource, key, service })));
}

/** The statements as they are written; undefined unless they are a list. */
export function statementsOf({ view, logicalId }: Resource, key: string): Loose[] | undefined {
  const document = (view.template.section('Resources')[logicalId] as Loose).Properties?.[key];
  return Array.isArray(document?.Statement) ? document.Statement as Loose[] : undefined;
}

/** Who owns an account: an environment, or a shared one. */
export function ownerOf({ accounts, account }: Resource): string | undefined {
  return accounts[account ?? ''];
}

export function isShared(resource: Resource): boolean {
  return SHARED.includes(ownerOf(resource) ?? '');
}

/** The account of another environment. */
export function neighbourOf(resource: Resource): string {
  return Object.entries(resource.accounts).find(([, owner]) => !SHARED.includes(owner) && owner !== ownerOf(resource))![0];
}

/** What an action on all of it is called, and its resource. Trust policies have none. */
export function allowed({ resource, service }: Holder, who: object): object {
  return { Sid: 'Mutant', Effect: 'Allow', Action: service === 'sts' ? 'sts:AssumeRole' : service === 'kms' ? 'kms:Decrypt' : `${service}:*`, ...(service !== 'sts' && { Resource: everything(resource, service) }), ...who };
}

function everything(resource: Resource, service: string): unknown {
  return service === 'sns' ? { Ref: resource.at('Topics').items[0]?.target?.logicalId } : '*';
}

/** Adds a statement to a policy. */
export function granted(holder: Holder, who: object): Edit {
  return (drafts) => { drafts.properties(holder.resource)[holder.key].Statement.push(allowed(holder, who)); };
}

export function policiesOf(set: TemplateSet, type: string): Resource[] {
  return set.ofType('AWS::Organizations::Policy').filter((policy) => policy.at('Type').text === type);
}

/** Takes a statement out of the organisation's policies. */
export function withoutStatement(policies: readonly Resource[], sid: string): Edit {
  return (drafts) => policies.forEach((policy) => { const content = drafts.properties(policy).Content; content.Statement = (content.Statement as Loose[]).filter((each) => each.Sid !== sid); });
}

const OUTSIDERS = 'DenyOutsiders';

/** The organisation's own line against strangers, as far as its text says that it is about a service and account. */
export function againstStrangers(set: TemplateSet, resource: Resource, service: string): Record<string, Edit> {
  const policies = policiesOf(set, 'RESOURCE_CONTROL_POLICY');
  const covers = policies.some((policy) => (statementsOf(policy, 'Content') ?? []).some((each) => each.Sid === OUTSIDERS && (each.Action as string[]).some((action) => action.startsWith(`${service}:`))));
  return covers && ownerOf(resource) !== 'management' ? { 'the resource control policy': withoutStatement(policies, OUTSIDERS) } : {};
}
