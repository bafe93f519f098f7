import { Duration } from 'aws-cdk-lib/core';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationListenerRule, ApplicationProtocol, ApplicationTargetGroup, type IApplicationLoadBalancerTarget,
  ListenerCondition, Protocol, TargetGroupLoadBalancingAlgorithmType, type TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Problems } from '../shared/problems';
import type { LoadBalancerRoute } from './load-balancer-route';

const DEFAULT_PRIORITY = 100;
const DEFAULT_HEALTH_CHECK_PATH = '/health';
const MAX_HOST_NAMES = 3;

/** What a target group needs to know of the service behind it. */
export interface ServiceTargetOptions {
  readonly vpc: IVpc;
  readonly route: LoadBalancerRoute;
  readonly port: number;
  readonly targetType: TargetType;
  readonly deregistrationDelay: Duration;
}

/** A group that admits nothing yet, and lets out HTTPS: to the network's endpoints and, through its firewall, to the allowed domains. */
export function serviceSecurityGroup(scope: Construct, vpc: IVpc, description: string): SecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS to endpoints and, through the firewall, to allowed domains');
  return group;
}

/** The HTTPS target group of a service. */
export function createTargetGroup(scope: Construct, options: ServiceTargetOptions): ApplicationTargetGroup {
  return new ApplicationTargetGroup(scope, 'TargetGroup', {
    vpc: options.vpc,
    port: options.port,
    protocol: ApplicationProtocol.HTTPS,
    targetType: options.targetType,
    deregistrationDelay: options.deregistrationDelay,
    loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    healthCheck: {
      protocol: Protocol.HTTPS,
      path: options.route.healthCheckPath ?? DEFAULT_HEALTH_CHECK_PATH,
      healthyHttpCodes: '200',
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  });
}

/**
 * Routes the host names to the target, and opens the way from the load balancer to its port.
 *
 * Listener and group are imported by their ids, so that rules land in the service's stack: between two stacks they would
 * otherwise refer to each other in a circle.
 */
export function attachTarget(scope: Construct, route: LoadBalancerRoute, group: ApplicationTargetGroup, target: IApplicationLoadBalancerTarget): void {
  const listener = ApplicationListener.fromApplicationListenerAttributes(scope, 'Listener', {
    listenerArn: route.listener.listenerArn,
    securityGroup: importedGroup(scope, route.securityGroup),
    defaultPort: 443,
  });
  new ApplicationListenerRule(scope, 'Route', {
    listener,
    priority: route.priority ?? DEFAULT_PRIORITY,
    conditions: [ListenerCondition.hostHeaders(route.hostNames)],
    targetGroups: [group],
  });
  group.addTarget(target);
}

/** Records what is wrong with a route. */
export function checkRoute(problems: Problems, route: LoadBalancerRoute): void {
  const { hostNames, priority, healthCheckPath } = route;
  problems.require(hostNames.length >= 1 && hostNames.length <= MAX_HOST_NAMES, 'route.hostNames', hostNames, `Give 1 to ${MAX_HOST_NAMES} host names.`);
  problems.require(priority === undefined || (Number.isInteger(priority) && priority >= 1 && priority <= 50_000), 'route.priority', priority, 'Give a whole number from 1 to 50000.');
  problems.require(healthCheckPath === undefined || /^\/\S*$/.test(healthCheckPath), 'route.healthCheckPath', healthCheckPath, 'Give a path that starts with /.');
}

/** Records bounds of a scaling range that contradict each other. */
export function checkRange(problems: Problems, fewest: string, least: number, most: string, greatest: number): void {
  problems.require(Number.isInteger(least) && least >= 1, fewest, least, 'Give a whole number from 1; 2 or more where the service must survive the loss of a zone.');
  problems.require(Number.isInteger(greatest) && greatest >= least, most, greatest, `Give a whole number not below ${fewest} (${least}).`);
}

function importedGroup(scope: Construct, group: ISecurityGroup): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(scope, 'LoadBalancerSecurityGroup', group.securityGroupId, { allowAllOutbound: false });
}
