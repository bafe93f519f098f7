import { notPublic, type Rule } from '../../rule';

export const EventBusPolicyNotPublic: Rule = {
  id: 'EventBusPolicyNotPublic',
  title: 'The policy of a bus of events admits nobody whom it does not name.',
  why: 'A policy for everybody hands the bus of events to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html'],
  types: ['AWS::Events::EventBusPolicy'],
  check: (resource) => notPublic(resource.properties, 'the policy of the bus of events'),
};
