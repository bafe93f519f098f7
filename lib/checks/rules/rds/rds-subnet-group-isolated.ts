import {
  all, compliant, isEverywhere, leadsToInternet, notShown, open, routesOf, routeTable, STORE_SUBNET_TYPES, storeSubnets, NOT_APPLICABLE, unknown, violation,
  type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

export const RdsSubnetGroupIsolated: Rule = {
  id: 'RdsSubnetGroupIsolated',
  title: 'A data store stands in subnets that lead to no Internet or NAT gateway.',
  why: 'A database that finds a way out can be made to send its contents there; one that is reachable is attacked.',
  mend: 'Name subnets whose own route tables have no route to an Internet, egress-only or NAT gateway.',
  controls: ['NET1'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html'],
  types: STORE_SUBNET_TYPES,
  check: (store) => {
    const subnets = storeSubnets(store);
    return subnets.absent ? outside(store.type, subnets) : all(subnets.items.map(verdict));
  },
};

/** Without subnets, a domain of OpenSearch is on the Internet; the others take the default VPC, whose subnets are public. */
function outside(type: string, subnets: Value): Verdict {
  return type === 'AWS::OpenSearchService::Domain' ? violation('the domain stands outside any VPC', subnets) : violation('no subnets are named: it stands in the default VPC', subnets);
}

function verdict(subnet: Value): Verdict {
  if (subnet.target?.type !== 'AWS::EC2::Subnet') {
    return subnet.open !== undefined ? open(subnet) : notShown(subnet, 'a subnet');
  }
  const table = routeTable(subnet.target);
  if (!table) {
    return unknown(`${subnet.target.logicalId} has no route table of its own, and templates do not show the main one`, subnet);
  }
  return table.target ? all([compliant(subnet), ...routesOf(table.target).map(verdictOnRoute)]) : notShown(table, 'a route table');
}

function verdictOnRoute(route: Resource): Verdict {
  const [nat, gateway] = [route.at('NatGatewayId'), route.at('GatewayId')];
  if (nat.present || route.at('EgressOnlyInternetGatewayId').present || leadsToInternet(route)) {
    return violation(`${route.logicalId} leads out of the data tier`, nat.present ? nat : gateway);
  }
  const everywhere = [route.at('DestinationCidrBlock'), route.at('DestinationIpv6CidrBlock')].find((range) => isEverywhere(range.text ?? ''));
  return gateway.open !== undefined ? open(gateway) : everywhere ? violation(`${route.logicalId} leads everywhere`, everywhere)
    : gateway.present ? compliant(gateway) : NOT_APPLICABLE;
}
