import { Duration } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeElb } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { TieredVpc } from '../../constructs/network';
import { GameDays, RestoreCustomerRunbook, type RestoredDatabaseProps, RestoreStoresRunbook, RunbookRecord } from '../../constructs/recovery';
import { AgreedNames } from '../../constructs/shared';
import type { Tier } from '../tier';
import { DataStack } from './data-stack';
import { EstateStack, type PlacementProps } from './estate-stack';
import type { ServiceStack } from './service-stack';

/** Properties of `RunbooksStack`. */
export interface RunbooksStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Its stores. */
  readonly data: DataStack;
  /** Its service. */
  readonly service: ServiceStack;
  /** Its network. */
  readonly network: TieredVpc;
  /** Key of its backup vault. */
  readonly vaultKey: kms.IKey;
  /** ARNs, or their patterns, of the roles that start restores. */
  readonly restorers: string[];
  /** Name of the role that AWS Backup restores with. */
  readonly restoreRoleName: string;
  /** Whether it is broken on purpose, by schedule. */
  readonly gameDays: boolean;
  /** Key of the records. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** The recovery of an environment's stores as runbooks, and its game days. */
export class RunbooksStack extends EstateStack {
  constructor(scope: Construct, id: string, props: RunbooksStackProps) {
    super(scope, id, props, `Runbooks of ${props.owner}`);
    const { tier, data, restorers, logsKey, onCall } = props;
    const record = new RunbookRecord(this, 'Record', { onCall, encryptionKey: logsKey, logRetention: tier.logRetention });
    const common = { record, starters: restorers, database: databaseOf(data), bucket: data.content };
    new RestoreCustomerRunbook(this, 'RestoreCustomer', common);
    new RestoreStoresRunbook(this, 'RestoreStores', {
      ...common,
      vaultName: AgreedNames.backupVault({ organization: props.organization, owner: props.owner, purpose: 'backup' }),
      vaultKey: props.vaultKey,
      filesOf: DataStack.FILES,
      restoreRoleName: props.restoreRoleName,
    });
    if (props.gameDays) {
      this.play(props, record);
    }
  }

  private play(props: RunbooksStackProps, record: RunbookRecord): void {
    const { service, edge } = props.service;
    new GameDays(this, 'GameDays', {
      record,
      vpc: props.network.vpc,
      zone: props.network.vpc.availabilityZones[0],
      clusterName: service.cluster.clusterName,
      serviceName: service.service.serviceName,
      databaseArn: props.data.database.cluster.clusterArn,
      stopAlarms: [
        this.alarm('NoTaskWell', 'No task of the service is well: game days end', healthyTasks(props.service), ComparisonOperator.LESS_THAN_THRESHOLD, 1, props.onCall),
        this.alarm('UsersSeeErrors', 'Users are answered with errors: game days end', edge.loadBalancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { statistic: 'Sum', period: Duration.minutes(1) }), ComparisonOperator.GREATER_THAN_THRESHOLD, 50, props.onCall),
      ],
      encryptionKey: props.logsKey,
      logRetention: props.tier.logRetention,
    });
  }

  /** Two minutes in a row: what a fail-over within a zone takes is no reason to stop. */
  private alarm(id: string, alarmDescription: string, metric: IMetric, comparisonOperator: ComparisonOperator, threshold: number, onCall: sns.ITopic): Alarm {
    const alarm = new Alarm(this, id, { alarmDescription, metric, comparisonOperator, threshold, evaluationPeriods: 2, treatMissingData: TreatMissingData.NOT_BREACHING });
    alarm.addAlarmAction(new SnsAction(onCall));
    return alarm;
  }
}

/** By full names: the CDK's own metric takes them out of the listener's ARN, by functions that CloudFormation does not document for another stack's output. */
function healthyTasks({ service, edge }: ServiceStack): IMetric {
  const dimensionsMap = { LoadBalancer: edge.loadBalancer.loadBalancerFullName, TargetGroup: service.targetGroup.targetGroupFullName };
  return new Metric({ namespace: 'AWS/ApplicationELB', metricName: 'HealthyHostCount', dimensionsMap, statistic: 'Maximum', period: Duration.minutes(1) });
}

/** A restored database stands where the one that runs does, behind the same guards. */
function databaseOf({ database, dataKey }: DataStack): RestoredDatabaseProps {
  const cluster = database.cluster.node.defaultChild as rds.CfnDBCluster;
  return {
    clusterIdentifier: database.cluster.clusterIdentifier,
    subnetGroupName: cluster.dbSubnetGroupName!,
    parameterGroupName: cluster.dbClusterParameterGroupName!,
    securityGroupIds: [database.securityGroup.securityGroupId],
    key: dataKey,
    port: database.port,
  };
}
