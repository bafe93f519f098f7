import type { Problems } from '../shared/problems';
import { IdentityWay, PersonArns } from './person-role';

/** Groups of IAM Identity Center, and where it stands. */
export interface IdentityCenterProps {
  /** ARN of the instance of IAM Identity Center, `arn:aws:sso:::instance/ssoins-…`. */
  readonly instanceArn: string;
  /** Id of its identity store, `d-…`. */
  readonly identityStoreId: string;
  /** Id of the group of each role, by the role's name (`operator`, `privacy-officer`, …). A group has one role; a role without a group is nobody's. */
  readonly groups: { [role: string]: string };
}

/** The account of its own that people's users stand in. */
export interface IdentityAccountProps {
  /** Account id, 12 digits. It belongs to the same organisation and hosts nothing else. */
  readonly account: string;
}

/** Where people sign in: exactly one of the two. */
export interface IdentityProps {
  /**
   * AWS IAM Identity Center.
   *
   * @default people sign in to the identity account, which must then be given
   */
  readonly identityCenter?: IdentityCenterProps;
  /**
   * A central identity account.
   *
   * @default people sign in to Identity Center, which must then be given
   */
  readonly identityAccount?: IdentityAccountProps;
}

const ROLES = `one of ${PersonArns.ROLES.join(', ')}`;

/** The way in that was chosen. Ask only after `checkIdentity`. */
export function wayOf(identity: IdentityProps): IdentityWay {
  return identity.identityCenter ? IdentityWay.IDENTITY_CENTER : IdentityWay.IDENTITY_ACCOUNT;
}

/** Records what is wrong with the way in that was chosen. */
export function checkIdentity(problems: Problems, path: string, identity: IdentityProps): void {
  const { identityCenter, identityAccount } = identity;
  const ways = [identityCenter && 'identityCenter', identityAccount && 'identityAccount'].filter(Boolean);
  problems.require(ways.length === 1, path, ways.length > 0 ? ways : undefined, 'Choose one way in: identityCenter or identityAccount, never both.');
  if (identityCenter) {
    checkInstance(problems, `${path}.identityCenter`, identityCenter.instanceArn);
    problems.require(/^d-[0-9a-f]{10}$/.test(identityCenter.identityStoreId), `${path}.identityCenter.identityStoreId`, identityCenter.identityStoreId, "Write the identity store's id: 'd-' and ten letters or digits.");
    checkGroups(problems, `${path}.identityCenter.groups`, identityCenter.groups);
  }
  if (identityAccount) {
    problems.require(/^\d{12}$/.test(identityAccount.account), `${path}.identityAccount.account`, identityAccount.account, 'Write an account id of 12 digits.');
  }
}

/** Records an instance of Identity Center that is none. */
export function checkInstance(problems: Problems, path: string, instanceArn: string): void {
  problems.require(/^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}$/.test(instanceArn), `${path}${path && '.'}instanceArn`, instanceArn, "Write the instance's ARN: arn:aws:sso:::instance/ssoins-… (`aws sso-admin list-instances` shows it).");
}

/** Records groups that are not groups, roles that are not roles, and a group that would have two roles. */
export function checkGroups(problems: Problems, path: string, groups: { [role: string]: string }): void {
  const seen = new Map<string, string>();
  for (const [role, group] of Object.entries(groups)) {
    problems.require((PersonArns.ROLES as string[]).includes(role), `${path}.${role}`, role, `There is no such role. Write ${ROLES}.`);
    problems.require(/^([0-9a-f]{10}-)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(group), `${path}.${role}`, group, "Write the group's id, not its name (`aws identitystore list-groups` shows it).");
    problems.require(!seen.has(group), `${path}.${role}`, group, `The role ${seen.get(group)} has this group already: a group has one role, so that nobody has two by belonging to it.`);
    seen.set(group, role);
  }
}
