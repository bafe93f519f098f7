import { EcrReplicationInsideEea } from '../../../../../lib/checks/rules/ecr/ecr-replication-inside-eea';
import { EcrRepositoryEncrypted } from '../../../../../lib/checks/rules/ecr/ecr-repository-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const repository = (properties: object = {}) => ({ Repository: { Type: 'AWS::ECR::Repository', Properties: properties } });

describeRule(EcrRepositoryEncrypted, {
  compliant: { 'a key': repository({ EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: KEY } }) },
  violation: { 'nothing said': repository(), "Amazon's key": repository({ EncryptionConfiguration: { EncryptionType: 'AES256' } }), 'KMS without a key': repository({ EncryptionConfiguration: { EncryptionType: 'KMS' } }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(repository({ EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: OPEN } })) },
});

const replication = (...regions: unknown[]) => ({ Replication: { Type: 'AWS::ECR::ReplicationConfiguration', Properties: { ReplicationConfiguration: { Rules: [{ Destinations: regions.map((Region) => ({ Region, RegistryId: '111111111111' })) }] } } } });
describeRule(EcrReplicationInsideEea, {
  compliant: { 'Ireland': replication('eu-west-1') },
  violation: { 'one outside': replication('eu-west-1', 'us-west-2') },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(replication(OPEN)) },
});
