import { accountWithin, all, compliant, documentsOf, type Rule, statements } from '../../rule';

export const IamPolicyWithinEnvironment: Rule = {
  id: 'IamPolicyWithinEnvironment',
  title: 'No permission in one environment reaches into another.',
  why: 'A role that may write into another environment is a road that no network shows.',
  mend: 'Name resources of the same environment or of a shared account only.',
  controls: ['SEP3'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html'],
  types: ['AWS::IAM::Group', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy', 'AWS::IAM::User'],
  check: (identity) => all(documentsOf(identity).flatMap(statements).filter((statement) => statement.effect !== 'Deny')
    .flatMap((statement) => statement.resources).map((resource) => {
      const account = resource.target?.account ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource.text ?? '')?.[1];
      return account === undefined ? compliant(resource) : accountWithin(account, resource, identity);
    })),
};
