import { any, compliant, isGrantPolicy, NOT_APPLICABLE, open, type Rule, type Statement, statements, violation } from '../../rule';

export const IamGrantPolicyConfined: Rule = {
  id: 'IamGrantPolicyConfined',
  title: 'Whoever works under a grant can do nothing without the tag that says for whom.',
  why: 'A role of a grant without its customer would reach whatever the policy does not compare with one: the grant would be for all.',
  mend: 'Deny every action to sessions without the tag: Null aws:PrincipalTag/customer true.',
  controls: ['ACC10'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html'],
  types: ['AWS::IAM::ManagedPolicy'],
  check: (policy) => {
    const document = policy.at('PolicyDocument');
    return !isGrantPolicy(policy) ? NOT_APPLICABLE : any([
      ...statements(document).filter(refusesUntagged).map(({ value }) => compliant(value)),
      document.open !== undefined ? open(document) : violation('a session without a tag is refused nothing', document),
    ]);
  },
};

function refusesUntagged({ effect, actions, resources, conditions }: Statement): boolean {
  const [condition] = conditions;
  return effect === 'Deny' && actions.includes('*') && resources.some(({ text }) => text === '*') && conditions.length === 1
    && condition.operator.toLowerCase() === 'null' && condition.key.startsWith('aws:principaltag/') && condition.values.every((value) => value.isTrue);
}
