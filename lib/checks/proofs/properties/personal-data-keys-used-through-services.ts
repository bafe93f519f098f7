import { mayEver, type Demand } from '../access/ask';
import { mayByGrant } from '../access/grants';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, type Found } from '../access/parties';
import { personalKeys } from '../access/personal';
import type { Target } from '../access/targets';
import type { Property } from '../property';

const USE = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:ReEncryptFrom'];
/** A call of one's own, by no service on one's behalf. */
const DIRECT: readonly Demand[] = [{ Null: { 'kms:ViaService': 'true' } }];

export const PersonalDataKeysUsedThroughServices: Property = {
  id: 'PersonalDataKeysUsedThroughServices',
  title: 'The key of a store of personal data is used by nobody but through the service that holds the data.',
  why: 'Whoever can call the key directly decrypts copies of the data wherever they lie, past the policies and the logs of the store.',
  mend: 'Ask for kms:ViaService in every statement that lets identities use the key, and deny kms:CreateGrant unless kms:GrantIsForAWSResource.',
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
    return [{ principal, existence: mayEver(model, { ...asked, demands: DIRECT }) }, ...(granted ? [{ principal, existence: granted }] : [])];
  });
  return refuted(model, found, target) ?? namesOnly(model, target, found);
}
