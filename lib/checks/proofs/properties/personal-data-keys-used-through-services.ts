import { setting } from '../../rule';
import { mayEver, type Demand } from '../access/ask';
import { mayByGrant } from '../access/grants';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, type Found } from '../access/parties';
import { eachOf } from '../access/reading';
import type { Target } from '../access/targets';
import type { Property } from '../property';

/** Stores, with the properties that lead to their key, and to their tags. */
const STORES: Readonly<Record<string, readonly [key: readonly (string | number)[], tags: string]>> = {
  'AWS::DynamoDB::Table': [['SSESpecification', 'KMSMasterKeyId'], 'Tags'],
  'AWS::EFS::FileSystem': [['KmsKeyId'], 'FileSystemTags'],
  'AWS::Logs::LogGroup': [['KmsKeyId'], 'Tags'],
  'AWS::RDS::DBCluster': [['KmsKeyId'], 'Tags'],
  'AWS::RDS::DBInstance': [['KmsKeyId'], 'Tags'],
  'AWS::S3::Bucket': [['BucketEncryption', 'ServerSideEncryptionConfiguration', 0, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'], 'Tags'],
  'AWS::SQS::Queue': [['KmsMasterKeyId'], 'Tags'],
  'AWS::SecretsManager::Secret': [['KmsKeyId'], 'Tags'],
};
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
    return [...keysOf(model)].map((target) => ({ template: target.template, logicalId: target.logicalId, verdict: verdictOn(model, target) }));
  },
};

/** The keys of stores that hold personal data, or do not say what they hold. */
function keysOf(model: AccessModel): Set<Target> {
  const found = new Set<Target>();
  const byId = new Map(model.targets.filter(({ type }) => type === 'AWS::KMS::Key').map((target) => [target.arn.split('/').at(-1) ?? '', target]));
  eachOf(model.set, Object.keys(STORES), (_, __, store) => {
    const [path, tags] = STORES[store.type];
    const classification = setting(store.at(tags), 'dtap:classification').text ?? 'personal';
    const key = model.names.text(store.at(...path).raw);
    const target = model.targetOf(key) ?? byId.get(key);
    if (classification === 'personal' && target && /^AWS::KMS::(Replica)?Key$/.test(target.type)) {
      found.add(target);
    }
  });
  return found;
}

function verdictOn(model: AccessModel, target: Target) {
  const principals: Principal[] = [{ kind: 'account', account: target.account }, ...outsiders(model, target.policies)];
  const found = principals.flatMap((principal): Found[] => {
    const asked = { principal, action: USE, resource: model.objectOf(target) };
    const granted = mayByGrant(model, asked);
    return [{ principal, existence: mayEver(model, { ...asked, demands: DIRECT }) }, ...(granted ? [{ principal, existence: granted }] : [])];
  });
  return refuted(model, found, target) ?? namesOnly(model, target, found);
}
