import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Capability, type PersonRights } from './capability';
import * as actions from './capability-actions';
import { type AccountFacts, logGroupArns } from './capability-statements';
import { PersonRole } from './person-role';

/** What a boundary is drawn from besides the statements that it bounds. */
export interface BoundaryFacts extends AccountFacts {
  /** Regions in which people work. */
  readonly regions: readonly string[];
  /** Public ranges that people come from. */
  readonly administratorRanges: readonly string[];
  /** Networks whose endpoints people may call through, by id. */
  readonly vpcIds: readonly string[];
  /** Whether customers' data is in the account. */
  readonly holdsCustomerData: boolean;
}

/**
 * IAM's database sign-in tells neither where the request comes from nor which region it is about: what guards it is the
 * network, which has no way to the database but the bastion, and the name of the database's user.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
 */
const SAYS_NOTHING_OF_ITSELF = ['rds-db:connect'];

const deny = (sid: string, resources: string[], denied: string[], conditions?: Record<string, Record<string, unknown>>) =>
  new PolicyStatement({ sid, effect: Effect.DENY, actions: denied, resources, conditions });
const denyAllBut = (sid: string, allowed: string[], conditions: Record<string, Record<string, unknown>>) =>
  new PolicyStatement({ sid, effect: Effect.DENY, notActions: allowed, resources: ['*'], conditions });

/**
 * The boundary of a role in an account: the actions of its task and no others, so that whatever is attached to it later
 * adds nothing; and denials that hold against resource policies, too.
 */
export function boundaryStatements({ role, capabilities }: PersonRights, task: readonly PolicyStatement[], facts: BoundaryFacts): PolicyStatement[] {
  const allowed = task.filter((statement) => statement.effect === Effect.ALLOW).flatMap((statement) => statement.actions);
  const has = (capability: Capability) => capabilities.includes(capability);
  return [
    new PolicyStatement({ sid: 'RoleTask', effect: Effect.ALLOW, actions: [...new Set(allowed)].sort(), resources: ['*'] }),
    outsideNetworks(facts),
    denyAllBut('OutsideRegions', [...actions.GLOBAL_SERVICES, ...SAYS_NOTHING_OF_ITSELF], { StringNotEquals: { 'aws:RequestedRegion': facts.regions } }),
    escalation(has(Capability.FORGET_SECOND_FACTOR), facts.account),
    otherRoles(task),
    ...(facts.holdsCustomerData && role !== PersonRole.PRIVACY_OFFICER ? [deny('CustomerData', ['*'], actions.CUSTOMER_DATA)] : []),
    ...(has(Capability.ADMINISTER_KEYS) ? [deny('KeyUse', ['*'], actions.KEY_USE)] : []),
    ...(has(Capability.READ_AUDIT_LOGS) ? [] : [deny('AuditLogs', logGroupArns(facts.account, facts.auditLogGroups), actions.LOG_CONTENT)]),
  ];
}

/**
 * A request has an address, or comes through an endpoint of a VPC and has none: it is denied if neither is ours, and if
 * it has neither. Requests that a service makes on the person's behalf are let through: their first step was judged.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
 */
function outsideNetworks({ administratorRanges, vpcIds }: BoundaryFacts): PolicyStatement {
  return denyAllBut('OutsideNetworks', SAYS_NOTHING_OF_ITSELF, {
    NotIpAddressIfExists: { 'aws:SourceIp': administratorRanges },
    ...(vpcIds.length > 0 && { StringNotEqualsIfExists: { 'aws:SourceVpc': vpcIds } }),
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  });
}

/** Every role but those that the task is about: a trust policy that names the person allows by itself. */
function otherRoles(task: readonly PolicyStatement[]): PolicyStatement {
  const own = task.filter((statement) => statement.effect === Effect.ALLOW && statement.actions.includes('sts:AssumeRole')).flatMap((statement) => statement.resources);
  return own.length > 0
    ? new PolicyStatement({ sid: 'OtherRoles', effect: Effect.DENY, actions: ['sts:AssumeRole'], notResources: own })
    : deny('OtherRoles', ['*'], ['sts:AssumeRole']);
}

function escalation(forgetsFactors: boolean, account: string): PolicyStatement {
  return forgetsFactors
    ? new PolicyStatement({ sid: 'MoreRights', effect: Effect.DENY, actions: actions.ESCALATION, notResources: [`arn:aws:iam::${account}:user/people/*`, `arn:aws:iam::${account}:mfa/*`] })
    : deny('MoreRights', ['*'], actions.ESCALATION);
}
