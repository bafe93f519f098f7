import { OpenSearchDomainEncrypted } from '../../../../../lib/checks/rules/opensearch/open-search-domain-encrypted';
import { OpenSearchDomainInVpc } from '../../../../../lib/checks/rules/opensearch/open-search-domain-in-vpc';
import { OpenSearchDomainTlsOnly } from '../../../../../lib/checks/rules/opensearch/open-search-domain-tls-only';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const domain = (properties: object = {}) => ({ Domain: { Type: 'AWS::OpenSearchService::Domain', Properties: properties } });

const atRest = (more: object = {}) => domain({ EncryptionAtRestOptions: { Enabled: true, ...more } });
describeRule(OpenSearchDomainEncrypted, {
  compliant: { 'a key': atRest({ KmsKeyId: KEY }) },
  violation: { 'nothing said': domain(), "Amazon's key": atRest(), 'off': atRest({ Enabled: false, KmsKeyId: KEY }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(atRest({ KmsKeyId: OPEN })) },
});

const inTransit = (endpoint: object = {}, Enabled: unknown = true) => domain({ DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10', ...endpoint }, NodeToNodeEncryptionOptions: { Enabled } });
describeRule(OpenSearchDomainTlsOnly, {
  compliant: { 'all': inTransit() },
  violation: { 'nothing said': domain(), 'plain HTTP': inTransit({ EnforceHTTPS: false }), 'TLS 1.0': inTransit({ TLSSecurityPolicy: 'Policy-Min-TLS-1-0-2019-07' }), 'between nodes': inTransit({}, false) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(inTransit({ TLSSecurityPolicy: OPEN })) },
});

describeRule(OpenSearchDomainInVpc, {
  compliant: { 'in a VPC': domain({ VPCOptions: { SubnetIds: ['subnet-1'] } }) },
  violation: { 'public': domain(), 'no subnets': domain({ VPCOptions: { SubnetIds: [] } }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(domain({ VPCOptions: { SubnetIds: OPEN } })) },
});
