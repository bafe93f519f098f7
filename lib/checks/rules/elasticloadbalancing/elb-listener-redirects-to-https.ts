import { all, companions, demand, NOT_APPLICABLE, open, violation, type Rule, type Value, type Verdict } from '../../rule';

export const ElbListenerRedirectsToHttps: Rule = {
  id: 'ElbListenerRedirectsToHttps',
  title: 'A plaintext listener does nothing but redirect to HTTPS for good.',
  why: 'Whatever is answered in plaintext can be read and changed on the way, cookies and forms included.',
  mend: 'Give the HTTP listener one redirect action with Protocol HTTPS and StatusCode HTTP_301, and no other rules.',
  controls: ['EDG3'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => {
    const protocol = listener.at('Protocol');
    if (protocol.open !== undefined) {
      return open(protocol);
    }
    // An application listener without a protocol gets the one of its port.
    if (protocol.text !== 'HTTP' && !(protocol.absent && listener.at('Port').text === '80')) {
      return NOT_APPLICABLE;
    }
    const rules = companions(listener, 'AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn');
    return all([onlyRedirects(listener.at('DefaultActions')), ...rules.map((rule) => onlyRedirects(rule.at('Actions')))]);
  },
};

function onlyRedirects(actions: Value): Verdict {
  return actions.absent ? violation('there is no redirect', actions) : all(actions.items.flatMap((action) => {
    const type = demand(action.at('Type'), ({ text }) => text === 'redirect', 'plaintext requests are answered');
    return type.kind === 'violation' ? [type] : [
      type,
      demand(action.at('RedirectConfig', 'Protocol'), ({ text }) => text === 'HTTPS', 'the redirect does not lead to HTTPS'),
      demand(action.at('RedirectConfig', 'StatusCode'), ({ text }) => text === 'HTTP_301', 'the redirect is not permanent'),
    ];
  }));
}
