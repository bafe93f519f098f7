import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { IDatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { FailBackRunbook, FailOverRunbook, type RecoverySite, RunbookRecord } from '../../constructs/recovery';
import type { Tier } from '../tier';
import { DataStack } from './data-stack';
import { EstateStack, type PlacementProps } from './estate-stack';
import type { ServiceStack } from './service-stack';

/** What one region has of an environment. */
export interface RegionStacks {
  /** Its cluster of the global database. */
  readonly database: IDatabaseCluster;
  /** Its service. */
  readonly service: ServiceStack;
}

/** Properties of `FailOverStack`. */
export interface FailOverStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Host name under which the environment's service is reached. */
  readonly hostName: string;
  /** Where it is at home. */
  readonly home: RegionStacks;
  /** Where it stands by: the region of this stack. */
  readonly standby: RegionStacks;
  /** ARNs, or their patterns, of the roles that move it. */
  readonly movers: string[];
  /** Key of the record, in this region. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to, in this region. */
  readonly onCall: sns.ITopic;
}

/** The runbooks that move an environment to its recovery region and back: in that region, as the other one may be gone. */
export class FailOverStack extends EstateStack {
  constructor(scope: Construct, id: string, props: FailOverStackProps) {
    super(scope, id, props, `Fail-over of ${props.owner}`, true);
    const common = {
      starters: props.movers,
      record: new RunbookRecord(this, 'Record', { onCall: props.onCall, encryptionKey: props.logsKey, logRetention: props.tier.logRetention }),
      environment: props.owner,
      globalDatabaseIdentifier: DataStack.globalDatabaseOf(props),
      home: siteOf(props.home, props.tier),
      standby: siteOf(props.standby, props.tier),
      hostName: props.hostName,
    };
    new FailOverRunbook(this, 'FailOver', common);
    new FailBackRunbook(this, 'FailBack', common);
  }
}

/** A region that takes over begins with a third of the most that it may grow to, and is left to its scaling from there. */
function siteOf({ database, service: { service, region } }: RegionStacks, { serviceMinimum, serviceMaximum }: Tier): RecoverySite {
  return {
    region,
    databaseArn: database.clusterArn,
    clusterName: service.cluster.clusterName,
    serviceName: service.service.serviceName,
    tasks: Math.max(serviceMinimum, Math.ceil(serviceMaximum / 3)),
    maxTasks: serviceMaximum,
    standbyTasks: serviceMinimum,
    targetGroupArn: service.targetGroup.targetGroupArn,
  };
}
