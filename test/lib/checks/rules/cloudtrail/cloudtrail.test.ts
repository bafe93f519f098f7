import { CloudTrailEncrypted } from '../../../../../lib/checks/rules/cloudtrail/cloud-trail-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const trail = (properties: object = {}) => ({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: properties } });
const store = (properties: object = {}) => ({ Store: { Type: 'AWS::CloudTrail::EventDataStore', Properties: properties } });

describeRule(CloudTrailEncrypted, {
  compliant: { 'a trail under a key': trail({ KMSKeyId: KEY }), 'a store under a key': store({ KmsKeyId: KEY }) },
  violation: { 'a trail': trail(), 'a store': store() },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(trail({ KMSKeyId: OPEN })) },
});
