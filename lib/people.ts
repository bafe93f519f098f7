import { Capability, type PersonRights } from '../constructs/access/capability';
import { PersonArns, PersonRole } from '../constructs/access/person-role';
import { EnvironmentKind, SharedAccountKind } from './environment';

/** A kind of account that people work in: an environment, a shared account, or the identity account where there is one. */
export type AccountKind = EnvironmentKind | SharedAccountKind | 'identity';

const { DEVELOPMENT, TEST, ACCEPTANCE, PRODUCTION } = EnvironmentKind;
const { MANAGEMENT, SECURITY, BACKUP, RELEASE } = SharedAccountKind;

/** Every kind of account, in the order of the page "who may do what". */
export const ACCOUNT_KINDS: readonly AccountKind[] = [DEVELOPMENT, TEST, ACCEPTANCE, PRODUCTION, BACKUP, RELEASE, SECURITY, MANAGEMENT, 'identity'];
const ENVIRONMENTS: readonly AccountKind[] = [DEVELOPMENT, TEST, ACCEPTANCE, PRODUCTION];

const LOOK = [Capability.READ_METRICS, Capability.READ_CONFIGURATION, Capability.READ_LOGS];
const OPERATE = [...LOOK, Capability.OPERATE_SERVICE, Capability.OPEN_BASTION];
const RESCUE = [...LOOK, Capability.OPERATE_SERVICE, Capability.OPEN_BASTION_TO_RESCUE];
const DATABASE = [Capability.OPEN_BASTION_AS_DBA, Capability.CONNECT_DATABASE_AS_DBA];
const AUDIT = [...LOOK, Capability.READ_AUDIT_LOGS, Capability.READ_FINDINGS, Capability.READ_IDENTITIES];
const CUSTOMERS = [Capability.READ_METRICS, Capability.READ_AUDIT_LOGS, Capability.READ_CUSTOMER_DATA, Capability.FORWARD_TO_DATABASE];
const KEYS = [Capability.READ_METRICS, Capability.ADMINISTER_KEYS];

type Row = Partial<Record<AccountKind, readonly Capability[]>>;
const everywhere = (kinds: readonly AccountKind[], capabilities: readonly Capability[]): Row => Object.fromEntries(kinds.map((kind) => [kind, capabilities]));

/**
 * The one table of who may do what where: the policies of `People` and the page "who may do what" are made from it.
 * A role that is not named for a kind of account cannot enter it. Deploying is nobody's: the pipeline does it.
 */
const TABLE: Readonly<Record<PersonRole, Row>> = {
  [PersonRole.DEVELOPER]: {
    [DEVELOPMENT]: [...LOOK, Capability.OPERATE_SERVICE, Capability.WORK_WITH_FILES, ...DATABASE],
    [TEST]: LOOK,
    [ACCEPTANCE]: [Capability.READ_METRICS],
    [PRODUCTION]: [Capability.READ_METRICS],
    [RELEASE]: LOOK,
  },
  [PersonRole.OPERATOR]: {
    ...everywhere(ENVIRONMENTS, OPERATE),
    [PRODUCTION]: [...OPERATE, Capability.FAIL_OVER],
    [BACKUP]: [Capability.READ_METRICS, Capability.READ_CONFIGURATION],
    [RELEASE]: LOOK,
  },
  [PersonRole.DATABASE_ADMINISTRATOR]: everywhere(ENVIRONMENTS, [Capability.READ_METRICS, Capability.KEEP_DATABASE, ...DATABASE]),
  [PersonRole.SECURITY_AUDITOR]: {
    ...everywhere(ACCOUNT_KINDS, AUDIT),
    [PRODUCTION]: [...AUDIT, Capability.APPROVE_MASTER_KEY],
  },
  [PersonRole.PRIVACY_OFFICER]: {
    [ACCEPTANCE]: [...CUSTOMERS, Capability.RESTORE_CUSTOMER],
    [PRODUCTION]: [...CUSTOMERS, Capability.RESTORE_CUSTOMER, Capability.APPROVE_GRANT],
    [BACKUP]: [Capability.READ_METRICS, Capability.RESTORE_BACKUPS],
  },
  [PersonRole.KEY_CUSTODIAN]: {
    ...everywhere(ACCOUNT_KINDS, KEYS),
    [PRODUCTION]: [...KEYS, Capability.APPROVE_MASTER_KEY],
    [MANAGEMENT]: [...KEYS, Capability.BAR_PEOPLE],
  },
  [PersonRole.SUPPORT]: {
    [PRODUCTION]: [Capability.REQUEST_GRANT, Capability.REQUEST_MASTER_KEY],
  },
  [PersonRole.BREAK_GLASS]: {
    ...everywhere(ENVIRONMENTS, RESCUE),
    [PRODUCTION]: [...RESCUE, Capability.FAIL_OVER],
    ...everywhere([BACKUP, SECURITY], LOOK),
    [RELEASE]: [...LOOK, Capability.DEPLOY_BY_HAND],
    [MANAGEMENT]: [...LOOK, Capability.DEPLOY_BY_HAND, Capability.BAR_PEOPLE],
    identity: [...LOOK, Capability.FORGET_SECOND_FACTOR],
  },
};

/** The rights of every role that has any in an account of a kind. */
export function rightsIn(kind: AccountKind): PersonRights[] {
  return PersonArns.ROLES.flatMap((role) => {
    const capabilities = TABLE[role][kind];
    return capabilities ? [{ role, capabilities: [...capabilities] }] : [];
  });
}

/** Kinds of account that people of a role have any right in. */
export function accountsOf(role: PersonRole): AccountKind[] {
  return ACCOUNT_KINDS.filter((kind) => TABLE[role][kind]);
}

/** Whether customers' data is in an account of a kind: customers accept with their own (control ACC7). */
export function holdsCustomerData(kind: AccountKind): boolean {
  return kind === ACCEPTANCE || kind === PRODUCTION || kind === BACKUP;
}

/** Roles that have one of these capabilities in accounts of a kind. */
export function rolesWith(kind: AccountKind, ...capabilities: Capability[]): PersonRole[] {
  return rightsIn(kind).filter((rights) => rights.capabilities.some((capability) => capabilities.includes(capability))).map(({ role }) => role);
}
