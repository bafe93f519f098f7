import type { KeyValues } from './context';
import { isHole, patternOf } from './glob';
import type { KeyRule } from './keys';
import type { Object_ } from './model';
import type { Organisation } from './organisation';

/** What is known of every request for a resource: whose it is, where it is, how it is tagged. */
export function resourceFacts({ arn, target, owner }: Object_, organisation: Organisation): { known: ReadonlyMap<string, KeyValues>; rules: ReadonlyMap<string, Partial<KeyRule>> } {
  const known = new Map<string, KeyValues>();
  const rules = new Map<string, Partial<KeyRule>>();
  if (owner !== undefined) {
    known.set('aws:resourceaccount', [owner]);
    if (organisation.has(owner)) {
      known.set('aws:resourceorgid', [organisation.id]);
      rules.set('aws:resourceorgpaths', { within: [patternOf([{ literal: organisation.id }, '/r-*/*'], 'text')] });
    } else if (!isHole(owner)) {
      rules.set('aws:resourceorgid', { except: [organisation.id] });
    }
  }
  const [, , service, region] = arn.split(':');
  const where = service === 'iam' || service === 'sts' ? undefined : region || target?.region;
  if (where !== undefined && !/[*?]/.test(where)) {
    known.set('aws:requestedregion', [where]);
  }
  target?.tags.forEach((value, tag) => known.set(`aws:resourcetag/${tag}`, [value]));
  return { known, rules };
}

/**
 * Whether keys that AWS sets together fit together.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function possibleIn(context: ReadonlyMap<string, KeyValues>, organisation: Organisation): boolean {
  const has = (key: string): boolean => (context.get(key) ?? undefined) !== undefined;
  const one = (key: string): string | undefined => context.get(key)?.[0];
  const decided = (key: string): boolean => context.has(key);
  // The age of a second factor is only told if there was one.
  if (has('aws:multifactorauthage') && decided('aws:multifactorauthpresent') && one('aws:multifactorauthpresent') !== 'true') {
    return false;
  }
  // A request through a VPC endpoint has no address of its own, but its VPC and its endpoint.
  if (has('aws:sourceip') && (has('aws:sourcevpce') || has('aws:sourcevpc') || has('aws:vpcsourceip'))) {
    return false;
  }
  if (decided('aws:sourcevpce') && decided('aws:sourcevpc') && has('aws:sourcevpce') !== has('aws:sourcevpc')) {
    return false;
  }
  return sourcesFit(one('aws:sourcearn'), one('aws:sourceaccount'), context, organisation) && viaFits(context);
}

/** Whether a service says the same of its source in each of the keys. */
function sourcesFit(arn: string | undefined, account: string | undefined, context: ReadonlyMap<string, KeyValues>, organisation: Organisation): boolean {
  // What is only some account, told by a letter, may be any.
  const inArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];
  if (inArn && account !== undefined && inArn !== account && !isHole(inArn + account)) {
    return false;
  }
  const source = account ?? inArn;
  const from = context.get('aws:sourceorgid');
  return source === undefined || from === undefined || isHole(source) || organisation.has(source) === (from?.[0] === organisation.id);
}

/** A call that a service makes on somebody's behalf says so in both keys. */
function viaFits(context: ReadonlyMap<string, KeyValues>): boolean {
  const via = context.get('aws:viaawsservice')?.[0];
  return via !== 'false' || !['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'].some((key) => (context.get(key) ?? undefined) !== undefined);
}
