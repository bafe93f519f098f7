import { demand, type Rule } from '../../rule';

export const RdsProxyTlsOnly: Rule = {
  id: 'RdsProxyTlsOnly',
  title: 'A database proxy refuses connections without TLS.',
  why: 'The proxy would accept in plain text what the database refuses.',
  mend: 'Set RequireTLS to true.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html'],
  types: ['AWS::RDS::DBProxy'],
  check: (proxy) => demand(proxy.at('RequireTLS'), (value) => value.isTrue, 'the proxy accepts plain connections'),
};
