import { demand, type Rule } from '../../rule';

export const OpenSearchDomainInVpc: Rule = {
  id: 'OpenSearchDomainInVpc',
  title: 'A search domain has its endpoint inside a VPC.',
  why: 'A public endpoint is guarded by its access policy alone.',
  mend: 'Set VPCOptions.',
  controls: ['NET1', 'NET10'],
  references: ['https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html'],
  types: ['AWS::OpenSearchService::Domain'],
  check: (domain) => demand(domain.at('VPCOptions', 'SubnetIds'), (subnets) => subnets.items.length > 0, 'the endpoint is public'),
};
