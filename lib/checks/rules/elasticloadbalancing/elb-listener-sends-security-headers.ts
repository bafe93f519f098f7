import { all, demand, setting, type Rule, type Value } from '../../rule';

type Expected = readonly [attribute: string, holds: (value: Value) => boolean, message: string];

const OF_PAGES: readonly Expected[] = [
  ['x_content_type_options.header_value', ({ text }) => text?.toLowerCase() === 'nosniff', 'browsers may guess types (X-Content-Type-Options)'],
  ['x_frame_options.header_value', ({ text }) => /^(deny|sameorigin)$/i.test(text ?? ''), 'other sites may frame the pages (X-Frame-Options)'],
  ['content_security_policy.header_value', ({ text }) => (text ?? '') !== '', 'no content security policy is sent'],
];
/** A redirect shows no page, but its answer names the server too. */
const OF_ALL_ANSWERS: readonly Expected[] = [['server.enabled', (value) => value.isFalse, 'the Server header is shown']];

export const ElbListenerSendsSecurityHeaders: Rule = {
  id: 'ElbListenerSendsSecurityHeaders',
  title: 'A listener sends the headers that harden browsers, and hides what server it is.',
  why: 'Browsers allow framing, type guessing and foreign scripts unless they are told otherwise.',
  mend: 'Set the listener attributes routing.http.response.{x_content_type_options,x_frame_options,content_security_policy}.header_value, and server.enabled to false.',
  controls: ['EDG6'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => {
    const protocol = listener.at('Protocol').text ?? '';
    const expected = protocol === 'HTTPS' ? [...OF_PAGES, ...OF_ALL_ANSWERS] : protocol === 'HTTP' ? OF_ALL_ANSWERS : [];
    return all(expected.map(([attribute, holds, message]) => demand(setting(listener.at('ListenerAttributes'), `routing.http.response.${attribute}`), holds, message)));
  },
};
