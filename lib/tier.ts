import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EnvironmentKind } from './environment';

/** What an environment of a kind gets. */
export interface Tier {
  /** Availability zones used, 2 or 3 (control AVA1). */
  readonly zones: number;
  /** Whether each zone has a NAT gateway of its own; one for all otherwise (control NET9). */
  readonly natPerZone: boolean;
  /** Whether AWS Network Firewall stands between the Internet and the network (controls NET4, NET7). */
  readonly networkFirewall: boolean;
  /** Members of the database cluster, writer included (control AVA2). */
  readonly databaseMembers: number;
  /** Days for which the database can be put back to any moment. */
  readonly databaseRetentionDays: number;
  /** Fewest tasks of the service that run at any time (control AVA2). */
  readonly serviceMinimum: number;
  /** Most tasks that the service grows to under load. */
  readonly serviceMaximum: number;
  /** How long logs are kept. */
  readonly logRetention: RetentionDays;
  /** Days after which an earlier version of an object is gone (controls DAT2, DAT4). */
  readonly earlierVersionsDays: number;
  /** Whether stacks refuse to be deleted until that is switched off (control REL4). */
  readonly terminationProtection: boolean;
  /** Days for which a daily backup is kept, in the environment and in the backup account (control BAK1). */
  readonly dailyBackupDays: number;
  /**
   * Days for which a monthly backup is kept.
   *
   * @default - no monthly backup is made
   */
  readonly monthlyBackupDays?: number;
  /** Whether backups are copied to the backup account, and the vaults locked for good (controls BAK3, BAK7). */
  readonly backupsCopied: boolean;
  /** Whether the environment is broken on purpose, by schedule, while alarms watch (control AVA6). */
  readonly gameDays: boolean;
  /** Whether a second region stands by, with the data, the same network and the service (controls AVA4, AVA5). */
  readonly standbyRegion: boolean;
}

const ACCEPTANCE: Tier = {
  zones: 3,
  natPerZone: true,
  networkFirewall: true,
  databaseMembers: 2,
  databaseRetentionDays: 14,
  serviceMinimum: 2,
  serviceMaximum: 6,
  logRetention: RetentionDays.ONE_YEAR,
  earlierVersionsDays: 35,
  terminationProtection: true,
  dailyBackupDays: 14,
  backupsCopied: true,
  gameDays: true,
  standbyRegion: false,
};

const DEVELOPMENT: Tier = {
  zones: 2,
  natPerZone: false,
  networkFirewall: false,
  databaseMembers: 1,
  databaseRetentionDays: 7,
  serviceMinimum: 1,
  serviceMaximum: 2,
  logRetention: RetentionDays.ONE_YEAR,
  earlierVersionsDays: 14,
  terminationProtection: false,
  dailyBackupDays: 7,
  backupsCopied: false,
  gameDays: false,
  standbyRegion: false,
};

const TIERS: Readonly<Record<EnvironmentKind, Tier>> = {
  [EnvironmentKind.DEVELOPMENT]: DEVELOPMENT,
  [EnvironmentKind.TEST]: { ...DEVELOPMENT, serviceMinimum: 2, serviceMaximum: 4 },
  [EnvironmentKind.ACCEPTANCE]: ACCEPTANCE,
  [EnvironmentKind.PRODUCTION]: {
    ...ACCEPTANCE,
    databaseRetentionDays: 35,
    serviceMaximum: 24,
    earlierVersionsDays: 90,
    dailyBackupDays: 35,
    monthlyBackupDays: 366,
    gameDays: false,
    standbyRegion: true,
  },
};

/** The one table of what kind of environment gets what: nothing else asks which environment it is in. */
export function tierOf(kind: EnvironmentKind): Tier {
  return TIERS[kind];
}
