import { Capability } from '../../constructs/access/capability';
import { mostOf } from '../../constructs/access/identity-center-access';
import { PersonArns, PersonRole } from '../../constructs/access/person-role';
import { ACCOUNT_KINDS, type AccountKind, accountsOf, holdsCustomerData, rightsIn } from '../../lib/people';

const CAPABILITIES: Readonly<Record<Capability, string>> = {
  [Capability.READ_METRICS]: 'sees dashboards, metrics and alarms',
  [Capability.READ_CONFIGURATION]: 'sees what there is and how it is set up; no data, no secrets',
  [Capability.READ_LOGS]: 'reads operational logs',
  [Capability.READ_AUDIT_LOGS]: "reads audit logs: the database's statements, recorded sessions",
  [Capability.READ_FINDINGS]: 'sees findings of the detectors',
  [Capability.READ_IDENTITIES]: 'sees users, roles and policies, and whether they are used',
  [Capability.OPERATE_SERVICE]: 'restarts, scales and fails over what is deployed',
  [Capability.WORK_WITH_FILES]: 'reads and writes stored files',
  [Capability.READ_CUSTOMER_DATA]: "**reads customers' files and database rows**",
  [Capability.OPEN_BASTION]: 'has a recorded shell on the bastion, as `ops`',
  [Capability.OPEN_BASTION_AS_DBA]: "enters the bastion as `dba`, with the way to the database's port",
  [Capability.OPEN_BASTION_TO_RESCUE]: 'has a recorded shell on the bastion, as `rescue`',
  [Capability.FORWARD_TO_DATABASE]: "has the way to the database's port through the bastion, without a shell",
  [Capability.CONNECT_DATABASE_AS_DBA]: 'signs in to the database as `dba`, which keeps it and reads no rows of customers',
  [Capability.KEEP_DATABASE]: "watches the database's health, restarts it and fails it over",
  [Capability.ADMINISTER_KEYS]: 'switches keys on and off, rotates them, lets them be deleted after 30 days; never uses one',
  [Capability.RESTORE_BACKUPS]: '**has backups restored**',
  [Capability.FAIL_OVER]: 'moves the environment to its recovery region, and back home',
  [Capability.RESTORE_CUSTOMER]: '**starts the runbooks that put back what belongs to one customer, or all stores**',
  [Capability.DEPLOY_BY_HAND]: "deploys by hand, with the pipeline's roles",
  [Capability.FORGET_SECOND_FACTOR]: 'takes lost second factors away; gives no passwords',
  [Capability.BAR_PEOPLE]: 'bars a person everywhere at once',
  [Capability.REQUEST_GRANT]: "asks for a grant to one customer's system, at most 8 hours, and enters it once somebody else has approved",
  [Capability.APPROVE_GRANT]: "approves somebody else's grant",
  [Capability.REQUEST_MASTER_KEY]: 'asks for the use of the master key for one customer, which two others approve',
  [Capability.APPROVE_MASTER_KEY]: "approves somebody else's use of the master key",
};

const ROLES: Readonly<Record<PersonRole, string>> = {
  [PersonRole.DEVELOPER]: 'Builds. Writes in development, looks in test; sees dashboards of acceptance and production.',
  [PersonRole.OPERATOR]: 'Keeps the service running. Deploys nothing, reads no data.',
  [PersonRole.DATABASE_ADMINISTRATOR]: 'Keeps the database well. Sees no customer\'s rows without a grant.',
  [PersonRole.SECURITY_AUDITOR]: 'Reads configuration and logs everywhere. Changes nothing and opens no store; statements in audit logs may hold values.',
  [PersonRole.PRIVACY_OFFICER]: "The one role that reads customers' data and has it restored.",
  [PersonRole.KEY_CUSTODIAN]: 'Administers keys, and uses none.',
  [PersonRole.SUPPORT]: 'Has nothing outside a grant.',
  [PersonRole.BREAK_GLASS]: 'For the day on which nothing else works. Opening it calls those on call at once; all it does is recorded.',
};

const title = (name: string): string => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const rule = (columns: number): string => `| --- |${' :---: |'.repeat(columns)}`;
const may = (role: PersonRole, kind: AccountKind): readonly Capability[] => rightsIn(kind).find((rights) => rights.role === role)?.capabilities ?? [];

function entry(): string[] {
  return [
    row(['', ...ACCOUNT_KINDS.map(title), 'longest session']),
    rule(ACCOUNT_KINDS.length + 1),
    ...PersonArns.ROLES.map((role) => row([`[${title(role)}](#${role})`, ...ACCOUNT_KINDS.map((kind) => (may(role, kind).length > 0 ? '●' : '·')), `${mostOf(role).toHours()} h`])),
  ];
}

function section(role: PersonRole): string[] {
  const kinds = accountsOf(role);
  const held = Object.values(Capability).filter((capability) => kinds.some((kind) => may(role, kind).includes(capability)));
  return [
    `### ${title(role)}`, '',
    ROLES[role], '',
    row([`may, in …`, ...kinds.map(title)]),
    rule(kinds.length),
    ...held.map((capability) => row([CAPABILITIES[capability], ...kinds.map((kind) => (may(role, kind).includes(capability) ? '●' : ''))])),
    '',
  ];
}

function byCapability(kind: AccountKind): string[] {
  const roles = rightsIn(kind).map(({ role }) => role);
  return [
    row(['', ...roles.map(title)]),
    rule(roles.length),
    ...Object.values(Capability).filter((capability) => roles.some((role) => may(role, kind).includes(capability)))
      .map((capability) => row([CAPABILITIES[capability], ...roles.map((role) => (may(role, kind).includes(capability) ? '●' : ''))])),
  ];
}

/** The page "who may do what", from the table of people that their policies are made from. */
export function peoplePage(): string {
  const guarded = ACCOUNT_KINDS.filter(holdsCustomerData).join(', ');
  return [
    '<!-- Generated from lib/people.ts by `npm run generate`. Do not edit. -->',
    '# Who may do what', '',
    'The policies of people and this page come from one table, [lib/people.ts](../lib/people.ts). What is not named here is denied.', '',
    'What holds for everybody:', '',
    '- **A second factor**, less than an hour old when a role is assumed; by Identity Center, at every sign-in.',
    "- **From the administrators' networks** and in the estate's regions only.",
    `- **No customer data** below privacy officer, whatever is attached to a role later, where it is kept: ${guarded}.`,
    '- **No way to more rights**: nobody makes roles, policies, users or access keys, and nobody assumes another role, grants and deployments by hand aside.',
    '- **Deploying** is nobody\'s task: the pipeline does it.', '',
    '## Who enters where', '',
    ...entry(), '',
    'With an identity account, no session lasts longer than an hour.', '',
    '## In production', '',
    ...byCapability(ACCOUNT_KINDS[3]), '',
    '## Role by role', '',
    ...PersonArns.ROLES.flatMap(section),
  ].join('\n');
}
