import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { allowLogDelivery } from './log-delivery';

/**
 * Fields of a flow record: all of version 5, and why traffic was rejected and whether it was encrypted on the way.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const FLOW_RECORD_FIELDS = [
  'version', 'account-id', 'interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets', 'bytes',
  'start', 'end', 'action', 'log-status', 'vpc-id', 'subnet-id', 'instance-id', 'tcp-flags', 'type', 'pkt-srcaddr',
  'pkt-dstaddr', 'region', 'az-id', 'sublocation-type', 'sublocation-id', 'pkt-src-aws-service', 'pkt-dst-aws-service',
  'flow-direction', 'traffic-path', 'reject-reason', 'encryption-status',
];

/** Properties of `NetworkLogs`. */
export interface NetworkLogsProps {
  /** The VPC whose traffic and name queries are recorded. */
  readonly vpc: ec2.IVpc;

  /**
   * Key the log groups are encrypted with. Its policy must let `logs.<region>.amazonaws.com` use it for the account's log
   * groups: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey: kms.IKey;

  /** How long records are kept. */
  readonly retention: logs.RetentionDays;

  /**
   * What becomes of the records when the stack is deleted.
   *
   * @default - they are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Records of a VPC: every flow, accepted or rejected, a minute at most after it happened, and every name that was asked of
 * the VPC's resolver, both in encrypted log groups (controls NET11, LOG3).
 */
export class NetworkLogs extends Construct {
  /** Holds the flow records. */
  public readonly flowLogGroup: logs.ILogGroup;
  /** Holds the names that were asked of the resolver. */
  public readonly queryLogGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: NetworkLogsProps) {
    super(scope, id);
    this.flowLogGroup = this.logGroup('Flows', props);
    this.queryLogGroup = this.logGroup('Queries', props);
    this.recordFlows(props.vpc);
    this.recordQueries(props.vpc);
  }

  private logGroup(id: string, props: NetworkLogsProps): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      encryptionKey: props.encryptionKey,
      retention: props.retention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
  }

  private recordFlows(vpc: ec2.IVpc): void {
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'FlowLogRole', {
      description: 'Lets VPC flow logs write into their log group',
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }) },
        },
      }),
    });
    const policy = new iam.ManagedPolicy(this, 'FlowLogPolicy', {
      roles: [role],
      statements: [new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [this.flowLogGroup.logGroupArn],
      })],
    });
    const flowLog = new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceId: vpc.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: this.flowLogGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
      maxAggregationInterval: 60,
      logFormat: FLOW_RECORD_FIELDS.map((field) => `\${${field}}`).join(' '),
    });
    flowLog.node.addDependency(policy);
  }

  private recordQueries(vpc: ec2.IVpc): void {
    const delivery = allowLogDelivery(this, 'QueryDelivery', [this.queryLogGroup]);
    const config = new resolver.CfnResolverQueryLoggingConfig(this, 'QueryLogging', {
      destinationArn: this.queryLogGroup.logGroupArn,
    });
    config.node.addDependency(delivery);
    new resolver.CfnResolverQueryLoggingConfigAssociation(this, 'QueryLoggingAssociation', {
      resolverQueryLogConfigId: config.attrId,
      resourceId: vpc.vpcId,
    });
  }
}
