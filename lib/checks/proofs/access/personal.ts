import { setting } from '../../rule';
import type { AccessModel } from './model';
import { eachOf } from './reading';
import type { Target } from './targets';

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
/** The keys of stores that hold personal data, or do not say what they hold. */
export function personalKeys(model: AccessModel): Set<Target> {
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

/** Stores with a policy of their own that hold personal data, or do not say what they hold. */
export function personalStores({ targets }: AccessModel): Target[] {
  return targets.filter(({ type, tags }) => type in STORES && (tags.get('dtap:classification') ?? 'personal') === 'personal');
}
