import { Stack } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { backups, checkDatabase, closedSecurityGroup, guarded, subnetGroup } from './database-guard';
import { databaseIdentifier, exportLogs } from './database-logs';
import { checkAudit, postgresParameters, sqlServerParameters } from './database-parameters';
import type { DatabaseProps } from './isolated-database-props';

/** What an `IsolatedInstance` is made of. */
export interface IsolatedInstanceProps extends DatabaseProps {
  /** Engine and version: PostgreSQL, or SQL Server in the web, standard or enterprise edition. */
  readonly engine: rds.IInstanceEngine;

  /** Instance type. */
  readonly instanceType: ec2.InstanceType;

  /**
   * Storage to start with, in GiB.
   *
   * @default 100
   */
  readonly allocatedStorageGib?: number;

  /**
   * Storage it may grow to by itself, in GiB.
   *
   * @default four times what it starts with
   */
  readonly maxAllocatedStorageGib?: number;

  /**
   * Whether a standby in another zone takes over when the instance is lost.
   *
   * @default a standby is kept
   */
  readonly multiAz?: boolean;

  /**
   * Name of the database that is made at first. SQL Server makes none.
   *
   * @default app
   */
  readonly databaseName?: string;

  /**
   * Time zone of a SQL Server, by its Windows name, e.g. `Central European Standard Time`. Cannot be changed later.
   *
   * @default UTC
   */
  readonly timezone?: string;

  /**
   * Bucket that receives SQL Server's audit files; its key must allow the use through S3.
   *
   * @default SQL Server Audit is off; error and agent logs are exported all the same
   */
  readonly auditBucket?: s3.IBucket;

  /**
   * Classes of statements that pgAudit records on PostgreSQL.
   *
   * @default write, role and ddl
   */
  readonly auditedStatements?: string[];
}

/**
 * An RDS instance for PostgreSQL or SQL Server that only the security groups allowed by name can reach.
 *
 * Guarantees the same as `IsolatedDatabase`, with these limits of the service: SQL Server has no IAM sign-in, and its
 * encryption is the storage's (AES-256 under the key), to which an option group may add TDE.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 *
 * Controls NET1, NET2, ENC1, ENC3, SEC2, DAT1, DAT2, DAT3, LOG3, LOG5, OPS2, BAK2.
 */
export class IsolatedInstance extends Construct implements ec2.IConnectable {
  /** Port that PostgreSQL listens on if no other is asked for. */
  public static readonly DEFAULT_POSTGRES_PORT = 5433;
  /** Port that SQL Server listens on if no other is asked for. */
  public static readonly DEFAULT_SQL_SERVER_PORT = 14330;

