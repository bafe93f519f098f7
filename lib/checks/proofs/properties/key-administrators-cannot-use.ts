import { all, compliant, unknown, type Verdict } from '../../verdict';
import { mayEver, type Demand } from '../access/ask';
import { mayByGrant } from '../access/grants';
import { decidedBy } from '../access/cut';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, refuted, type Found } from '../access/parties';
import { accountNamed } from '../access/principal';
import type { Statement } from '../access/statement';
import type { Target } from '../access/targets';
import { grantsOf, tellPrincipal, tellWitness } from '../access/words';
import { matches, patternOf } from '../access/glob';
import type { Property } from '../property';

/** By each of these somebody reads or makes what the key protects. */
const USE = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:Sign', 'kms:GenerateMac', 'kms:DeriveSharedSecret'];
const ADMINISTER = 'kms:PutKeyPolicy';

export const KeyAdministratorsCannotUse: Property = {
  id: 'KeyAdministratorsCannotUse',
  title: 'A key is used by the identities that its policy names; none that the templates make can also change that policy.',
  why: 'A statement for the whole account hands the data to every administrator, and so does the right to make grants; whoever can use a key and change its policy answers to nobody.',
  mend: 'Allow use to roles by name, in Principal or by aws:PrincipalArn, and give none of them kms:PutKeyPolicy. Deny kms:CreateGrant unless kms:GrantIsForAWSResource.',
  proof: 'iam',
  controls: ['KEY1'],
  references: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const administrators = model.identities.filter(mayAdministerSomeKey);
    return model.targets.filter(({ type }) => type === 'AWS::KMS::Key' || type === 'AWS::KMS::ReplicaKey').map((target) => ({
      template: target.template, logicalId: target.logicalId,
      verdict: all([usedByNamed(model, target), ...administrators.filter(({ account }) => account === target.account).map((identity) => notBoth(model, target, identity))]),
    }));
  },
};

/** Whoever is not named cannot use the key, nor make a grant on it, though the account's administrators give it all that they can. */
function usedByNamed(model: AccessModel, target: Target): Verdict {
  const named = namesIn(target);
  const unnamed: Demand[] = named.length === 0 ? [] : [{ ArnNotLike: { 'aws:PrincipalArn': named } }];
  const principal: Principal = { kind: 'account', account: target.account };
  const asked = { principal, action: USE, resource: model.objectOf(target), demands: unnamed };
  const granted = mayByGrant(model, asked);
  const found: Found[] = [{ principal, existence: mayEver(model, asked) }, ...(granted ? [{ principal, existence: granted }] : [])];
  return refuted(model, found, target) ?? namesOnly(model, target, found);
}

function notBoth(model: AccessModel, target: Target, identity: Identity): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  const [use, administer] = [USE, ADMINISTER].map((action) => mayEver(model, { principal, action, resource: model.objectOf(target) }));
  if (use.answer === 'no' || administer.answer === 'no') {
    return compliant();
  }
  return use.answer === 'yes' && administer.answer === 'yes'
    ? decidedBy(model, 'violation', [`${tellWitness(model, principal, use)}; and ${tellWitness(model, principal, administer)}`], [use, administer].flatMap(({ decision }) => grantsOf(decision)), target)
    : unknown(`whether ${tellPrincipal(model, principal)} can both use and administer the key is not decided: ${model.names.tell([...use.reasons, ...administer.reasons].join('; '))}`);
}

/** The roles and users that statements allow use to by name. A pattern that every role of the account matches names nobody. */
function namesIn({ policies, account }: Target): string[] {
  const statements = policies.flatMap((policy) => policy.statements).filter((statement) => statement.effect === 'Allow' && isUse(statement));
  const names = statements.flatMap(({ principals, conditions }) => [
    ...principals?.map(({ name }) => name).filter((name) => name.startsWith('arn:') && accountNamed(name) === undefined) ?? [],
    ...conditions.filter(({ key, operator }) => key === 'aws:principalarn' && !operator.negated && !operator.ifExists && operator.set !== 'all').flatMap(({ values }) => values),
  ]);
  const anybody = [`arn:aws:iam::${account}:role/zzz-1`, `arn:aws:iam::${account}:user/zzz-1`];
  return [...new Set(names)].filter((name) => name.split(':').length >= 6 && !name.endsWith(':root') && !anybody.some((arn) => matches(patternOf(name, 'text'), arn) !== false));
}

function isUse({ actions }: Statement): boolean {
  return actions === undefined || USE.some((use) => actions.some((pattern) => matches(pattern, use.replace('*', '')) !== false || matches(patternOf(use, 'text', true), pattern.source) !== false));
}

function mayAdministerSomeKey({ policies }: Identity): boolean {
  return policies.some(({ statements }) => statements.some(({ effect, actions, open }) => effect !== 'Deny' && (open !== undefined || actions === undefined || actions.some((pattern) => matches(pattern, ADMINISTER) !== false))));
}
