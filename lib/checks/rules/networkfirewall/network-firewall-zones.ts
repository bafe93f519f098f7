import { demand, spread, type Rule } from '../../rule';

export const NetworkFirewallZones: Rule = {
  id: 'NetworkFirewallZones',
  title: 'A firewall has an endpoint in each of three availability zones.',
  why: 'Traffic that goes through another zone\'s endpoint stops when that zone does.',
  mend: 'Map one subnet in each of three zones, and route each zone to its own endpoint.',
  controls: ['AVA1', 'NET9'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-1'],
  where: 'acceptance-and-production',
  types: ['AWS::NetworkFirewall::Firewall'],
  check: (firewall) => (firewall.at('TransitGatewayId').present
    ? demand(firewall.at('AvailabilityZoneMappings'), (mappings) => new Set(mappings.items.map((mapping) => mapping.at('AvailabilityZone').text)).size >= 3,
      'the firewall stands in fewer than 3 availability zones')
    : spread(firewall.at('SubnetMappings'), 3, 'the firewall', (mapping) => mapping.at('SubnetId'))),
};
