import { Duration } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HealthCheck, HealthCheckType, InsufficientDataHealthStatusEnum } from 'aws-cdk-lib/aws-route53';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/** What a `FailoverSwitch` is made of. */
export interface FailoverSwitchProps {
  /** Host name of the service that the switch leads away, e.g. `www.example.eu`: the metric's one dimension. */
  readonly hostName: string;

  /** Topic that hears that the switch was thrown. It stands in the region of the switch. */
  readonly alarmTopic: ITopic;
}

/**
 * The hand switch of a fail-over: leads users away from the primary region, and keeps them away until it is put back.
 *
 * It belongs into the recovery region, because it must work while the primary region does not. Publishing 1 to its metric
 * throws it, 0 puts it back; between the two Route 53 keeps to what it last heard. So no control plane is in the way, and
 * nothing is paid but a health check and an alarm:
 *
 * `aws cloudwatch put-metric-data --namespace Recovery --metric-name TakenOver --dimensions HostName=www.example.eu --value 1`
 *
 * Guarantees: without a word users go where the health of the regions leads them; after a word they stay where it led them;
 * those on call hear of it. See decisions/0052-recovery-region.md. Control AVA5.
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class FailoverSwitch extends Construct {
  /** Namespace of the metric. */
  public static readonly METRIC_NAMESPACE = 'Recovery';
  /** Name of the metric: 1 once the recovery region has taken over, 0 once the primary region is back. */
  public static readonly METRIC_NAME = 'TakenOver';
  /** Name of the metric's dimension, whose value is the host name. */
  public static readonly DIMENSION = 'HostName';

  /** Id of the health check that is well as long as the switch is not thrown. */
  public readonly healthCheckId: string;
  /** Goes off when the switch is thrown. */
  public readonly alarm: Alarm;

  /** @throws InvalidInputError if the host name is none */
  constructor(scope: Construct, id: string, props: FailoverSwitchProps) {
    super(scope, id);
    validate(props);
    this.alarm = new Alarm(this, 'Thrown', {
      metric: new Metric({
        namespace: FailoverSwitch.METRIC_NAMESPACE,
        metricName: FailoverSwitch.METRIC_NAME,
        dimensionsMap: { [FailoverSwitch.DIMENSION]: props.hostName },
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      alarmDescription: `Users of ${props.hostName} are led to the recovery region until the switch is put back.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      // Silence is neither here nor there: the last word holds, in CloudWatch as in Route 53.
      treatMissingData: TreatMissingData.IGNORE,
    });
    this.alarm.addAlarmAction(new SnsAction(props.alarmTopic));
    this.alarm.addOkAction(new SnsAction(props.alarmTopic));
    this.healthCheckId = new HealthCheck(this, 'Resource', {
      type: HealthCheckType.CLOUDWATCH_METRIC,
      alarmIdentifier: { name: this.alarm.alarmName, region: this.alarm.stack.region },
      insufficientDataHealthStatus: InsufficientDataHealthStatusEnum.LAST_KNOWN_STATUS,
    }).healthCheckId;
  }
}

function validate({ hostName }: FailoverSwitchProps): void {
  const problems = new Problems('FailoverSwitch');
  problems.require(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(hostName), 'hostName', hostName, 'Write the host name of the service, in lower case: without a domain nobody can be led to another region.');
  problems.throwIfAny();
}
