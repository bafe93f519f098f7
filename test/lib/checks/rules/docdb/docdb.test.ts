import { DocDbClusterDeletionProtected } from '../../../../../lib/checks/rules/docdb/doc-db-cluster-deletion-protected';
import { DocDbClusterEncrypted } from '../../../../../lib/checks/rules/docdb/doc-db-cluster-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const cluster = (properties: object = {}) => ({ Cluster: { Type: 'AWS::DocDB::DBCluster', Properties: properties } });

describeRule(DocDbClusterEncrypted, {
  compliant: { 'a key': cluster({ StorageEncrypted: true, KmsKeyId: KEY }), 'restored under a key': cluster({ SnapshotIdentifier: 's', StorageEncrypted: true, KmsKeyId: KEY }) },
  violation: { 'nothing said': cluster(), "Amazon's key": cluster({ StorageEncrypted: true }), 'off': cluster({ StorageEncrypted: 'false', KmsKeyId: KEY }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ StorageEncrypted: true, KmsKeyId: OPEN })), 'restored': cluster({ SnapshotIdentifier: 's' }) },
});

describeRule(DocDbClusterDeletionProtected, {
  compliant: { 'on': cluster({ DeletionProtection: true }) },
  violation: { 'nothing said': cluster(), 'off': cluster({ DeletionProtection: false }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ DeletionProtection: OPEN })) },
});
