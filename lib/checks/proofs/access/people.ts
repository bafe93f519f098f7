import { Memory } from '../memory';
import type { Demand } from './ask';
import { matches, overlapsOneOf, patternOf } from './glob';
import type { Identity } from './identities';
import type { AccessModel } from './model';
import { accountNamed } from './principal';
import type { Policy, Statement } from './statement';
import type { Target } from './targets';

/** Roles and users of people stand below this path, unless they are permission sets of Identity Center. */
const BELOW_PEOPLE = /^arn:[^:]*:iam::[^:]*:(role|user)\/people\//;

/** The role of people who read customers' data, and have it restored. */
export const PRIVACY_OFFICER = 'PrivacyOfficer';
/** The role of people who help customers, inside a grant. */
export const SUPPORT = 'Support';

/** Whether people come to an identity: a permission set in an account, a role below `/people/`, or a user. */
export function isPerson({ center, kind, arn }: Identity): boolean {
  return center !== undefined || kind === 'user' || BELOW_PEOPLE.test(arn);
}

/** What people of an identity are to the estate, e.g. `PrivacyOfficer`: the name of the permission set, or of the role. */
export function personRoleOf({ center, name }: Identity): string {
  return center?.permissionSet ?? name;
}

/** The identities of people, by the resource that makes them: a permission set makes one in every account that it is assigned in. */
export function peopleByResource(model: AccessModel, identities: readonly Identity[] = model.identities.filter(isPerson)): Identity[][] {
  const found = new Map<string, Identity[]>();
  identities.forEach((identity) => {
    const key = `${identity.template.source.name} ${identity.logicalId}`;
    found.set(key, [...found.get(key) ?? [], identity]);
  });
  return [...found.values()];
}

/** Where what an identity may do is written in its own account: its first policy that stands there, else what makes it. */
export function writtenAt({ set }: AccessModel, { policies, account, template, logicalId }: Identity): Pick<Target, 'template' | 'logicalId'> {
  const places = policies.map(({ place }) => ({ template: set.templates.find(({ source }) => source.name === place.template), logicalId: place.logicalId }));
  const own = places.find((place) => place.template?.source.account === account);
  return own?.template ? { template: own.template, logicalId: own.logicalId } : { template, logicalId };
}

/** A pattern of the ARNs that an identity shows: Identity Center makes up the end of its roles' names. */
export function shownAs({ center, arn, account }: Identity): string {
  return center ? `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${center.permissionSet}_*` : arn;
}

/** Whether nobody but these services takes a role on. */
export function isTakenOnlyBy(model: AccessModel, { kind, arn, center }: Identity, services: RegExp): boolean {
  const trust = model.targetOf(arn)?.policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect !== 'Deny')) ?? [];
  return kind === 'role' && center === undefined && trust.length > 0
    && trust.every(({ open, principals }) => open === undefined && (principals?.every((principal) => principal.kind === 'Service' && services.test(principal.name)) ?? false));
}

/** Nobody of these. */
export function noneOf(arns: readonly string[]): Demand {
  return arns.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': arns } };
}

/**
 * Whether a policy of an identity has a statement, or may have, that allows one of these actions on something: most have none, and need not be asked further.
 *
 * @param arn the resource, without wildcards. @default - any
 */
export function mentions({ policies }: Pick<Identity, 'policies'>, actions: readonly string[], arn?: string): boolean {
  const key = actions.join();
  return policies.some((policy) => {
    const found = MENTIONED.of(policy, key, () => mentionedIn(policy, actions));
    return arn === undefined ? found.length > 0 : found.some((statement) => mayName(statement, arn));
  });
}

const MENTIONED = new Memory<Policy, readonly Statement[]>();

function mentionedIn({ statements }: Policy, actions: readonly string[]): readonly Statement[] {
  const fits = overlapsOneOf(actions.map((action) => patternOf(action, 'text', true)));
  return statements.filter(({ effect, open, actions: named }) => effect !== 'Deny' && (open !== undefined || named === undefined || named.some(fits)));
}

function mayName({ open, resources, variables }: Statement, arn: string): boolean {
  return open !== undefined || resources === undefined || resources.some((text) => (variables && text.includes('${')) || matches(patternOf(text, 'resource'), arn) !== false);
}

/** Whether a policy of a resource names more than services and whole accounts: whom it names so, it lets in whatever their own policies say. */
export function namesSomebody({ policies }: Pick<Target, 'policies'>): boolean {
  return policies.some(({ statements }) => statements.some(({ effect, open, principals }) => effect !== 'Deny'
    && (open !== undefined || principals === undefined || principals.some(({ kind, name }) => kind !== 'Service' && accountNamed(name) === undefined))));
}

/** The roles that AWS Backup takes on by itself, in whichever account: nobody else does. */
export const ROLES_OF_BACKUP = 'arn:aws:iam::*:role/aws-service-role/*backup.amazonaws.com/*';
