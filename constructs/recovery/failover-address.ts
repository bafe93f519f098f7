import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ApplicationLoadBalancer, IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ARecord, Failover, HealthCheck, HealthCheckType, type IHealthCheck, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/**
 * Where Route 53 checks from: it asks for three regions, and has one inside the European Economic Area. A check carries nobody's
 * data: it asks for one page, and looks at the status of the answer.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html#Route53-Type-HealthCheckConfig-Regions
 */
const CHECKER_REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
/** Time between two checks of one checker, and failures in a row until the endpoint counts as down: a minute and a half. */
const CHECK_INTERVAL = Duration.seconds(30);
const FAILURES = 3;
/** Minutes without one healthy task until those on call hear of it. */
const UNWELL_MINUTES = 3;

/** What part a region has in a service that runs in two. */
export enum FailoverPart {
  /** Users are led here as long as it is well, and nobody has thrown the switch. */
  PRIMARY = 'primary',
  /** Users are led here otherwise. */
  STANDBY = 'standby',
}

/** What a `FailoverAddress` is made of. */
export interface FailoverAddressProps {
  /** Zone of the service's host name: the address is the zone's own name. */
  readonly hostedZone: IHostedZone;

  /** What part this region has. */
  readonly part: FailoverPart;

  /** Load balancer of this region. Its certificate and listener rule must know `regionalHostName` too. */
  readonly loadBalancer: ApplicationLoadBalancer;

  /** What the load balancer sends requests to. */
  readonly targetGroup: IApplicationTargetGroup;

  /**
   * Id of the health check of the `FailoverSwitch`. The primary part needs it; the standby has none.
   *
   * @default - none
   */
  readonly switchHealthCheckId?: string;

  /**
   * Path that answers 200 to 399 when the region can serve.
   *
   * @default '/'
   */
  readonly healthCheckPath?: string;

  /** Topic of this region that hears when no task of it is well. */
  readonly alarmTopic: ITopic;
}

/**
 * The address of a service that runs in two regions, as one of them publishes it: one construct in each region's stack.
 *
 * Guarantees: users are led to the primary region while it answers over HTTPS from outside and the switch is not thrown, and to
 * the standby otherwise, within about three minutes; each region also has an address of its own, which is what is checked, so
 * that a check never follows the fail-over; those on call of the region hear when no task there is well.
 *
 * The state of the health checks themselves is measured in us-east-1 alone, outside the European Economic Area and barred by the
 * region policy; the alarm is on the region's own tasks instead.
 *
 * Control AVA5. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
 */
export class FailoverAddress extends Construct {
  /** Name under which one region alone answers, e.g. `eu-central-1.www.example.eu`. */
  public static regionalHostName(zoneName: string, region: string): string {
    return `${region}.${zoneName}`;
  }

  /** Name under which this region alone answers. */
  public readonly hostName: string;
  /** Id of the health check that decides on this region. */
  public readonly healthCheckId: string;
  /** Goes off when no task of this region is well. */
  public readonly unwellAlarm: Alarm;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: FailoverAddressProps) {
    super(scope, id);
    validate(this, props);
    const { region } = Stack.of(this);
    const { hostedZone: zone, loadBalancer } = props;
    this.hostName = FailoverAddress.regionalHostName(zone.zoneName, region);
    const target = RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true }));
    new ARecord(this, 'Region', { zone, recordName: region, target });
    const healthCheck = this.healthCheck(props);
    this.healthCheckId = healthCheck.healthCheckId;
    // A child called Default has the logical id that a plain record in this place had: the record changes, instead of
    // being made beside the one of the same name, which Route 53 refuses.
    new ARecord(this, 'Default', {
      zone,
      target,
      failover: props.part === FailoverPart.PRIMARY ? Failover.PRIMARY : Failover.SECONDARY,
      setIdentifier: region,
      healthCheck,
    });
    this.unwellAlarm = this.watch(props);
  }

  private healthCheck({ part, healthCheckPath, switchHealthCheckId }: FailoverAddressProps): IHealthCheck {
    const endpoint = new HealthCheck(this, 'Endpoint', {
      type: HealthCheckType.HTTPS,
      fqdn: this.hostName,
      port: 443,
      resourcePath: healthCheckPath ?? '/',
      enableSNI: true,
      requestInterval: CHECK_INTERVAL,
      failureThreshold: FAILURES,
      regions: CHECKER_REGIONS,
    });
    if (part === FailoverPart.STANDBY) {
      return endpoint;
    }
    const notThrown = HealthCheck.fromHealthCheckId(this, 'Switch', switchHealthCheckId!);
    return new HealthCheck(this, 'Health', { type: HealthCheckType.CALCULATED, childHealthChecks: [endpoint, notThrown], healthThreshold: 2 });
  }

  private watch({ targetGroup, alarmTopic }: FailoverAddressProps): Alarm {
    const alarm = new Alarm(this, 'Unwell', {
      metric: targetGroup.metrics.healthyHostCount({ statistic: 'Maximum', period: Duration.minutes(1) }),
      alarmDescription: `No task behind ${this.hostName} is well: the region cannot serve.`,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: UNWELL_MINUTES,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(alarmTopic));
    alarm.addOkAction(new SnsAction(alarmTopic));
    return alarm;
  }
}

function validate(scope: Construct, { hostedZone, part, switchHealthCheckId, healthCheckPath = '/' }: FailoverAddressProps): void {
  const problems = new Problems(`FailoverAddress '${scope.node.path}'`);
  const primary = part === FailoverPart.PRIMARY;
  const { region } = Stack.of(scope);
  problems.require(hostedZone.zoneName.includes('.'), 'hostedZone', hostedZone.zoneName, 'Give the zone of the host name: without a domain nobody can be led to another region.');
  problems.require(!primary || switchHealthCheckId !== undefined, 'switchHealthCheckId', switchHealthCheckId, 'Give the primary region a switch: without one, users return to a region that is no longer written to as soon as it answers.');
  problems.require(primary || switchHealthCheckId === undefined, 'switchHealthCheckId', switchHealthCheckId, 'The switch leads away from the primary region; take it from the standby.');
  problems.require(healthCheckPath.startsWith('/') && healthCheckPath.length <= 255, 'healthCheckPath', healthCheckPath, 'Write a path of up to 255 characters that begins with a slash.');
  if (Token.isUnresolved(region)) {
    problems.add('env.region', 'the region of the deployment', 'Name the region of the stack: it is part of the address.');
  }
  problems.throwIfAny();
}
