import { demand, NOT_APPLICABLE, setting, type Rule } from '../../rule';

/** A year, in seconds: what browsers ask for their preload lists. */
const LEAST_AGE = 31536000;

export const ElbListenerSendsHsts: Rule = {
  id: 'ElbListenerSendsHsts',
  title: 'A listener tells browsers to come by HTTPS only, for a year or more.',
  why: 'Without it the first request of each visit can go out in plaintext, and be turned to somebody else\'s server.',
  mend: 'Set the listener attribute routing.http.response.strict_transport_security.header_value to max-age=31536000 or more.',
  controls: ['EDG3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => (listener.at('Protocol').text === 'HTTPS'
    ? demand(setting(listener.at('ListenerAttributes'), 'routing.http.response.strict_transport_security.header_value'),
      ({ text }) => Number(/max-age=(\d+)/i.exec(text ?? '')?.[1] ?? 0) >= LEAST_AGE, 'strict transport security is not sent, or for less than a year')
    : NOT_APPLICABLE),
};
