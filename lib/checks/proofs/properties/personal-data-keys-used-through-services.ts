import { CUSTOMER } from '../access/approvals';
import { mayEver, type Asked, type Demand } from '../access/ask';
import { mayByGrant } from '../access/grants';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, type Found } from '../access/parties';
import { personalKeys } from '../access/personal';
import type { Target } from '../access/targets';
import type { Property } from '../property';

const USE = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:ReEncryptFrom'];
/** A call of one's own, by no service on one's behalf. */
const DIRECT = { 'kms:ViaService': 'true' };
/** Some customer: what holds for this one holds for all, unless the policy names one. */
const ONE = 'acme';
/** Calls of one's own, but for those of a caller who is tagged with a customer, about what was encrypted for that very customer. */
const NOT_THEIRS: readonly Pick<Asked, 'context' | 'demands'>[] = [
  { context: { [CUSTOMER]: null }, demands: [{ Null: DIRECT }] },
  { context: { [CUSTOMER]: ONE }, demands: [{ Null: DIRECT, StringNotEquals: { 'kms:EncryptionContext:customer': ONE } } satisfies Demand] },
];

export const PersonalDataKeysUsedThroughServices: Property = {
  id: 'PersonalDataKeysUsedThroughServices',
  title: 'The key of a store of personal data is used by nobody but through the service that holds the data, or for the one customer that both the caller is tagged with and the encryption context names.',
  why: 'Whoever can call the key directly decrypts copies of the data wherever they lie, past the policies and the logs of the store.',
  mend: 'Ask for kms:ViaService in every statement that lets identities use the key, or compare kms:EncryptionContext:customer with ${aws:PrincipalTag/customer}; and deny kms:CreateGrant unless kms:GrantIsForAWSResource.',
  proof: 'iam',
  controls: ['KEY1'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html', 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    return [...personalKeys(model)].map((target) => ({ template: target.template, logicalId: target.logicalId, verdict: verdictOn(model, target) }));
  },
};

function verdictOn(model: AccessModel, target: Target) {
  const principals: Principal[] = [{ kind: 'account', account: target.account }, ...outsiders(model, target.policies)];
  const found = principals.flatMap((principal): Found[] => {
    const asked = { principal, action: USE, resource: model.objectOf(target) };
    const granted = mayByGrant(model, asked);
    return [...NOT_THEIRS.map((each): Found => ({ principal, existence: mayEver(model, { ...asked, ...each }) })), ...(granted ? [{ principal, existence: granted }] : [])];
  });
  return refuted(model, found, target) ?? namesOnly(model, target, found);
}
