import { accountOf, accountWithin, all, compliant, demand, notShown, open, type Resource, type Rule, type Value, type Verdict, violation } from '../../rule';

export const RamShareWithinEnvironment: Rule = {
  id: 'RamShareWithinEnvironment',
  title: 'A resource share joins no two environments.',
  why: 'A shared subnet or transit gateway is one network for everybody who shares it.',
  mend: 'Share with accounts of the same environment or shared accounts, set AllowExternalPrincipals to false, and share no networks across environments.',
  controls: ['SEP2', 'SEP3'],
  references: ['https://docs.aws.amazon.com/ram/latest/userguide/what-is.html'],
  types: ['AWS::RAM::ResourceShare'],
  check: (share) => {
    const principals = share.at('Principals');
    return all([
      demand(share.at('AllowExternalPrincipals'), (value) => value.isFalse, 'accounts outside the organisation may be added'),
      ...principals.items.map((principal) => sharedWith(principal, share)),
    ]);
  },
};

function sharedWith(principal: Value, share: Resource): Verdict {
  const text = principal.text ?? '';
  if (principal.open !== undefined) {
    return open(principal);
  }
  if (/^arn:[^:]*:organizations:/.test(text)) {
    const network = share.at('ResourceArns').items.find((arn) => /:(subnet|transit-gateway)\//.test(arn.text ?? '') || /^AWS::EC2::(Subnet|TransitGateway)$/.test(arn.targets[0]?.type ?? ''));
    return network || share.environment === undefined || ['development', 'test', 'acceptance', 'production'].includes(share.environment)
      ? violation('everybody of the organisation shares it, other environments too', principal) : compliant(principal);
  }
  const account = accountOf({ kind: 'AWS', value: principal });
  return account === undefined ? notShown(principal, 'a principal') : accountWithin(account, principal, share);
}
