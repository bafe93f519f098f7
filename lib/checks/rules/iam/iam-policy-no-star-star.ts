import { all, companions, compliant, documentsOf, NOT_APPLICABLE, open, type Rule, type Statement, statements, type Verdict, violation } from '../../rule';

const BOUND = ['AWS::IAM::Role', 'AWS::IAM::User'];

export const IamPolicyNoStarStar: Rule = {
  id: 'IamPolicyNoStarStar',
  title: 'No policy allows every action on every resource.',
  why: 'Whoever holds it can do anything, and take every other control away.',
  mend: 'List the actions of the task and the resources that it is about.',
  controls: ['ACC6'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege'],
  types: [
    'AWS::IAM::Group', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy', 'AWS::IAM::User',
    'AWS::SSO::PermissionSet',
  ],
  check: (identity) => {
    // A boundary allows nothing by itself: it takes away.
    if (identity.type === 'AWS::IAM::ManagedPolicy' && BOUND.some((type) => companions(identity, type, 'PermissionsBoundary').length > 0)) {
      return NOT_APPLICABLE;
    }
    return all([
      ...[...identity.at('ManagedPolicyArns').items, ...identity.at('ManagedPolicies').items].map((arn) =>
        (/policy\/AdministratorAccess$/.test(arn.text ?? '') ? violation('the policy AdministratorAccess is attached', arn) : compliant(arn))),
      ...[...documentsOf(identity), ...identity.at('InlinePolicy').items].flatMap(statements).map(isNarrow),
    ]);
  },
};

function isNarrow(statement: Statement): Verdict {
  const { value, effect } = statement;
  const allActions = statement.actions.some((action) => /^[*]+$|^\*:\*$/.test(action)) || statement.notActions.length > 0;
  const allResources = statement.resources.some((resource) => /^(arn:[^:*?]*:?)?[*?:/]+$/.test(resource.text ?? '')) || statement.notResources.length > 0;
  if (effect === 'Deny') {
    return compliant(value.at('Effect'));
  }
  return allActions && allResources && effect === 'Allow' ? violation('every action is allowed on every resource', value)
    : effect === undefined || value.at('Action').open !== undefined ? open(value) : compliant(value.at('Action'));
}
