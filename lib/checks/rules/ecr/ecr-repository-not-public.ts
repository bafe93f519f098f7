import { all, compliant, isAnybody, isEverybody, open, statements, violation, type Rule, type Statement, type Verdict } from '../../rule';

const ORGANISATION = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount', 'aws:sourceaccount'];

export const EcrRepositoryNotPublic: Rule = {
  id: 'EcrRepositoryNotPublic',
  title: 'Nobody outside the organisation pulls images.',
  why: 'Images hold the application, its configuration and often more; public ones are searched for secrets all day.',
  mend: 'Use private repositories, and name accounts in RepositoryPolicyText, or compare aws:PrincipalOrgID.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html'],
  types: ['AWS::ECR::Repository', 'AWS::ECR::PublicRepository', 'AWS::ECR::RepositoryCreationTemplate'],
  check: (repository) => {
    if (repository.type === 'AWS::ECR::PublicRepository') {
      return violation('the repository is public');
    }
    const policy = repository.type === 'AWS::ECR::Repository' ? repository.at('RepositoryPolicyText') : repository.at('RepositoryPolicy');
    return all([compliant(policy), ...statements(policy).filter(({ effect }) => effect !== 'Deny').map(verdict)]);
  },
};

function verdict(statement: Statement): Verdict {
  if (statement.effect === undefined) {
    return open(statement.value);
  }
  const everybody = statement.principals.some(isEverybody) || statement.notPrincipals.length > 0;
  const bound = statement.conditions.some(({ operator, key, values }) => /^String(Equals|Like)$/.test(operator) && ORGANISATION.includes(key) && values.every(({ text }) => !isAnybody(text ?? '*')));
  return everybody && !bound ? violation('everybody may use the repository', statement.value) : compliant(statement.value);
}
