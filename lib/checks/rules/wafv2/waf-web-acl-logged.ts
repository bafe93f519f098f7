import { all, compliant, demand, needs, violation, type Resource, type Rule, type Verdict } from '../../rule';

export const WafWebAclLogged: Rule = {
  id: 'WafWebAclLogged',
  title: 'A web ACL keeps its full log.',
  why: 'Samples show a hundred requests of the last hours; what an attacker tried stands in the full log only.',
  mend: 'Add an AWS::WAFv2::LoggingConfiguration for the web ACL, without a filter that drops records.',
  controls: ['EDG2', 'LOG3'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/logging.html'],
  types: ['AWS::WAFv2::WebACL'],
  check: (acl) => needs(acl, 'AWS::WAFv2::LoggingConfiguration', ['ResourceArn'], 'no log is kept', isFull),
};

function isFull(logging: Resource): Verdict {
  const filter = logging.at('LoggingFilter');
  return all([
    logging.at('LogDestinationConfigs').items.length > 0 ? compliant(logging.at('LogDestinationConfigs')) : violation('the log goes nowhere', logging.at('LogDestinationConfigs')),
    ...[filter.at('DefaultBehavior'), ...filter.at('Filters').items.map((item) => item.at('Behavior'))]
      .map((behaviour) => demand(behaviour, ({ text }) => text?.toUpperCase() !== 'DROP', 'a filter drops a part of the log')),
  ]);
}
