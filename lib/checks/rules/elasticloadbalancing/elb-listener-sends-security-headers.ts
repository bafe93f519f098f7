import { all, demand, NOT_APPLICABLE, setting, type Rule, type Value } from '../../rule';

const EXPECTED: Readonly<Record<string, readonly [(value: Value) => boolean, string]>> = {
  'x_content_type_options.header_value': [({ text }) => text?.toLowerCase() === 'nosniff', 'browsers may guess types (X-Content-Type-Options)'],
  'x_frame_options.header_value': [({ text }) => /^(deny|sameorigin)$/i.test(text ?? ''), 'other sites may frame the pages (X-Frame-Options)'],
  'content_security_policy.header_value': [({ text }) => (text ?? '') !== '', 'no content security policy is sent'],
  'server.enabled': [(value) => value.isFalse, 'the Server header is shown'],
};

export const ElbListenerSendsSecurityHeaders: Rule = {
  id: 'ElbListenerSendsSecurityHeaders',
  title: 'A listener sends the headers that harden browsers, and hides what server it is.',
  why: 'Browsers allow framing, type guessing and foreign scripts unless they are told otherwise.',
  mend: 'Set the listener attributes routing.http.response.{x_content_type_options,x_frame_options,content_security_policy}.header_value, and server.enabled to false.',
  controls: ['EDG6'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => (listener.at('Protocol').text === 'HTTPS'
    ? all(Object.entries(EXPECTED).map(([key, [holds, message]]) => demand(setting(listener.at('ListenerAttributes'), `routing.http.response.${key}`), holds, message)))
    : NOT_APPLICABLE),
};
