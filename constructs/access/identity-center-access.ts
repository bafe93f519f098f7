import { Duration } from 'aws-cdk-lib/core';
import { CfnAssignment, CfnPermissionSet } from 'aws-cdk-lib/aws-sso';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { BarNames } from './bar-names';
import { checkGroups, checkInstance } from './identity';
import { PersonArns, PersonRole } from './person-role';

/** Where people of one role work. */
export interface RoleAccounts {
  /** The role. */
  readonly role: PersonRole;
  /** Ids of the accounts that it has rights in: where `People` has made its policies. */
  readonly accounts: string[];
}

/** How long a session of one role lasts. */
export interface RoleSession {
  /** The role. */
  readonly role: PersonRole;
  /** 1 hour, the least that Identity Center takes; up to 8 hours for a role that looks and changes nothing that is live. */
  readonly duration: Duration;
}

/** Who enters which accounts through IAM Identity Center. */
export interface IdentityCenterAccessProps {
  /** ARN of the instance, `arn:aws:sso:::instance/ssoins-…`. */
  readonly instanceArn: string;
  /** Id of the group of each role, by the role's name. A group has one role; a role without a group is nobody's. */
  readonly groups: { [role: string]: string };
  /** The accounts of each role. */
  readonly roles: RoleAccounts[];
  /**
   * Sessions that are shorter than the most a role may have: those of developers and security auditors can be.
   *
   * @default 1 hour; 8 hours for developers and security auditors
   */
  readonly sessions?: RoleSession[];
}

/** Roles that change nothing where customers work: a working day is the most they have, an hour the most of all others. */
const LOOKING_ON: readonly PersonRole[] = [PersonRole.DEVELOPER, PersonRole.SECURITY_AUDITOR];
/** The longest session of a role by Identity Center. */
export const mostOf = (role: PersonRole): Duration => Duration.hours(LOOKING_ON.includes(role) ? 8 : 1);

/**
 * A permission set for each role that has a group, and its assignments. Stands in the management account, or in the
 * account that administers Identity Center for it; assignments to the management account only from itself.
 *
 * A permission set holds no rights of its own: it refers to the customer-managed policies (the role's, and the one
 * that bars people) and to the permissions boundary that `People` has made in each account, by name. So `People` comes first, in every account that is assigned.
 *
 * Guarantees: no session of a role that changes something lasts longer than an hour. What no template shows: that the
 * instance asks for a second factor at every sign-in ("always-on"), which is a setting of the instance without a
 * resource in CloudFormation; see decisions/0045-people.md.
 *
 * Controls ACC3, ACC6.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html
 */
export class IdentityCenterAccess extends Construct {
  /** Permission sets, by the name of their role. */
  public readonly permissionSets: { [role: string]: CfnPermissionSet } = {};

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: IdentityCenterAccessProps) {
    super(scope, id);
    validate(props);
    for (const { role, accounts } of props.roles) {
      const group = props.groups[role];
      if (group !== undefined) {
        const session = props.sessions?.find((each) => each.role === role)?.duration ?? mostOf(role);
        this.permissionSets[role] = this.permissionSet(role, props.instanceArn, session);
        this.assign(role, group, accounts, props.instanceArn);
      }
    }
  }

  private permissionSet(role: PersonRole, instanceArn: string, session: Duration): CfnPermissionSet {
    const name = PersonArns.nameOf(role);
    return new CfnPermissionSet(this, name, {
      instanceArn,
      name,
      description: `What people of the role ${role} may do; the account's own policy ${PersonArns.PATH}${name} says what that is`,
      sessionDuration: session.toIsoString(),
      customerManagedPolicyReferences: [{ name, path: PersonArns.PATH }, { name: BarNames.POLICY, path: PersonArns.PATH }],
      permissionsBoundary: { customerManagedPolicyReference: { name: PersonArns.boundaryNameOf(role), path: PersonArns.PATH } },
    });
  }

  /**
   * One after the other for each role: Identity Center refuses too many at a time, and there are fewer roles than it takes.
   * https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
   */
  private assign(role: PersonRole, group: string, accounts: string[], instanceArn: string): void {
    const assignments = accounts.map((account) => new CfnAssignment(this, `${PersonArns.nameOf(role)}In${account}`, {
      instanceArn,
      permissionSetArn: this.permissionSets[role].attrPermissionSetArn,
      principalType: 'GROUP',
      principalId: group,
      targetType: 'AWS_ACCOUNT',
      targetId: account,
    }));
    assignments.slice(1).forEach((assignment, index) => assignment.addResourceDependency(assignments[index]));
  }
}

function validate({ instanceArn, groups, roles, sessions = [] }: IdentityCenterAccessProps): void {
  const problems = new Problems('IdentityCenterAccess');
  checkInstance(problems, '', instanceArn);
  checkGroups(problems, 'groups', groups);
  checkRoleAccounts(problems, roles);
  Object.keys(groups).forEach((role) => problems.require(roles.some((each) => each.role === role), `groups.${role}`, groups[role], 'The role has no account: name its accounts in roles, or leave the group out.'));
  sessions.forEach(({ role, duration }, index) => {
    const minutes = duration.toMinutes({ integral: false });
    const mayLast = PersonArns.ROLES.includes(role) && Number.isInteger(minutes) && minutes >= 60 && minutes <= mostOf(role).toMinutes();
    problems.require(mayLast, `sessions[${index}].duration`, duration.toIsoString(), `A session of ${role} lasts ${mostOf(role).toHours() > 1 ? `1 to ${mostOf(role).toHours()} hours` : '1 hour'}, in whole minutes.`);
    problems.require(sessions.findIndex((each) => each.role === role) === index, `sessions[${index}].role`, role, 'Name a role once.');
  });
  problems.throwIfAny();
}

/** Records roles that are none or stand twice, and accounts that are none or stand twice. */
export function checkRoleAccounts(problems: Problems, roles: RoleAccounts[]): void {
  roles.forEach(({ role, accounts }, index) => {
    problems.require(PersonArns.ROLES.includes(role), `roles[${index}].role`, role, `There is no such role. Write one of ${PersonArns.ROLES.join(', ')}.`);
    problems.require(roles.findIndex((other) => other.role === role) === index, `roles[${index}].role`, role, 'Name a role once: join its accounts.');
    problems.require(accounts.length > 0, `roles[${index}].accounts`, accounts, 'Name at least one account, or leave the role out.');
    accounts.forEach((account, at) => {
      problems.require(/^\d{12}$/.test(account), `roles[${index}].accounts[${at}]`, account, 'Write an account id of 12 digits.');
      problems.require(accounts.indexOf(account) === at, `roles[${index}].accounts[${at}]`, account, 'Name an account once.');
    });
  });
}
