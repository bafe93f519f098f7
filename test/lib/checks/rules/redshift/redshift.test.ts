import { RedshiftClusterEncrypted } from '../../../../../lib/checks/rules/redshift/redshift-cluster-encrypted';
import { RedshiftClusterNotPublic } from '../../../../../lib/checks/rules/redshift/redshift-cluster-not-public';
import { RedshiftForcesTls } from '../../../../../lib/checks/rules/redshift/redshift-forces-tls';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const cluster = (properties: object = {}) => ({ Cluster: { Type: 'AWS::Redshift::Cluster', Properties: properties } });

const group = (Parameters: unknown) => ({ ...cluster({ ClusterParameterGroupName: { Ref: 'Group' } }), Group: { Type: 'AWS::Redshift::ClusterParameterGroup', Properties: { Parameters } } });
describeRule(RedshiftClusterEncrypted, {
  compliant: { 'a key': cluster({ Encrypted: true, KmsKeyId: KEY }) },
  violation: { 'nothing said': cluster(), "Amazon's key": cluster({ Encrypted: true }), 'off': cluster({ Encrypted: false, KmsKeyId: KEY }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ Encrypted: true, KmsKeyId: OPEN })) },
});

describeRule(RedshiftClusterNotPublic, {
  compliant: { 'off': cluster({ PubliclyAccessible: false }) },
  violation: { 'nothing said': cluster(), 'on': cluster({ PubliclyAccessible: 'true' }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(cluster({ PubliclyAccessible: OPEN })) },
});

describeRule(RedshiftForcesTls, {
  compliant: { 'on': group([{ ParameterName: 'require_ssl', ParameterValue: 'true' }]) },
  violation: { 'off': group([{ ParameterName: 'require_ssl', ParameterValue: 'false' }]), 'left out': group([{ ParameterName: 'use_fips_ssl', ParameterValue: 'true' }]) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'the group of the service': cluster({ ClusterParameterGroupName: 'default.redshift-2.0' }), 'no group': cluster(), 'a parameter': open(group([{ ParameterName: 'require_ssl', ParameterValue: OPEN }])) },
});
