import type { Resource, Value } from './template';
import { all, any, compliant, open, unknown, violation, type Verdict } from './verdict';

/** An event that AWS sends to the default bus: where it comes from, what it is, and what its detail says. */
export interface AwsEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** Whether a rule passes an event on, whatever else its detail says, to somebody who may be woken: a log group may not. */
export function tells(rule: Resource, event: AwsEvent): Verdict {
  return all([matches(rule, event), speaks(rule)]);
}

/** Whether a rule matches an event, whatever else the event's detail says. */
export function matches(rule: Resource, event: AwsEvent): Verdict {
  const pattern = rule.at('EventPattern').document;
  if (pattern.absent) {
    return violation('the rule listens to no events', pattern);
  }
  if (!pattern.isObject) {
    return open(pattern);
  }
  const detail = pattern.at('detail');
  const narrower = [...pattern.entries, ...detail.entries]
    .filter(([key, value]) => !['source', 'detail-type', 'detail', 'account', 'region', ...Object.keys(event.detail)].includes(key) && !isAny(value)).map(([, value]) => value);
  return all([
    admits(pattern.at('source'), event.source), admits(pattern.at('detail-type'), event.detailType),
    ...Object.entries(event.detail).map(([key, value]) => admits(detail.at(key), value)),
    ...narrower.map((value) => unknown(`${value.path} narrows what the rule listens to`, value)),
  ]);
}

/** Whether a rule is switched on and has a target that reaches somebody. */
export function speaks(rule: Resource): Verdict {
  const [state, targets] = [rule.at('State'), rule.at('Targets')];
  if (state.open !== undefined) {
    return open(state);
  }
  if (state.text === 'DISABLED') {
    return violation('the rule is switched off', state);
  }
  return any([
    ...targets.items.map((target) => (isLog(target.at('Arn')) ? violation('the rule only writes a log', target.at('Arn')) : compliant(target.at('Arn')))),
    violation('the rule tells nobody', targets),
  ]);
}

/** Whether the values that a pattern lists let one pass. Nothing listed lets everything pass. */
export function admits(list: Value, text: string): Verdict {
  return list.absent ? compliant(list) : any([...list.items.map((item) => admitsOne(item, text)), violation(`${text} is not listened to`, list)]);
}

function admitsOne(item: Value, text: string): Verdict {
  if (!item.isObject) {
    return item.open !== undefined ? open(item) : item.text === text ? compliant(item) : violation(`${text} is not listened to`, item);
  }
  const [prefix, other, exists] = [item.at('prefix'), item.at('anything-but'), item.at('exists')];
  const known = [prefix, other, exists].find((value) => value.present && value.open === undefined && !value.isObject);
  if (!known) {
    return unknown(`whether ${item.path} lets ${text} pass is not worked out`, item);
  }
  const passes = known === prefix ? text.startsWith(prefix.text ?? '') : known === other ? !other.items.some((value) => value.text === text) : exists.isTrue;
  return passes ? compliant(item) : violation(`${text} is not listened to`, item);
}

/** Whether a pattern asks for no more than that something is there. */
function isAny(value: Value): boolean {
  return value.items.some((item) => item.at('exists').isTrue || item.at('prefix').text === '');
}

function isLog(arn: Value): boolean {
  return arn.target?.type === 'AWS::Logs::LogGroup' || arn.targets.some(({ type }) => type === 'AWS::Logs::LogGroup') || /^arn:[^:]*:logs:/.test(arn.text ?? '');
}
