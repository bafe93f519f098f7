import { compliant, notPublic, open, violation, type Resource, type Rule, type Verdict } from '../../rule';

export const EventBusPolicyNotPublic: Rule = {
  id: 'EventBusPolicyNotPublic',
  title: 'The policy of a bus of events admits nobody whom it does not name.',
  why: 'A policy for everybody hands the bus of events to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html'],
  types: ['AWS::Events::EventBusPolicy'],
  check: (resource) => (resource.at('Statement').present ? notPublic(resource.properties, 'the policy of the bus of events') : ofOldForm(resource)),
};

/** Without a statement, a principal (an account or everybody) and at most one condition stand there by themselves. */
function ofOldForm(policy: Resource): Verdict {
  const [principal, condition] = [policy.at('Principal'), policy.at('Condition')];
  const named = condition.at('Type').text === 'StringEquals' && condition.at('Key').text?.toLowerCase() === 'aws:principalorgid' && condition.at('Value').present;
  return principal.open !== undefined ? open(principal)
    : principal.text === '*' && !named ? violation('the policy of the bus of events admits everybody', principal) : compliant(principal, condition);
}
