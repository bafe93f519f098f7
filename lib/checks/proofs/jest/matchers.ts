import type { Property } from '../property';
import { allows, allowsOnly, everAllows, type Ever, type RequestContext } from './access';
import { resultOf, type Judgement, type MatcherResult, type Named } from './judgement';
import { keeps } from './properties';
import { templatesOf } from './subject';
import { reachedOnlyBy, reaches, type Port } from './ways';
import type { TemplateSet } from '../../template';

/**
 * What can be asserted of an app, a stage, stacks, a cloud assembly or templates. `R` is what Jest's own matchers return.
 *
 * An assertion that the templates do not decide fails, and so does its negation.
 */
export interface ProofMatchers<R> {
  /** A property of the whole holds, by its id; or one of your own. */
  toKeep(property: string | Property): R;
  /**
   * Packets get from one to the other, and answers back.
   *
   * @param from `internet`, `premises`, an address range, a construct or its path (`Path/*` for all below it), or a kind such as `any service`
   * @param to   likewise
   * @param port a port, a range such as `1024-65535`, or more of the question
   */
  toReach(from: Named, to: Named, port?: Port): R;
  /** Nobody but these reaches something directly, as the network and all security groups have it. */
  toBeReachedOnlyBy(to: Named, by: readonly Named[], port?: Port): R;
  /** A request is allowed in this context; a key that is not named, it does not have. */
  toAllow(principal: Named, action: string, resource: Named, context?: RequestContext): R;
  /** There is a context in which a request is allowed. */
  toEverAllow(principal: Named, action: string, resource: Named, ever?: Ever): R;
  /** There is no context in which anybody but these is allowed to. */
  toAllowOnly(principals: readonly Named[], action: string, resource: Named, ever?: Ever): R;
}

type Matcher<A extends readonly unknown[]> = (this: { readonly isNot?: boolean }, subject: unknown, ...args: A) => MatcherResult;

function matcher<A extends readonly unknown[]>(judge: (set: TemplateSet, ...args: A) => Judgement): Matcher<A> {
  return function (subject, ...args) {
    return resultOf(judge(templatesOf(subject), ...args), this.isNot ?? false);
  };
}

/** The matchers, for `expect.extend`. Loading `cdk-dtap/jest` does it. */
export const PROOF_MATCHERS = {
  toKeep: matcher(keeps),
  toReach: matcher(reaches),
  toBeReachedOnlyBy: matcher(reachedOnlyBy),
  toAllow: matcher(allows),
  toEverAllow: matcher(everAllows),
  toAllowOnly: matcher(allowsOnly),
} satisfies { readonly [Name in keyof ProofMatchers<unknown>]: Matcher<Parameters<ProofMatchers<unknown>[Name]>> };
