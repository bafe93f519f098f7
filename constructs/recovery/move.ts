import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { FailoverSwitch } from './failover-switch';
import type { RecoverySite } from './recovery-site';
import { CHECK_SCRIPT, HEALTH_SCRIPT, PROMOTE_SCRIPT, TASKS_SCRIPT, WRITER_SCRIPT } from './region-scripts';
import { api, script, type Step } from './runbook-steps';

/** A move of an environment between two regions. The runbook stands in the recovery region, whichever way it goes. */
export interface Move {
  readonly from: RecoverySite;
  readonly to: RecoverySite;
  readonly globalCluster: string;
  readonly hostName: string;
  /** Whether customers go to the recovery region, and stay there however well the other one looks. */
  readonly away: boolean;
  readonly longestLagSeconds: number;
}

/** How long a script that waits sleeps between two looks, in seconds. */
const PAUSE = 15;

/** What is looked at before anything moves. */
export function moveChecks(scope: Construct, move: Move): Step[] {
  return [
    script('Check', CHECK_SCRIPT, 'check', { ...common(scope, move), longestLag: move.longestLagSeconds }, ['Said', 'Writer']),
    script('CheckHealth', HEALTH_SCRIPT, 'health', { ...healthOf(move, 1), mode: '{{ Mode }}', looks: 1 }, ['Said']),
  ];
}

/**
 * Capacity first, as it takes longest; then the database, then the customers. What only makes the service larger or smaller
 * keeps nothing waiting when it fails.
 */
export function moveSteps(scope: Construct, move: Move): Step[] {
  const { to } = move;
  const payload = { ...common(scope, move), pause: PAUSE };
  return [
    ...scaling(scope, to, to.tasks, ['RaiseLeast', 'RaiseTasks']),
    script('Promote', PROMOTE_SCRIPT, 'promote', { ...payload, writer: '{{ Check.Writer }}' }, ['Said']),
    script('WaitForWriter', WRITER_SCRIPT, 'writer', payload, ['Said'], { maxAttempts: 3 }),
    script('WaitForTasks', TASKS_SCRIPT, 'tasks', payload, ['Said'], { goOn: true }),
    api('SendCustomers', 'cloudwatch', 'PutMetricData', {
      Namespace: FailoverSwitch.METRIC_NAMESPACE,
      MetricData: [{ MetricName: FailoverSwitch.METRIC_NAME, Dimensions: [{ Name: FailoverSwitch.DIMENSION, Value: move.hostName }], Value: move.away ? 1 : 0 }],
    }, {}, { maxAttempts: 5 }),
    script('Verify', HEALTH_SCRIPT, 'health', { ...healthOf(move, 2), looks: 36 }, ['Said'], { maxAttempts: 2 }),
    ...(move.away ? [] : scaling(scope, move.from, move.from.standbyTasks, ['LowerLeast', 'LowerTasks'])),
  ];
}

/** What a move may do, and on which two clusters and services. */
export function moveStatements(scope: Construct, { from, to, globalCluster }: Move): iam.PolicyStatement[] {
  const { account, partition } = Stack.of(scope);
  const arn = (service: string, region: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const clusters = [from.databaseArn, to.databaseArn];
  const services = [from, to].map(({ region, clusterName, serviceName }) => arn('ecs', region, `service/${clusterName}/${serviceName}`));
  const moving = [`arn:${partition}:rds::${account}:global-cluster:${globalCluster}`, ...clusters];
  const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
  return [
    // None of these takes a resource.
    allow('LookAtMetricsAndTargets', ['cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics', 'elasticloadbalancing:DescribeTargetHealth'], ['*']),
    allow('LookAtDatabase', ['rds:DescribeDBClusters', 'rds:DescribeGlobalClusters'], moving),
    allow('MoveDatabase', ['rds:FailoverGlobalCluster', 'rds:SwitchoverGlobalCluster'], moving),
    allow('LookAtService', ['ecs:DescribeServices'], services),
    allow('SizeService', ['ecs:UpdateService'], services),
    allow('SizeLeast', ['application-autoscaling:RegisterScalableTarget'], [arn('application-autoscaling', Stack.of(scope).region, 'scalable-target/*')], {
      StringEquals: { 'application-autoscaling:service-namespace': 'ecs', 'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount' },
    }),
    allow('SendCustomers', ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': FailoverSwitch.METRIC_NAMESPACE } }),
  ];
}

function common(scope: Construct, { to, globalCluster }: Move): object {
  const { region, databaseArn, clusterName, serviceName, tasks } = to;
  return { mode: '{{ Mode }}', globalCluster, ownRegion: Stack.of(scope).region, to: { region, database: databaseArn, cluster: clusterName, name: serviceName, tasks } };
}

function healthOf({ to }: Move, least: number): object {
  return { region: to.region, targetGroup: to.targetGroupArn, least, pause: PAUSE };
}

/** Only in the runbook's own region: at home, production never shrinks. */
function scaling(scope: Construct, site: RecoverySite, tasks: number, [least, now]: [string, string]): Step[] {
  if (site.region !== Stack.of(scope).region) {
    return [];
  }
  return [
    api(least, 'application-autoscaling', 'RegisterScalableTarget', {
      ServiceNamespace: 'ecs', ResourceId: `service/${site.clusterName}/${site.serviceName}`, ScalableDimension: 'ecs:service:DesiredCount', MinCapacity: tasks, MaxCapacity: Math.max(site.maxTasks, tasks),
    }, {}, { goOn: true }),
    api(now, 'ecs', 'UpdateService', { cluster: site.clusterName, service: site.serviceName, desiredCount: tasks }, {}, { goOn: true }),
  ];
}
