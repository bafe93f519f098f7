import { NeptuneClusterDeletionProtected } from '../../../../../lib/checks/rules/neptune/neptune-cluster-deletion-protected';
import { NeptuneClusterEncrypted } from '../../../../../lib/checks/rules/neptune/neptune-cluster-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const cluster = (properties: object = {}) => ({ Cluster: { Type: 'AWS::Neptune::DBCluster', Properties: properties } });

describeRule(NeptuneClusterEncrypted, {
  compliant: { 'a key': cluster({ StorageEncrypted: true, KmsKeyId: KEY }), 'restored under a key': cluster({ SnapshotIdentifier: 's', StorageEncrypted: true, KmsKeyId: KEY }) },
  violation: { 'nothing said': cluster(), "Amazon's key": cluster({ StorageEncrypted: true }), 'off': cluster({ StorageEncrypted: 'false', KmsKeyId: KEY }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ StorageEncrypted: true, KmsKeyId: OPEN })), 'restored': cluster({ SnapshotIdentifier: 's' }) },
});

describeRule(NeptuneClusterDeletionProtected, {
  compliant: { 'on': cluster({ DeletionProtection: true }) },
  violation: { 'nothing said': cluster(), 'off': cluster({ DeletionProtection: false }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ DeletionProtection: OPEN })) },
});
