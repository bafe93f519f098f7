import { Duration } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { auroraCluster, checkAurora, DEFAULT_DATABASE } from './aurora-cluster';
import type { IClusterDatabase } from './cluster-database';
import { checkGlobalIdentifier } from './global-database';
import { IsolatedDatabase } from './isolated-database';
import type { AuroraProps } from './isolated-database-props';

/** Minutes in a row that the standby may be too far behind before somebody is told. */
const LAG_MINUTES = 3;
/** Longest recovery point that an alarm can still be in time for, in seconds: control AVA4 allows 300. */
const LAG_MAX_SECONDS = 240;

/** What a `StandbyDatabase` is made of. */
export interface StandbyDatabaseProps extends AuroraProps {
  /** Identifier of the `GlobalDatabase` that it joins. */
  readonly globalDatabaseIdentifier: string;

  /**
   * How far the standby may be behind before those on call are told, 1 to 240 seconds. They are told after three minutes.
   *
   * @default 60 seconds
   */
  readonly lagAlarm?: Duration;

  /** Topic that hears of a standby that lags, or that nothing is heard of. */
  readonly alarmTopic: sns.ITopic;
}

/**
 * A copy of a `GlobalDatabase` in another region that takes over when asked: an Aurora PostgreSQL cluster of readers only.
 *
 * Guarantees what `IsolatedDatabase` does, under a key of its own region; users, passwords and data are the primary's. It does
 * not forward writes: until it takes over, whoever writes here is refused. Those on call hear when it falls behind.
 *
 * `version` and `databaseName` are those of the primary. Its `writerEndpoint` answers once it has taken over.
 *
 * Controls AVA4, NET1, NET2, ENC1, ENC3, DAT1, DAT2, DAT3, LOG3, LOG5.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attaching.html
 */
export class StandbyDatabase extends Construct implements IClusterDatabase {
  /** The cluster. */
  public readonly cluster: rds.DatabaseCluster;
  /** Guards the cluster; admits whom `allowFrom` names. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Connections of the cluster, on its port. */
  public readonly connections: ec2.Connections;
  /** Where the logs are exported to. */
  public readonly logGroups: logs.ILogGroup[];
  /** Port the database listens on. */
  public readonly port: number;
  /** Name of the database that was made at first. */
  public readonly databaseName: string;
  /** Goes off when the standby is too far behind the primary, or is not heard of. */
  public readonly lagAlarm: Alarm;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: StandbyDatabaseProps) {
    super(scope, id);
    const tolerated = props.lagAlarm ?? Duration.minutes(1);
    validate(props, tolerated);
    this.port = props.port ?? IsolatedDatabase.DEFAULT_PORT;
    this.databaseName = props.databaseName ?? DEFAULT_DATABASE;
    const { cluster, resource, securityGroup, logGroups } = auroraCluster(this, props, (place) => `Member${place + 1}`, { port: this.port, iamAuthentication: true });
    resource.globalClusterIdentifier = props.globalDatabaseIdentifier;
    resource.enableGlobalWriteForwarding = false;
    // The primary's, all of them: a cluster that joins is refused if it brings its own.
    resource.masterUsername = undefined;
    resource.manageMasterUserPassword = undefined;
    resource.masterUserSecret = undefined;
    this.cluster = cluster;
    this.securityGroup = securityGroup;
    this.logGroups = logGroups;
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup], defaultPort: ec2.Port.tcp(this.port) });
    this.lagAlarm = this.watch(tolerated, props.alarmTopic);
    classify(this, props.classification ?? DataClassification.PERSONAL);
  }

  /** Host name of the writer, once the standby has taken over. */
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

  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
  private watch(tolerated: Duration, topic: sns.ITopic): Alarm {
    const alarm = new Alarm(this, 'LagAlarm', {
      metric: new Metric({
        namespace: 'AWS/RDS',
        metricName: 'AuroraGlobalDBRPOLag',
        dimensionsMap: { DBClusterIdentifier: this.cluster.clusterIdentifier },
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      alarmDescription: `If the primary region were lost now, more than ${tolerated.toSeconds()} seconds of data would be lost with it: the standby lags, or is not heard of.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: tolerated.toMilliseconds(),
      evaluationPeriods: LAG_MINUTES,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  }
}

function validate(props: StandbyDatabaseProps, tolerated: Duration): void {
  const problems = new Problems('StandbyDatabase');
  checkAurora(problems, props);
  checkGlobalIdentifier(problems, 'globalDatabaseIdentifier', props.globalDatabaseIdentifier);
  const seconds = tolerated.toMilliseconds() / 1000;
  problems.require(seconds >= 1 && seconds <= LAG_MAX_SECONDS, 'lagAlarm', tolerated.toHumanString(), `Write 1 to ${LAG_MAX_SECONDS} seconds: no more than five minutes of data may be lost (control AVA4).`);
  problems.require(props.minCapacity !== 0, 'minCapacity', props.minCapacity, 'A standby that pauses falls behind: write 0.5 or more.');
  problems.throwIfAny();
}
