import { all, any, compliant, demand, mentions, open, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

const LEAST_DAYS = 30;

export const AcmCertificateExpiryAlarmed: Rule = {
  id: 'AcmCertificateExpiryAlarmed',
  title: 'An alarm fires 30 days before a certificate expires.',
  why: 'A renewal fails silently when a validation record is gone, and the service is down on the day.',
  mend: 'Add an alarm on AWS/CertificateManager DaysToExpiry of the certificate, below 30 or more, with an action.',
  controls: ['EDG4'],
  references: ['https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html'],
  types: ['AWS::CertificateManager::Certificate'],
  check: (certificate) => {
    const alarms = certificate.set.ofType('AWS::CloudWatch::Alarm').filter((alarm) => watches(alarm, certificate));
    return alarms.length === 0 ? violation('no alarm watches the days to expiry') : any(alarms.map(verdict));
  },
};

/** An alarm is on one metric, or on several of which one is shown. */
function watches(alarm: Resource, certificate: Resource): boolean {
  const metrics: Value[] = [alarm.properties, ...alarm.at('Metrics').items.map((item) => item.at('MetricStat', 'Metric'))];
  return metrics.some((metric) => metric.at('MetricName').text === 'DaysToExpiry' && metric.at('Namespace').text === 'AWS/CertificateManager' && mentions(metric.at('Dimensions'), certificate));
}

function verdict(alarm: Resource): Verdict {
  const actions = alarm.at('AlarmActions');
  return all([
    demand(alarm.at('ComparisonOperator'), ({ text }) => /^LessThan(OrEqualTo)?Threshold$/.test(text ?? ''), 'the alarm does not fire when days get few'),
    demand(alarm.at('Threshold'), ({ number }) => (number ?? 0) >= LEAST_DAYS, `the alarm fires later than ${LEAST_DAYS} days before expiry`),
    demand(alarm.at('ActionsEnabled'), (value) => !value.isFalse, 'the alarm\'s actions are off'),
    actions.open !== undefined && !actions.isList ? open(actions) : actions.items.length > 0 ? compliant(actions) : violation('the alarm tells nobody', actions),
  ]);
}
