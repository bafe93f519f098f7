import type { PersonRole } from './person-role';

/** What a person can be let do. Each stands for a few statements of a policy, and for a line of the page "who may do what". */
export enum Capability {
  /** Dashboards, metrics and alarms. */
  READ_METRICS = 'read-metrics',
  /** What there is and how it is set up: no data, no secrets, no start-up scripts. */
  READ_CONFIGURATION = 'read-configuration',
  /** Operational logs, without those that record statements or keystrokes. */
  READ_LOGS = 'read-logs',
  /** Logs that record what people and the database did: may hold values out of statements. */
  READ_AUDIT_LOGS = 'read-audit-logs',
  /** Findings of the detectors. */
  READ_FINDINGS = 'read-findings',
  /** Users, roles and policies, and whether they are used. */
  READ_IDENTITIES = 'read-identities',
  /** Restarts, scales and fails over what is deployed; deploys nothing. */
  OPERATE_SERVICE = 'operate-service',
  /** Stored files, to read and to write: where no customer's data is. */
  WORK_WITH_FILES = 'work-with-files',
  /** Customers' files, and the database as its user `privacy_officer`. Read only. */
  READ_CUSTOMER_DATA = 'read-customer-data',
  /** A recorded shell on the bastion, as the operators' user. */
  OPEN_BASTION = 'open-bastion',
  /** The bastion as the database administrators' user, with the way to the database's port. */
  OPEN_BASTION_AS_DBA = 'open-bastion-as-dba',
  /** A recorded shell on the bastion, as the user for the day on which nothing else works. */
  OPEN_BASTION_TO_RESCUE = 'open-bastion-to-rescue',
  /** The way to the database's port through the bastion, without a shell. */
  FORWARD_TO_DATABASE = 'forward-to-database',
  /** The database as its user `dba`, which keeps it and reads no customer's rows. */
  CONNECT_DATABASE_AS_DBA = 'connect-database-as-dba',
  /** The database's health: its settings, waits and statements without their values; restarts and failovers. */
  KEEP_DATABASE = 'keep-database',
  /** Keys: switched on and off, rotated, deleted after 30 days. Never used, and their policies never changed. */
  ADMINISTER_KEYS = 'administer-keys',
  /** Backups, put back by a role that is named. */
  RESTORE_BACKUPS = 'restore-backups',
  /** The runbooks that move the environment to its recovery region and back. */
  FAIL_OVER = 'fail-over',
  /** The runbooks that put back what belongs to one customer, or all stores. */
  RESTORE_CUSTOMER = 'restore-customer',
  /** The deployment roles that trust the account, for the day on which the pipeline is gone. */
  DEPLOY_BY_HAND = 'deploy-by-hand',
  /** Lost second factors of the identity account's users: taken away, so that a new one is set up at the next sign-in. No passwords. */
  FORGET_SECOND_FACTOR = 'forget-second-factor',
  /** Barring a person everywhere at once, and lifting a bar. */
  BAR_PEOPLE = 'bar-people',
  /** Asking for a grant to one customer's system, and entering it once it is approved. */
  REQUEST_GRANT = 'request-grant',
  /** Approving somebody else's grant. */
  APPROVE_GRANT = 'approve-grant',
  /** Asks for the use of the master key for one customer. */
  REQUEST_MASTER_KEY = 'request-master-key',
  /** Approves somebody else's use of the master key, one of two. */
  APPROVE_MASTER_KEY = 'approve-master-key',
}

/** What the people of one role may do in an account. */
export interface PersonRights {
  /** The role. Once in an account. */
  readonly role: PersonRole;
  /** What it may do there, at least one. */
  readonly capabilities: Capability[];
}
