import { notPublic, type Rule } from '../../rule';

export const LogDestinationPolicyNotPublic: Rule = {
  id: 'LogDestinationPolicyNotPublic',
  title: 'The policy of a log destination admits nobody whom it does not name.',
  why: 'A policy for everybody hands the log destination to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html'],
  types: ['AWS::Logs::Destination'],
  check: (resource) => notPublic(resource.at('DestinationPolicy'), 'the policy of the log destination'),
};
