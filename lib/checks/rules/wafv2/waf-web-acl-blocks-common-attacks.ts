import { all, compliant, demand, open, unknown, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

/** Managed rule groups, by what they stop. */
const GROUPS: Readonly<Record<string, string>> = {
  AWSManagedRulesCommonRuleSet: 'common attacks (core rule set)',
  AWSManagedRulesKnownBadInputsRuleSet: 'known bad inputs',
  AWSManagedRulesSQLiRuleSet: 'SQL injection',
  AWSManagedRulesAmazonIpReputationList: 'addresses of bad reputation',
  AWSManagedRulesAnonymousIpList: 'anonymous addresses',
};

export const WafWebAclBlocksCommonAttacks: Rule = {
  id: 'WafWebAclBlocksCommonAttacks',
  title: 'A web ACL blocks common attacks, bad inputs, SQL injection, and addresses of bad reputation or none.',
  why: 'A rule that only counts stops nobody; a group that is missing lets its kind of attack through.',
  mend: 'Add the five managed rule groups of AWS with OverrideAction None, without scope-down and without rules set to count.',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html'],
  types: ['AWS::WAFv2::WebACL'],
  check: (acl) => all(Object.entries(GROUPS).map(([name, what]) => blocks(acl, name, what))),
};

function blocks(acl: Resource, name: string, what: string): Verdict {
  const rules = acl.at('Rules');
  const rule = rules.items.find((item) => item.at('Statement', 'ManagedRuleGroupStatement', 'Name').text === name);
  if (rule) {
    const earlier = rules.items.find((item) => item.at('Action', 'Allow').present && (item.at('Priority').number ?? 0) < (rule.at('Priority').number ?? 0));
    return earlier ? all([verdict(rule, what), unknown(`which requests rule ${earlier.at('Name').text} lets in before they are looked at for ${what} is not known`, earlier.at('Action'))]) : verdict(rule, what);
  }
  const vague = [rules, ...rules.items.map((item) => item.at('Statement', 'ManagedRuleGroupStatement', 'Name'))].find((value) => value.open !== undefined && !value.isList);
  return vague ? open(vague) : violation(`nothing blocks ${what}`, rules);
}

function verdict(rule: Value, what: string): Verdict {
  const statement = rule.at('Statement', 'ManagedRuleGroupStatement');
  const weakened = [
    rule.at('OverrideAction', 'Count'),
    ...statement.at('ExcludedRules').items,
    ...statement.at('RuleActionOverrides').items.flatMap((override) => [override.at('ActionToUse', 'Count'), override.at('ActionToUse', 'Allow')]),
    ...statement.at('ScopeDownStatement').items,
  ].filter((value) => value.present && value.open === undefined);
  const vague = [rule.at('OverrideAction'), statement.at('RuleActionOverrides')].find((value) => value.open !== undefined);
  return weakened.length > 0 ? violation(`${what} are not blocked throughout`, ...weakened) : vague ? open(vague)
    : all([demand(statement.at('VendorName'), ({ text }) => text === 'AWS', `the rule group against ${what} is not AWS's`), compliant(rule.at('OverrideAction'))]);
}
