import { accountOf, accountWithin, all, compliant, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const LambdaPermissionWithinEnvironment: Rule = {
  id: 'LambdaPermissionWithinEnvironment',
  title: 'A function is invoked by nobody of another environment.',
  why: 'Whoever may invoke the function acts with its role.',
  mend: 'Name principals and sources of the same environment or of a shared account.',
  controls: ['SEP3'],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  types: ['AWS::Lambda::Permission'],
  check: (permission) => all(['Principal', 'SourceAccount', 'SourceArn'].map((key) => permission.at(key)).map((value) => {
    const account = accountOf({ kind: 'AWS', value }) ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value.text ?? '')?.[1];
    return account === undefined || value.absent ? (value.open !== undefined ? open(value) : value.absent ? NOT_APPLICABLE : compliant(value)) : accountWithin(account, value, permission);
  })),
};
