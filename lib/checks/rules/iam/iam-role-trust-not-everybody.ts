import { all, compliant, isOptional, notPublic, open, operatorOf, type Principal, type Rule, type Statement, statements, type Verdict, violation } from '../../rule';

export const IamRoleTrustNotEverybody: Rule = {
  id: 'IamRoleTrustNotEverybody',
  title: 'A role is trusted to those whom it names.',
  why: 'A trust for everybody, or for every repository of a host, gives the role away.',
  mend: 'Name the principals, or bind the trust by a condition to the organisation, the source, or the subject of the token.',
  controls: ['NET10', 'ACC6'],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  types: ['AWS::IAM::Role'],
  check: (role) => {
    const trust = role.at('AssumeRolePolicyDocument');
    return all([notPublic(trust, 'the trust policy'), ...statements(trust).filter((statement) => statement.effect === 'Allow' && statement.principals.some(isSharedIssuer)).map(bindsSubject)]);
  },
};

/** Issuers that sign tokens for all of their customers. */
function isSharedIssuer(principal: Principal): boolean {
  return principal.kind === 'Federated' && /token\.actions\.githubusercontent\.com|gitlab\.com|accounts\.google\.com|app\.terraform\.io/.test(principal.value.text ?? '');
}

function bindsSubject(statement: Statement): Verdict {
  const condition = statement.value.at('Condition');
  const bound = statement.conditions.some((candidate) => /:(sub|aud)$/.test(candidate.key) && /^string(equals|like)$/.test(operatorOf(candidate)) && !isOptional(candidate)
    && candidate.key.endsWith(':sub') && candidate.values.length > 0 && candidate.values.every((value) => namesOwner(value.text ?? '*')));
  return bound ? compliant(condition) : condition.open !== undefined ? open(condition) : violation("the trust is not bound to a token's subject", condition);
}

/** A subject says whose token it is before it says more: `repo:acme/portal:*` names acme, `repo:*` nobody. */
function namesOwner(subject: string): boolean {
  return !/[*?]/.test(subject) || /^[^:*?]+:[^/*?]+\//.test(subject);
}
