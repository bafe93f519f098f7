import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataClassification } from '../shared/tags';

/** What every database of this room takes. */
export interface DatabaseProps {
  /** Network the database stands in. */
  readonly vpc: ec2.IVpc;

  /** Subnets of the data tier, isolated, in two zones or more. */
  readonly subnets: ec2.SubnetSelection;

  /** Key that encrypts the data, its snapshots, the secret and the performance data. */
  readonly key: kms.IKey;

  /**
   * Key that encrypts the exported logs. Its policy must allow CloudWatch Logs: `DomainKey.allowLogGroups`.
   *
   * @default the key of the data
   */
  readonly logKey?: kms.IKey;

  /**
   * How long exported logs are kept.
   *
   * @default 13 months
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Identifier of the database in RDS: lower-case letters, digits and hyphens, at most 50 characters.
   *
   * @default made of the construct's path, so that it is known before the database exists
   */
  readonly identifier?: string;

  /**
   * Port the database listens on, 1150 to 65535; never the engine's well-known one.
   *
   * @default `DEFAULT_PORT` of the construct
   */
  readonly port?: number;

  /**
   * Time that automated backups are kept and any second can be restored: 7 to 35 days.
   *
   * @default 35 days
   */
  readonly backupRetention?: Duration;

  /**
   * Time of day of the automated backup, in UTC, `hh:mm-hh:mm`.
   *
   * @default 01:00-02:00
   */
  readonly backupWindow?: string;

  /**
   * Stretch of the week in which changes are made, in UTC, `ddd:hh:mm-ddd:hh:mm`.
   *
   * @default sun:03:00-sun:04:00
   */
  readonly maintenanceWindow?: string;

  /**
   * Depth of Database Insights: advanced keeps 15 months of performance data, standard 7 days.
   *
   * @default standard
   */
  readonly insights?: rds.DatabaseInsightsMode;

  /**
   * What kind of data the database holds (control DAT3).
   *
   * @default personal data
   */
  readonly classification?: DataClassification;

  /**
   * Whether RDS refuses to delete the database.
   *
   * @default it refuses
   */
  readonly deletionProtection?: boolean;

  /**
   * What becomes of the data when the stack goes.
   *
   * @default a final snapshot is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What every Aurora PostgreSQL cluster of this room takes. */
export interface AuroraProps extends DatabaseProps {
  /**
   * Version of Aurora PostgreSQL to start from; minor versions follow by themselves, except in a global database.
   *
   * @default 17.9
   */
  readonly version?: rds.AuroraPostgresEngineVersion;

  /**
   * Name of the database that is made at first.
   *
   * @default app
   */
  readonly databaseName?: string;

  /**
   * Members of the cluster, the writer included, spread over the zones of the subnets: 1 to 16. With one member the
   * data is still in three zones, but its loss interrupts the service for minutes.
   *
   * @default 2
   */
  readonly instances?: number;

  /**
   * Instance type of every member.
   *
   * @default members are serverless, between `minCapacity` and `maxCapacity`
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * Least capacity of a serverless member, in Aurora capacity units of 2 GiB memory; 0 lets it pause when nobody is
   * connected.
   *
   * @default 0.5
   */
  readonly minCapacity?: number;

  /**
   * Most capacity of a serverless member, in Aurora capacity units of 2 GiB memory.
   *
   * @default 8
   */
  readonly maxCapacity?: number;

  /**
   * Classes of statements that pgAudit records: read, write, function, role, ddl, misc, misc_set, all.
   *
   * @default write, role and ddl: who changed data, rights or structure
   */
  readonly auditedStatements?: string[];
}
