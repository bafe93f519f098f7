import { Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { GlobalDatabase, IsolatedDatabase, MasterSecret, MasterSecretRotation } from '../../constructs/database';
import { DomainKey } from '../../constructs/keys';
import type { TieredVpc } from '../../constructs/network';
import { AgreedNames } from '../../constructs/shared';
import { type BucketReplica, PrivateBucket } from '../../constructs/storage';
import type { Tier } from '../tier';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';
import { allowMasterKeyGrants } from './master-key';

/** Properties of `DataStack`. */
export interface DataStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Network that the stores stand in. */
  readonly network: TieredVpc;
  /** ARNs of the roles that use the key, `*` allowed in a name. */
  readonly keyUsers: string[];
  /** ARN patterns of the roles of grants that decrypt what was encrypted for their customer, by calls of their own; none if nobody asks for such grants. */
  readonly masterKeyGrants: string[];
  /**
   * Account that AWS Backup copies the stores' backups to.
   *
   * @default - backups are not copied
   */
  readonly backupAccount?: string;
  /** Key of the database's logs. */
  readonly logsKey: kms.IKey;
  /** Bucket of the access logs. */
  readonly logBucket: s3.IBucket;
  /** ARNs of the roles that deploy, `*` allowed in a name: they make and read the secret of the database. */
  readonly deployers: string[];
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
  /**
   * Where stored objects are copied to: the region and the key of a second region, which the database and its secret are
   * copied to as well.
   *
   * @default - nothing is copied to another region
   */
  readonly replica?: BucketReplica;
}

/** The stores of an environment: its database and its files, under a key of their own. */
export class DataStack extends EstateStack {
  /** TCP port of the database. */
  public static readonly DATABASE_PORT = IsolatedDatabase.DEFAULT_PORT;

  /** What the names of the buckets of files have in common, in every region. */
  public static readonly FILES = 'content';

  /** Identifier of the global database that the databases of an environment's regions join. */
  public static globalDatabaseOf({ organization, owner }: PlacementProps): string {
    return AgreedNames.globalDatabase({ organization, owner, purpose: 'data' });
  }

  /** Key of all stores. */
  public readonly dataKey: kms.IKey;
  /** The database. */
  public readonly database: IsolatedDatabase;
  /** The files that users keep. */
  public readonly content: s3.IBucket;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props, `Stores of ${props.owner}`, props.replica !== undefined);
    const { tier } = props;
    const dataKey = new DomainKey(this, 'DataKey', { domain: 'data', alias: keyAlias(props, 'data'), usedBy: props.keyUsers, usedThrough: ['rds', 's3', 'secretsmanager'] });
    if (props.backupAccount !== undefined) {
      dataKey.allowBackupCopies(props.backupAccount);
    }
    allowMasterKeyGrants(dataKey, props.masterKeyGrants);
    this.dataKey = dataKey;
    const secretKey = props.replica && this.secretKey(props);
    const replicas = props.replica && [{ region: props.replica.region, keyArn: props.replica.keyArn }];
    this.database = new IsolatedDatabase(this, 'Database', {
      vpc: props.network.vpc,
      subnets: props.network.dataSubnets,
      key: this.dataKey,
      logKey: props.logsKey,
      logRetention: tier.logRetention,
      instances: tier.databaseMembers,
      backupRetention: Duration.days(tier.databaseRetentionDays),
      masterSecret: secretKey && new MasterSecret(this, 'MasterSecret', { key: secretKey, replicas }),
    });
    if (secretKey) {
      new GlobalDatabase(this, 'GlobalDatabase', { identifier: DataStack.globalDatabaseOf(props), primary: this.database });
      new MasterSecretRotation(this, 'MasterSecretRotation', { database: this.database, key: secretKey, replicas, logRetention: tier.logRetention, alarmTopic: props.onCall });
    }
    this.content = new PrivateBucket(this, 'Content', {
      key: this.dataKey,
      accessLogBucket: props.logBucket,
      lifecycle: { oldVersionsExpireAfter: Duration.days(tier.earlierVersionsDays) },
      replica: props.replica,
    });
  }
  /** A key apart from the data's: the function that changes the password uses it, and must not be able to read data. */
  private secretKey(props: DataStackProps): DomainKey {
    const key = new DomainKey(this, 'SecretKey', { domain: 'secrets', alias: keyAlias(props, 'secrets'), usedBy: props.deployers, usedThrough: ['secretsmanager'] });
    key.allowLogGroups(`${this.stackName}-*`);
    return key;
  }
}
