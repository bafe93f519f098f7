import { Aspects, AspectPriority, CfnResource, Duration, type IAspect, Stack, Tags } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { Problems } from '../shared/problems';
import { BarredPolicy } from './barred-policy';
import { BastionAccess } from './bastion-access';
import { BreakGlassAlarm } from './break-glass-alarm';
import type { PersonRights } from './capability';
import { bastionUserOf, statementsOf } from './capability-statements';
import type { IdentityProps } from './identity';
import { checkPeople } from './people-checks';
import { type BoundaryFacts, boundaryStatements } from './person-boundary';
import { PersonArns, PersonRole } from './person-role';
import { POLICY_MAX, policySize } from './policy-size';
import { FRESH_SECONDS, trustIdentityAccount } from './trust';

/** Who may do what in an account. */
export interface PeopleProps {
  /** Where people sign in. */
  readonly identity: IdentityProps;
  /** The rights of each role that has any here: the account's column of the table of people. */
  readonly rights: PersonRights[];
  /** Public IPv4 and IPv6 ranges that people come from; never everybody (control ACC9). */
  readonly administratorRanges: string[];
  /** Regions that people work in, all inside the EEA (control RES1). */
  readonly regions: string[];
  /** Whether customers' data is here: if so, nobody below privacy officer reads any (control ACC7). */
  readonly holdsCustomerData: boolean;
  /** Topic of those on call, for break-glass. */
  readonly onCall: ITopic;
  /** Key of the record of break-glass. Its policy must allow CloudWatch Logs. */
  readonly logKey: IKey;
  /**
   * VPCs, by id, through whose endpoints people may call AWS besides.
   *
   * @default none: people call AWS from the administrators' ranges only
   */
  readonly vpcIds?: string[];
  /**
   * ARNs of the buckets with people's files.
   *
   * @default none; a role that may read files is then refused
   */
  readonly dataBucketArns?: string[];
  /**
   * ARNs of the roles that backups are restored with.
   *
   * @default none; a role that may restore is then refused
   */
  readonly restoreRoleArns?: string[];
  /**
   * Names of the log groups that hold statements or keystrokes, `*` at the end: roles without `READ_AUDIT_LOGS` are denied them.
   *
   * @default the logs of databases, `/aws/rds/*`
   */
  readonly auditLogGroups?: string[];
}

/**
 * What people may do in an account: for each role a customer-managed policy and a permissions boundary below `/people/`;
 * with an identity account, the role itself, which asks for a second factor less than an hour old; the policy that bars
 * people (control ACC11); and an alarm on break-glass.
 *
 * With Identity Center the permission sets of `IdentityCenterAccess` refer to both policies by name: so what a person may
 * do stands in the account's own template. Deploy this before the assignments.
 *
 * Guarantees, in each boundary: no action beyond the role's task, no request from outside the administrators' ranges and
 * the named VPCs, no region outside the list, no way to more rights; where customers' data is, none of it below privacy
 * officer; who administers keys never uses one.
 *
 * Controls ACC3, ACC6, ACC7, KEY1, RES1. See decisions/0045-people.md.
 */
export class People extends Construct {
  /** Policies, by the name of their role. */
  public readonly policies: { [role: string]: iam.ManagedPolicy } = {};
  /** Permissions boundaries, by the name of their role. */
  public readonly boundaries: { [role: string]: iam.ManagedPolicy } = {};
  /** Roles, by their name: with an identity account only. */
  public readonly roles: { [role: string]: iam.Role } = {};
  /** The alarm on break-glass; undefined where nobody has that role. */
  public readonly breakGlassAlarm?: BreakGlassAlarm;

  /**
   * @throws InvalidInputError listing every problem of the props
   * @throws Error if a policy would exceed the 6144 characters that IAM takes
   */
  constructor(scope: Construct, id: string, props: PeopleProps) {
    super(scope, id);
    const facts: BoundaryFacts = {
      account: Stack.of(this).account,
      dataBucketArns: props.dataBucketArns ?? [],
      restoreRoleArns: props.restoreRoleArns ?? [],
      auditLogGroups: props.auditLogGroups ?? ['/aws/rds/*'],
      regions: props.regions,
      administratorRanges: props.administratorRanges,
      vpcIds: props.vpcIds ?? [],
      holdsCustomerData: props.holdsCustomerData,
    };
    const problems = new Problems('People');
    checkPeople(problems, props, facts);
    problems.throwIfAny();
    props.rights.forEach((rights) => this.admit(rights, facts, props.identity));
    new BarredPolicy(this, 'Barred', { roles: Object.values(this.roles) });
    if (props.rights.some(({ role }) => role === PersonRole.BREAK_GLASS)) {
      this.breakGlassAlarm = new BreakGlassAlarm(this, 'BreakGlassAlarm', { onCall: props.onCall, logKey: props.logKey });
    }
  }

  private admit(rights: PersonRights, facts: BoundaryFacts, identity: IdentityProps): void {
    const { role } = rights;
    const name = PersonArns.nameOf(role);
    const task = distinct(rights.capabilities.flatMap((capability) => statementsOf(capability, facts)));
    this.policies[role] = this.policy(`${name}Policy`, name, task);
    this.boundaries[role] = this.policy(`${name}Boundary`, PersonArns.boundaryNameOf(role), boundaryStatements(rights, task, facts));
    if (identity.identityAccount) {
      this.roles[role] = this.roleOf(name, rights, identity.identityAccount.account, facts.administratorRanges);
    }
  }

  private policy(id: string, managedPolicyName: string, statements: iam.PolicyStatement[]): iam.ManagedPolicy {
    const document = new iam.PolicyDocument({ minimize: false, statements: statements.map((statement) => statement.copy()) });
    const characters = policySize(this, document);
    if (characters > POLICY_MAX) {
      throw new Error(`${this.node.path}/${id}: the policy has ${characters} characters; IAM takes ${POLICY_MAX}. Give the role fewer capabilities, or name fewer ranges, networks and buckets.`);
    }
    return new iam.ManagedPolicy(this, id, { managedPolicyName, path: PersonArns.PATH, document });
  }

  private roleOf(name: string, { role, capabilities }: PersonRights, identityAccount: string, administratorRanges: readonly string[]): iam.Role {
    const person = new iam.Role(this, `${name}Role`, {
      roleName: name,
      path: PersonArns.PATH,
      assumedBy: new iam.AccountPrincipal(identityAccount),
      maxSessionDuration: Duration.seconds(FRESH_SECONDS),
      managedPolicies: [this.policies[role]],
      permissionsBoundary: this.boundaries[role],
    });
    (person.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = trustIdentityAccount(identityAccount, administratorRanges);
    const user = bastionUserOf(capabilities);
    if (user !== undefined) {
      Tags.of(person).add(BastionAccess.RUN_AS_TAG, user);
    }
    Aspects.of(person).add(new KeepsBoundary(this.boundaries[role].managedPolicyArn), { priority: AspectPriority.MUTATING + AspectPriority.DEFAULT });
    return person;
  }
}

/** Capabilities may share statements, and a policy takes each name once. */
function distinct(statements: iam.PolicyStatement[]): iam.PolicyStatement[] {
  return statements.filter(({ sid }, index) => sid === undefined || statements.findIndex((other) => other.sid === sid) === index);
}

/** Puts a person's boundary back where a stage's boundary of all roles was written over it. */
class KeepsBoundary implements IAspect {
  constructor(private readonly boundaryArn: string) {}

  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::Role') {
      node.addPropertyOverride('PermissionsBoundary', this.boundaryArn);
    }
  }
}
