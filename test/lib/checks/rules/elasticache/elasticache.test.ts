import { ElastiCacheEncrypted } from '../../../../../lib/checks/rules/elasticache/elasti-cache-encrypted';
import { ElastiCacheTransitEncrypted } from '../../../../../lib/checks/rules/elasticache/elasti-cache-transit-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const group = (properties: object = {}) => ({ Group: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: properties } });
const serverless = (properties: object = {}) => ({ Cache: { Type: 'AWS::ElastiCache::ServerlessCache', Properties: properties } });

describeRule(ElastiCacheEncrypted, {
  compliant: { 'a key': group({ AtRestEncryptionEnabled: true, KmsKeyId: KEY }), 'serverless under a key': serverless({ KmsKeyId: KEY }) },
  violation: { 'nothing said': group(), "Amazon's key": group({ AtRestEncryptionEnabled: true }), "serverless under Amazon's key": serverless() },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(group({ AtRestEncryptionEnabled: true, KmsKeyId: OPEN })) },
});

describeRule(ElastiCacheTransitEncrypted, {
  compliant: { 'on': group({ TransitEncryptionEnabled: true }), 'on, in two steps': group({ TransitEncryptionEnabled: 'true', TransitEncryptionMode: 'required' }) },
  violation: { 'nothing said': group(), 'off': group({ TransitEncryptionEnabled: false }), 'optional': group({ TransitEncryptionEnabled: true, TransitEncryptionMode: 'preferred' }) },
  notApplicable: { 'serverless, which has no other way': serverless() },
  unknown: { 'a parameter': open(group({ TransitEncryptionEnabled: OPEN })) },
});
