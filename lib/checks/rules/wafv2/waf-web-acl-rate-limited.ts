import { any, compliant, open, violation, type Rule, type Value, type Verdict } from '../../rule';

const STOPS = ['Block', 'Captcha', 'Challenge'];
/** More requests within a window than any address sends that is not a flood: a limit beyond is none. */
const MOST = 100_000;

export const WafWebAclRateLimited: Rule = {
  id: 'WafWebAclRateLimited',
  title: 'A web ACL limits how many requests an address can send.',
  why: 'Without a limit one address can try passwords by the thousand, or keep everybody else out.',
  mend: 'Add a rule with a RateBasedStatement per IP address, without scope-down, and the action Block.',
  controls: ['EDG5'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html'],
  types: ['AWS::WAFv2::WebACL'],
  check: (acl) => any([violation('no rate limit per address covers every request', acl.at('Rules')), ...acl.at('Rules').items.map(verdict)]),
};

function verdict(rule: Value): Verdict {
  const limit = rule.at('Statement', 'RateBasedStatement');
  const action = rule.at('Action');
  if (limit.absent) {
    return violation('no rate limit per address covers every request', rule);
  }
  const vague = [rule, limit.at('AggregateKeyType'), limit.at('Limit'), action].find((value) => value.open !== undefined && !value.isObject);
  if (vague) {
    return open(vague);
  }
  const perAddress = ['IP', 'FORWARDED_IP'].includes(limit.at('AggregateKeyType').text ?? 'IP') || limit.at('CustomKeys').items.some((key) => key.at('IP').present || key.at('ForwardedIP').present);
  return perAddress && limit.at('ScopeDownStatement').absent && (limit.at('Limit').number ?? 0) <= MOST && STOPS.some((stop) => action.at(stop).present)
    ? compliant(limit.at('Limit')) : violation('the rate limit does not stop an address, or only beyond measure or on a part of the requests', action, limit.at('Limit'));
}
