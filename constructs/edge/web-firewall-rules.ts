import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

/** AWS managed rule groups in the order they judge a request (cheapest first), with the capacity each takes. */
export const MANAGED_RULE_GROUPS: Readonly<Record<string, number>> = {
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesCommonRuleSet: 700,
};

/** Beyond this sum of capacity units, AWS WAF charges extra for every million requests. */
export const INCLUDED_CAPACITY = 1500;

/** Window over which an address's requests are counted, in seconds. */
export const RATE_WINDOW_SECONDS = 300;

const RATE_RULE_CAPACITY = 2;
const PREFIX_MATCH_CAPACITY = 2;
const TEXT_TRANSFORMATION_CAPACITY = 10;
const TRANSFORMATIONS = ['URL_DECODE', 'LOWERCASE'];

/** Upper bound of the capacity units of the rules, as AWS WAF counts them. */
export function capacityUnits(signInPaths: readonly string[]): number {
  const managed = Object.values(MANAGED_RULE_GROUPS).reduce((sum, units) => sum + units, 0);
  const perPath = PREFIX_MATCH_CAPACITY + TRANSFORMATIONS.length * TEXT_TRANSFORMATION_CAPACITY;
  return managed + 2 * RATE_RULE_CAPACITY + signInPaths.length * perPath;
}

export function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

/** A rule per managed group; every rule of a group keeps its own blocking action except the ones named as counted. */
export function managedRules(firstPriority: number, counted: ReadonlyMap<string, readonly string[]>): CfnWebACL.RuleProperty[] {
  return Object.keys(MANAGED_RULE_GROUPS).map((group, index) => ({
    name: group,
    priority: firstPriority + index,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: counted.get(group)?.map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visibility(group),
  }));
}

export function rateRule(name: string, priority: number, limit: number, scopeDownStatement?: CfnWebACL.StatementProperty): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: RATE_WINDOW_SECONDS, scopeDownStatement } },
    visibilityConfig: visibility(name),
  };
}

/** Matches a request whose path, decoded and in lower case, starts with one of the prefixes. */
export function pathStartsWithAny(prefixes: readonly string[]): CfnWebACL.StatementProperty {
  const statements = prefixes.map((prefix): CfnWebACL.StatementProperty => ({
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'STARTS_WITH',
      searchString: prefix.toLowerCase(),
      textTransformations: TRANSFORMATIONS.map((type, priority) => ({ type, priority })),
    },
  }));
  return statements.length === 1 ? statements[0] : { orStatement: { statements } };
}
