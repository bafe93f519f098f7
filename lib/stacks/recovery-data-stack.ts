import { Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { StandbyDatabase } from '../../constructs/database';
import type { TieredVpc } from '../../constructs/network';
import { ReplicationAlarm } from '../../constructs/storage';
import type { Tier } from '../tier';
import { DataStack } from './data-stack';
import { EstateStack, type PlacementProps } from './estate-stack';
import type { RecoveryStack } from './recovery-stack';

/** Properties of `RecoveryDataStack`. */
export interface RecoveryDataStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Network that the standby stands in. */
  readonly network: TieredVpc;
  /** Stores of the primary region. */
  readonly primary: DataStack;
  /** What the recovery region has already. */
  readonly recovery: RecoveryStack;
  /** Key of the database's logs. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** The database of the recovery region, which follows the primary's, and the watch over how far the copies are behind. */
export class RecoveryDataStack extends EstateStack {
  /** The database that stands by. */
  public readonly database: StandbyDatabase;

  constructor(scope: Construct, id: string, props: RecoveryDataStackProps) {
    super(scope, id, props, `Stores of ${props.owner} in the recovery region`, true);
    const { tier, primary, recovery, onCall } = props;
    // The name is agreed ahead, so nothing else says that the global database must be there.
    this.addStackDependency(primary, 'The standby joins the global database');
    this.database = new StandbyDatabase(this, 'Database', {
      globalDatabaseIdentifier: DataStack.globalDatabaseOf(props),
      vpc: props.network.vpc,
      subnets: props.network.dataSubnets,
      key: recovery.dataKey,
      logKey: props.logsKey,
      logRetention: tier.logRetention,
      instances: tier.databaseMembers,
      backupRetention: Duration.days(tier.databaseRetentionDays),
      alarmTopic: onCall,
    });
    new ReplicationAlarm(this, 'Files', { sourceBucketName: primary.content.bucketName, destinationBucketName: recovery.replica.bucketName, alarmTopic: onCall });
  }
}
