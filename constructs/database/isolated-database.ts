import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { backups, checkDatabase, closedSecurityGroup, guarded, insightsOf, subnetGroup } from './database-guard';
import { databaseIdentifier, exportLogs } from './database-logs';
import { checkAudit, postgresParameters } from './database-parameters';
import type { DatabaseProps } from './isolated-database-props';

/** What an `IsolatedDatabase` is made of. */
export interface IsolatedDatabaseProps extends DatabaseProps {
  /**
   * Version of Aurora PostgreSQL to start from; minor versions follow by themselves.
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

/** Logs that Aurora PostgreSQL exports. */
const LOG_TYPES = ['postgresql', 'iam-db-auth-error'];

/**
 * An Aurora PostgreSQL cluster that only the security groups allowed by name can reach.
 *
 * Guarantees: isolated subnets; storage, snapshots, secret, performance data and logs under customer-managed keys; TLS
 * 1.2 or newer or no connection; IAM sign-in; the master password made, kept and rotated every 7 days by RDS and Secrets
 * Manager; writes on record; members in several zones; deletion refused, final snapshot; minor versions by themselves.
 *
 * Controls NET1, NET2, ENC1, ENC3, SEC2, DAT1, DAT2, DAT3, LOG3, LOG5, OPS2, BAK2.
 */
export class IsolatedDatabase extends Construct implements ec2.IConnectable {
  /** Port the database listens on if no other is asked for. */
  public static readonly DEFAULT_PORT = 5433;

  /** The cluster. */
  public readonly cluster: rds.DatabaseCluster;
  /** Guards the cluster; admits whom `allowFrom` names. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Connections of the cluster, on its port. */
  public readonly connections: ec2.Connections;
  /** The master user's secret, which RDS owns and rotates. */
  public readonly secret: secretsmanager.ISecret;
  /** Where the logs are exported to. */
  public readonly logGroups: logs.ILogGroup[];
  /** Port the database listens on. */
  public readonly port: number;
  /** Name of the database that was made at first. */
  public readonly databaseName: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: IsolatedDatabaseProps) {
    super(scope, id);
    validate(props);
    const identifier = props.identifier ?? databaseIdentifier(this);
    this.port = props.port ?? IsolatedDatabase.DEFAULT_PORT;
    this.databaseName = props.databaseName ?? 'app';
    this.securityGroup = closedSecurityGroup(this, props.vpc);
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: props.version ?? rds.AuroraPostgresEngineVersion.VER_17_9 });
    this.cluster = new rds.DatabaseCluster(this, 'Resource', {
      ...guarded(this, props),
      ...members(props),
      engine,
      clusterIdentifier: identifier,
      defaultDatabaseName: this.databaseName,
      port: this.port,
      subnetGroup: subnetGroup(this, props),
      securityGroups: [this.securityGroup],
      iamAuthentication: true,
      parameterGroup: new rds.ParameterGroup(this, 'Parameters', { engine, description: `TLS and audit of ${id}`, parameters: postgresParameters(props.auditedStatements) }),
      backup: backups(props),
    });
    const resource = this.cluster.node.defaultChild as rds.CfnDBCluster;
    resource.enableCloudwatchLogsExports = LOG_TYPES;
    this.logGroups = exportLogs(this, resource, `/aws/rds/cluster/${identifier}`, LOG_TYPES, props);
    this.secret = this.cluster.secret!;
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup], defaultPort: ec2.Port.tcp(this.port) });
    classify(this, props.classification ?? DataClassification.PERSONAL);
  }

  /** Host name that always leads to the writer. */
  public get writerEndpoint(): string {
    return this.cluster.clusterEndpoint.hostname;
  }

  /** Host name that spreads over the readers. */
  public get readerEndpoint(): string {
    return this.cluster.clusterReadEndpoint.hostname;
  }

  /**
   * Admits a security group on the database's port. The rule lives in the database's stack, so the group must belong
   * to that stack or to one deployed before it.
   */
  public allowFrom(peer: ec2.ISecurityGroup, description?: string): void {
    this.securityGroup.addIngressRule(peer, ec2.Port.tcp(this.port), description ?? `From ${peer.node.path}`);
  }

  /** Lets a principal sign in by IAM as a database user. */
  public grantConnect(grantee: iam.IGrantable, databaseUser: string): iam.Grant {
    return this.cluster.grantConnect(grantee, databaseUser);
  }
}

function members(props: IsolatedDatabaseProps): Pick<rds.DatabaseClusterProps, 'writer' | 'readers' | 'serverlessV2MinCapacity' | 'serverlessV2MaxCapacity'> {
  const { instanceType } = props;
  const member = (id: string, scaleWithWriter: boolean) => (instanceType
    ? rds.ClusterInstance.provisioned(id, { instanceType, publiclyAccessible: false, autoMinorVersionUpgrade: true, ...insightsOf(props) })
    : rds.ClusterInstance.serverlessV2(id, { scaleWithWriter, publiclyAccessible: false, autoMinorVersionUpgrade: true, ...insightsOf(props) }));
  const readers = Array.from({ length: (props.instances ?? 2) - 1 }, (_, index) => member(`Reader${index + 1}`, index === 0));
  return {
    writer: member('Writer', false),
    readers,
    ...(!instanceType && { serverlessV2MinCapacity: props.minCapacity ?? 0.5, serverlessV2MaxCapacity: props.maxCapacity ?? 8 }),
  };
}

function validate(props: IsolatedDatabaseProps): void {
  const problems = new Problems('IsolatedDatabase');
  checkDatabase(problems, props);
  const instances = props.instances ?? 2;
  problems.require(Number.isInteger(instances) && instances >= 1 && instances <= 16, 'instances', instances, 'Write 1 to 16 members.');
  const [min, max] = [props.minCapacity ?? 0.5, props.maxCapacity ?? 8];
  problems.require(min >= 0 && max >= 1 && max <= 256 && min <= max, 'minCapacity', `${min} to ${max}`, 'Write a least capacity of 0 or more and a most of 1 to 256, the least not above the most.');
  checkAudit(problems, props.auditedStatements);
  problems.throwIfAny();
}
