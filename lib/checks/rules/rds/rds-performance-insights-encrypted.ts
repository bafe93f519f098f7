import { customerKey, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const RdsPerformanceInsightsEncrypted: Rule = {
  id: 'RdsPerformanceInsightsEncrypted',
  title: 'Performance Insights of a database is encrypted under a customer-managed key.',
  why: 'Performance Insights keeps the text of statements, and with it the data that stands in them.',
  mend: 'Set the Performance Insights key to a key of your own, or switch Performance Insights off.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.cmk-policy.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const [enabled, key] = database.type === 'AWS::RDS::DBCluster'
      ? [database.at('PerformanceInsightsEnabled'), database.at('PerformanceInsightsKmsKeyId')]
      : [database.at('EnablePerformanceInsights'), database.at('PerformanceInsightsKMSKeyId')];
    return enabled.open !== undefined ? open(enabled) : enabled.isTrue ? customerKey(key, 'Performance Insights') : NOT_APPLICABLE;
  },
};
