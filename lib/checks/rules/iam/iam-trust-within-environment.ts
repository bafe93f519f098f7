import { type Rule, withinEnvironment } from '../../rule';

export const IamTrustWithinEnvironment: Rule = {
  id: 'IamTrustWithinEnvironment',
  title: 'A role is trusted to nobody of another environment.',
  why: 'Whoever may assume the role is in the environment with all that it allows.',
  mend: 'Trust principals of the same environment, or of the release, backup, security or management account.',
  controls: ['SEP3'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html'],
  types: ['AWS::IAM::Role'],
  check: (role) => withinEnvironment(role.at('AssumeRolePolicyDocument'), role),
};
