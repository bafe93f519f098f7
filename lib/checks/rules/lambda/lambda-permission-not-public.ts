import { compliant, isAnybody, open, type Rule, violation } from '../../rule';

export const LambdaPermissionNotPublic: Rule = {
  id: 'LambdaPermissionNotPublic',
  title: 'A function can be invoked by nobody whom its permissions do not name.',
  why: 'A permission for everybody lets any account, or the Internet, run the function.',
  mend: 'Name the principal, and for a service the SourceArn or SourceAccount.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  types: ['AWS::Lambda::Permission'],
  check: (permission) => {
    const principal = permission.at('Principal');
    const named = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].map((key) => permission.at(key)).find((value) => value.present && !isAnybody(value.text ?? '*'));
    return principal.open !== undefined ? open(principal)
      : principal.text === '*' && !named ? violation('everybody may invoke the function', principal)
        : permission.at('FunctionUrlAuthType').text === 'NONE' ? violation('the function answers unsigned requests', permission.at('FunctionUrlAuthType')) : compliant(principal);
  },
};
