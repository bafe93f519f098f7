import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { auroraCluster, checkAurora, DEFAULT_DATABASE } from './aurora-cluster';
import type { IClusterDatabase } from './cluster-database';
import type { AuroraProps } from './isolated-database-props';

/** What an `IsolatedDatabase` is made of. */
export interface IsolatedDatabaseProps extends AuroraProps {
  /**
   * Secret that holds the master password, under `password`: a `MasterSecret`. The cluster of a global database needs it,
   * because RDS keeps and rotates no password there.
   *
   * @default RDS makes, keeps and rotates the password
   */
  readonly masterSecret?: secretsmanager.ISecret;
}

/**
 * An Aurora PostgreSQL cluster that only the security groups allowed by name can reach.
 *
 * Guarantees: isolated subnets; storage, snapshots, secret, performance data and logs under customer-managed keys; TLS
 * 1.2 or newer or no connection; IAM sign-in; the master password made, kept and rotated every 7 days by RDS and Secrets
 * Manager, or taken from a secret of yours; writes on record; members in several zones; deletion refused, final snapshot; minor versions by themselves.
 *
 * Controls NET1, NET2, ENC1, ENC3, SEC2, DAT1, DAT2, DAT3, LOG3, LOG5, OPS2, BAK2.
 */
export class IsolatedDatabase extends Construct implements IClusterDatabase {
  /** Port the database listens on if no other is asked for. */
  public static readonly DEFAULT_PORT = 5433;

  /** The cluster. */
  public readonly cluster: rds.DatabaseCluster;
  /** Guards the cluster; admits whom `allowFrom` names. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Connections of the cluster, on its port. */
  public readonly connections: ec2.Connections;
  /** The master user's secret: the one given, or RDS's own. */
  public readonly secret: secretsmanager.ISecret;
  /** Where the logs are exported to. */
  public readonly logGroups: logs.ILogGroup[];
  /** Port the database listens on. */
  public readonly port: number;
  /** Name of the database that was made at first. */
  public readonly databaseName: string;
  /** Whether the master password is in a secret of yours, and not RDS's own. */
  public readonly keepsOwnSecret: boolean;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: IsolatedDatabaseProps) {
    super(scope, id);
    validate(props);
    this.port = props.port ?? IsolatedDatabase.DEFAULT_PORT;
    this.databaseName = props.databaseName ?? DEFAULT_DATABASE;
    const { cluster, resource, securityGroup, logGroups } = auroraCluster(this, props, (place) => (place === 0 ? 'Writer' : `Reader${place}`), {
      defaultDatabaseName: this.databaseName,
      port: this.port,
      iamAuthentication: true,
    });
    this.cluster = cluster;
    this.securityGroup = securityGroup;
    this.logGroups = logGroups;
    if (props.masterSecret) {
      // Said out loud: of a cluster whose password RDS kept until now, it is taken back in the same change.
      resource.manageMasterUserPassword = false;
      resource.masterUserSecret = undefined;
      resource.masterUserPassword = props.masterSecret.secretValueFromJson('password').unsafeUnwrap();
    }
    this.keepsOwnSecret = props.masterSecret !== undefined;
    this.secret = props.masterSecret ?? cluster.secret!;
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

function validate(props: IsolatedDatabaseProps): void {
  const problems = new Problems('IsolatedDatabase');
  checkAurora(problems, props);
  problems.throwIfAny();
}
