import type { Duration } from 'aws-cdk-lib/core';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { RehearsalNetwork } from './rehearsal-network';

/** A question that a restored database is asked, and what its answer has to be: exactly one of `atLeast`, `exactly` and `sameAs`. */
export interface RestoreQuery {
  /** What the question is called in reports, 1 to 60 characters, each once. */
  readonly name: string;

  /**
   * Database that it is asked in.
   *
   * @default app
   */
  readonly databaseName?: string;

  /** One statement that reads, and yields one row of one column, not null. No data about people: counts and checksums. */
  readonly sql: string;

  /**
   * The answer is a number, this or more: so many rows.
   *
   * @default no number is expected
   */
  readonly atLeast?: number;

  /**
   * The answer is this text.
   *
   * @default no text is expected
   */
  readonly exactly?: string;

  /**
   * The answer is that of this statement, in the same database: of a checksum that the application wrote down there
   * itself, which was backed up together with what it is about.
   *
   * @default nothing recorded is compared
   */
  readonly sameAs?: string;
}

/** How restored Aurora PostgreSQL clusters are looked at. */
export interface DatabaseRehearsal {
  /** What is asked, 1 to 100 questions. */
  readonly queries: RestoreQuery[];

  /**
   * User of the databases that asks. It is a member of `rds_iam`, as it signs in by IAM, and of `pg_read_all_data`; it must
   * be in the source, as users are restored with their cluster.
   *
   * @default rehearsal
   */
  readonly user?: string;

  /**
   * Type of the member that a restored cluster gets for as long as it is looked at.
   *
   * @default t4g.medium
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * How long one statement may run, 1 second to 10 minutes.
   *
   * @default 1 minute
   */
  readonly statementTimeout?: Duration;
}

/** An object whose bytes are known. */
export interface KnownObject {
  /** Key of the object. */
  readonly key: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** How restored buckets are looked at. */
export interface ObjectsRehearsal {
  /** Least number of objects. */
  readonly atLeast: number;

  /**
   * How many objects, taken at random, are read from end to end, 1 to 1,000.
   *
   * @default 25
   */
  readonly sample?: number;

  /**
   * Objects whose bytes are compared with what they are known to be.
   *
   * @default none
   */
  readonly known?: KnownObject[];
}

/** Days of the week. */
export enum RehearsalDay {
  /** Monday. */
  MONDAY = 'MON',
  /** Tuesday. */
  TUESDAY = 'TUE',
  /** Wednesday. */
  WEDNESDAY = 'WED',
  /** Thursday. */
  THURSDAY = 'THU',
  /** Friday. */
  FRIDAY = 'FRI',
  /** Saturday. */
  SATURDAY = 'SAT',
  /** Sunday. */
  SUNDAY = 'SUN',
}

/** What a `RestoreRehearsal` restores, when, and how it looks at it. */
export interface RestoreRehearsalProps {
  /** Name of the restore testing plan, 1 to 50 letters, digits and underscores. */
  readonly planName: string;

  /** ARNs of the vaults of this account that it restores from. Their policies let rehearsals: `VaultAccess.rehearsed`. */
  readonly vaultArns: string[];

  /**
   * How databases are looked at.
   *
   * @default databases are not restored
   */
  readonly database?: DatabaseRehearsal;

  /**
   * How buckets are looked at.
   *
   * @default buckets are not restored
   */
  readonly objects?: ObjectsRehearsal;

  /** Network in which databases are restored. */
  readonly network: RehearsalNetwork;

  /**
   * Key of what is restored, of logs and of messages. It must let CloudWatch Logs and `events.amazonaws.com` use it, and the
   * roles of this stack through RDS, S3 and SQS. The vaults' keys must let those roles use them through RDS, S3 and Backup.
   */
  readonly key: kms.IKey;

  /** How long logs are kept. */
  readonly logRetention: RetentionDays;

  /** Topic that hears of what failed and of what was not rehearsed. */
  readonly onCall: sns.ITopic;

  /**
   * Days on which is rehearsed, no more than 5 apart: what was not rehearsed soundly for a week is an alarm, and CloudWatch
   * looks no further back.
   *
   * @default Monday and Thursday
   */
  readonly days?: RehearsalDay[];

  /**
   * Hour of the day, in UTC, at which rehearsals start, within 2 hours.
   *
   * @default 6
   */
  readonly startHour?: number;

  /**
   * Name of the role that AWS Backup restores with: policies of vaults and keys name it, and the organisation's leave its changes to deployments.
   *
   * @default CloudFormation makes a name up
   */
  readonly restoreRoleName?: string;
}