  /** The instance. */
  public readonly instance: rds.DatabaseInstance;
  /** Guards the instance; admits whom `allowFrom` names. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Connections of the instance, on its port. */
  public readonly connections: ec2.Connections;
  /** The master user's secret, which RDS owns and rotates. */
  public readonly secret: secretsmanager.ISecret;
  /** Where the logs are exported to. */
  public readonly logGroups: logs.ILogGroup[];
  /** Port the database listens on. */
  public readonly port: number;
  private readonly sqlServer: boolean;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: IsolatedInstanceProps) {
    super(scope, id);
    validate(props);
    const sqlServer = isSqlServer(props.engine);
    this.sqlServer = sqlServer;
    const identifier = props.identifier ?? databaseIdentifier(this);
    const logTypes = sqlServer ? ['agent', 'error'] : ['postgresql', 'upgrade', 'iam-db-auth-error'];
    this.port = props.port ?? (sqlServer ? IsolatedInstance.DEFAULT_SQL_SERVER_PORT : IsolatedInstance.DEFAULT_POSTGRES_PORT);
    this.securityGroup = closedSecurityGroup(this, props.vpc);
    const { retention, preferredWindow } = backups(props);
    this.instance = new rds.DatabaseInstance(this, 'Resource', {
      ...guarded(this, props),
      ...storageOf(props),
      engine: props.engine,
      instanceIdentifier: identifier,
      instanceType: props.instanceType,
      port: this.port,
      subnetGroup: subnetGroup(this, props),
      securityGroups: [this.securityGroup],
      publiclyAccessible: false,
      multiAz: props.multiAz ?? true,
      parameterGroup: new rds.ParameterGroup(this, 'Parameters', {
        engine: props.engine,
        description: `TLS and audit of ${id}`,
        parameters: sqlServer ? sqlServerParameters() : postgresParameters(props.auditedStatements),
      }),
      backupRetention: retention,
      preferredBackupWindow: preferredWindow,
      cloudwatchLogsExports: logTypes,
      ...(sqlServer ? this.ofSqlServer(props) : { iamAuthentication: true, databaseName: props.databaseName ?? 'app' }),
    });
    this.logGroups = exportLogs(this, this.instance.node.defaultChild as rds.CfnDBInstance, `/aws/rds/instance/${identifier}`, logTypes, props);
    this.secret = this.instance.secret!;
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup], defaultPort: ec2.Port.tcp(this.port) });
    classify(this, props.classification ?? DataClassification.PERSONAL);
  }

  /** Host name of the instance. */
  public get endpoint(): string {
    return this.instance.dbInstanceEndpointAddress;
  }

  /**
   * Admits a security group on the database's port. The rule lives in the database's stack, so the group must belong
   * to that stack or to one deployed before it.
   */
  public allowFrom(peer: ec2.ISecurityGroup, description?: string): void {
    this.securityGroup.addIngressRule(peer, ec2.Port.tcp(this.port), description ?? `From ${peer.node.path}`);
  }

  /**
   * Lets a principal sign in by IAM as a database user.
   *
   * @throws Error if the engine is SQL Server, which has no IAM sign-in
   */
  public grantConnect(grantee: iam.IGrantable, databaseUser: string): iam.Grant {
    if (this.sqlServer) {
      throw new Error(`${this.node.path}: SQL Server has no IAM sign-in. Let the database user sign in by a secret.`);
    }
    return this.instance.grantConnect(grantee, databaseUser);
  }

  private ofSqlServer(props: IsolatedInstanceProps): Pick<rds.DatabaseInstanceProps, 'licenseModel' | 'timezone' | 'optionGroup'> {
    return {
      licenseModel: rds.LicenseModel.LICENSE_INCLUDED,
      timezone: props.timezone,
      optionGroup: props.auditBucket && this.auditOption(props.engine, props.auditBucket),
    };
  }

  /** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.SQLServer.Options.Audit.html */
  private auditOption(engine: rds.IInstanceEngine, bucket: s3.IBucket): rds.OptionGroup {
    const role = new iam.Role(this, 'AuditRole', {
      assumedBy: new iam.ServicePrincipal('rds.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
      description: 'Writes SQL Server audit files to their bucket',
    });
    const policy = new iam.ManagedPolicy(this, 'AuditPolicy', {
      description: 'Writes SQL Server audit files to their bucket',
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }),
        new iam.PolicyStatement({ actions: ['s3:ListBucket', 's3:GetBucketAcl', 's3:GetBucketLocation'], resources: [bucket.bucketArn] }),
        new iam.PolicyStatement({ actions: ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'], resources: [bucket.arnForObjects('*')] }),
      ],
    });
    if (bucket.encryptionKey) {
      const throughS3 = new kms.ViaServicePrincipal(`s3.${Stack.of(this).region}.amazonaws.com`, role);
      policy.addStatements(new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [bucket.encryptionKey.keyArn] }));
      bucket.encryptionKey.grantEncryptDecrypt(throughS3);
    }
    return new rds.OptionGroup(this, 'Options', {
      engine,
      description: 'SQL Server Audit to S3',
      configurations: [{ name: 'SQLSERVER_AUDIT', settings: { IAM_ROLE_ARN: role.roleArn, S3_BUCKET_ARN: bucket.bucketArn, ENABLE_COMPRESSION: 'true' } }],
    });
  }
}

function storageOf(props: IsolatedInstanceProps) {
  const allocatedStorage = props.allocatedStorageGib ?? 100;
  return { storageType: rds.StorageType.GP3, allocatedStorage, maxAllocatedStorage: props.maxAllocatedStorageGib ?? 4 * allocatedStorage };
}

function isSqlServer(engine: rds.IInstanceEngine): boolean {
  return engine.engineType.startsWith('sqlserver');
}

function validate(props: IsolatedInstanceProps): void {
  const problems = new Problems('IsolatedInstance');
  checkDatabase(problems, props);
  const type = props.engine.engineType;
  problems.require(['postgres', 'sqlserver-web', 'sqlserver-se', 'sqlserver-ee'].includes(type), 'engine', type, 'Choose PostgreSQL, or SQL Server web, standard or enterprise: the express edition has neither encryption nor a standby.');
  problems.require(props.engine.engineVersion !== undefined, 'engine', type, 'Name a version: the parameter group belongs to one.');
  problems.require(!(type === 'sqlserver-web' && (props.multiAz ?? true)), 'multiAz', true, 'The web edition has no standby: choose the standard edition, or say multiAz: false where that is acceptable.');
  problems.require(isSqlServer(props.engine) || props.timezone === undefined, 'timezone', props.timezone, 'Only SQL Server takes a time zone.');
  problems.require(isSqlServer(props.engine) || props.auditBucket === undefined, 'auditBucket', props.auditBucket?.node.path, 'Only SQL Server writes audit files; PostgreSQL audits to its log.');
  problems.require(!isSqlServer(props.engine) || props.databaseName === undefined, 'databaseName', props.databaseName, 'SQL Server makes no database at first.');
  checkAudit(problems, props.auditedStatements);
  problems.throwIfAny();
}
