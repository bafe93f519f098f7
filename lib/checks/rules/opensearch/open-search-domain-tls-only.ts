import { all, demand, type Rule } from '../../rule';

export const OpenSearchDomainTlsOnly: Rule = {
  id: 'OpenSearchDomainTlsOnly',
  title: 'A search domain refuses connections without TLS 1.2, also between its nodes.',
  why: 'Documents and queries would cross the network readable.',
  mend: 'Set EnforceHTTPS, a TLSSecurityPolicy of TLS 1.2, and NodeToNodeEncryptionOptions.',
  controls: ['ENC3'],
  references: [
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html',
  ],
  types: ['AWS::OpenSearchService::Domain'],
  check: (domain) => all([
    demand(domain.at('DomainEndpointOptions', 'EnforceHTTPS'), (value) => value.isTrue, 'plain HTTP is accepted'),
    demand(domain.at('DomainEndpointOptions', 'TLSSecurityPolicy'), (policy) => /TLS-1-[23]/.test(policy.text ?? ''), 'old versions of TLS are accepted'),
    demand(domain.at('NodeToNodeEncryptionOptions', 'Enabled'), (value) => value.isTrue, 'nodes talk to each other in plain text'),
  ]),
};
