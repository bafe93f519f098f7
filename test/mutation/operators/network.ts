import type { Resource } from '../../../lib/checks/template';
import { add, addStatement, alsoNew, append, deploy, drop, keep, operator, put, remove, statement, swap, through, type Loose, type Operator } from '../support/operator';
import { foreignAccount, STRANGER, switchedOff, zoneCollapsed, zonesLost } from './common';

const VPC = 'AWS::EC2::VPC';
const SUBNET = 'AWS::EC2::Subnet';
const ROUTE = 'AWS::EC2::Route';
const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const ENTRY = 'AWS::EC2::NetworkAclEntry';
const ACL_ASSOCIATION = 'AWS::EC2::SubnetNetworkAclAssociation';
const TABLE_ASSOCIATION = 'AWS::EC2::SubnetRouteTableAssociation';
const FIREWALL = 'AWS::NetworkFirewall::Firewall';
const FIREWALL_POLICY = 'AWS::NetworkFirewall::FirewallPolicy';
const RULES = 'AWS::NetworkFirewall::RuleGroup';
const FIREWALL_LOG = 'AWS::NetworkFirewall::LoggingConfiguration';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const FLOW_LOG = 'AWS::EC2::FlowLog';
const QUERY_LOG = 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation';
const BLOCK = 'AWS::EC2::VPCBlockPublicAccessOptions';
const SNAPSHOTS = 'AWS::EC2::SnapshotBlockPublicAccess';
const EXCLUSION = 'AWS::EC2::VPCBlockPublicAccessExclusion';
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** Everybody, also in the ways that a search for 0.0.0.0/0 overlooks. */
const ANYBODY: readonly (readonly [string, string])[] = [['CidrIp', '0.0.0.0/0'], ['CidrIp', '0.0.0.0/1'], ['CidrIp', '128.0.0.0/1'], ['CidrIpv6', '::/0'], ['CidrIpv6', '0:0:0:0:0:0:0:0/0'], ['CidrIpv6', '2000::/3']];
const fence = (association: Resource) => association.at('SubnetId').targets;
/** The subnets that an entry lets somebody into. One that denies keeps nobody in by being wider. */
const fenced = (entry: Resource) => (entry.at('RuleAction').text === 'deny' ? [] : entry.at('NetworkAclId').targets).flatMap((acl) => acl.set.ofType(ACL_ASSOCIATION).filter((each) => each.at('NetworkAclId').refersTo(acl)).flatMap(fence)).slice(0, 1);
const logged = (log: Resource) => log.at('ResourceId').targets.filter(({ type }) => type === VPC);
const hereOnly = (type: string) => (resource: Resource) => resource.set.ofType(type).filter((each) => each.account === resource.account && each.region === resource.region);
const vpcsWithGateway = (block: Resource) => hereOnly(VPC)(block).filter((vpc) => vpc.view.ofType('AWS::EC2::VPCGatewayAttachment').some((attachment) => attachment.at('VpcId').refersTo(vpc)));
const guardedGateways = (association: Resource) => association.at('GatewayId').targets.flatMap((gateway) => gateway.referredBy('AWS::EC2::VPCGatewayAttachment'));
const gatewayRoutes = (route: Resource) => (route.at('VpcEndpointId').absent ? [] : route.at('RouteTableId').targets)
  .flatMap((table) => table.referredBy('AWS::EC2::GatewayRouteTableAssociation')).flatMap(guardedGateways);
const isGatewayOf = (resource: Resource) => resource.view.ofType('AWS::EC2::InternetGateway')[0]?.logicalId;
const FIREWALL_SUBNETS = (firewall: Resource) => firewall.at('SubnetMappings').items.flatMap((mapping) => mapping.at('SubnetId').target ?? []);
const tableOf = (subnet: Resource) => subnet.referredBy(TABLE_ASSOCIATION).flatMap((association) => association.at('RouteTableId').target ?? [])[0];
const gatewayRoutesOf = (subnet: Resource) => (tableOf(subnet)?.referredBy(ROUTE) ?? []).filter((route) => route.at('GatewayId').target?.type === 'AWS::EC2::InternetGateway');
const anotherNat = (route: Resource) => route.view.ofType('AWS::EC2::NatGateway').find((nat) => !nat.is(route.at('NatGatewayId').target)
  && nat.at('SubnetId').target?.at('AvailabilityZone').text !== route.at('NatGatewayId').target?.at('SubnetId').target?.at('AvailabilityZone').text);
const runsTasks = (vpc: Resource) => vpc.set.ofType('AWS::ECS::Service').some((service) => service.at('NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets').items.some((subnet) => subnet.target?.at('VpcId').refersTo(vpc)));
const neededEndpoint = (endpoint: Resource) => endpoint.at('VpcId').targets.filter((vpc) => (runsTasks(vpc) && /\.(s3|logs|ecr\.api|ecr\.dkr)$/.test(endpoint.at('ServiceName').text ?? ''))
  || Object.entries({ ssm: 'AWS::EC2::Instance', ssmmessages: 'AWS::EC2::Instance', kms: 'AWS::KMS::Key', secretsmanager: 'AWS::SecretsManager::Secret', dynamodb: 'AWS::DynamoDB::Table' })
    .some(([service, type]) => endpoint.at('ServiceName').text?.endsWith(`.${service}`) && hereOnly(type)(endpoint).length > 0));

/** Ingress that is opened: each rule there is, and a rule of its own. */
function opened(rule: (source: readonly [string, string]) => Loose, sources: readonly (readonly [string, string])[] = ANYBODY): Operator[] {
  return sources.flatMap((source) => [
    append(GROUP, 'SecurityGroupIngress', rule(source), `inline ingress ${JSON.stringify(rule(source))}`),
    add(GROUP, `separate ingress ${JSON.stringify(rule(source))}`, (group) => ({ Type: INGRESS, Properties: { GroupId: { 'Fn::GetAtt': [group.logicalId, 'GroupId'] }, ...rule(source) } })),
  ]).map(alsoNew);
}

function suricata(line: string): Operator {
  return operator(`a Suricata rule: ${line}`, RULES, (_, raw) => (typeof raw.Properties.RuleGroup?.RulesSource?.RulesString === 'string'
    ? [{ apply: (draft) => { draft.Properties.RuleGroup.RulesSource.RulesString += `\n${line}`; } }] : []));
}

const organisation = (label: string, change: (conditions: Loose) => boolean) => statement(ENDPOINT, 'PolicyDocument', label, (each) => each.Effect === 'Allow' && each.Condition !== undefined && change(each.Condition));
const conditionKeys = (conditions: Loose, pattern: RegExp): [string, string][] => Object.entries(conditions as Record<string, object>).flatMap(([name, keys]) => Object.keys(keys).filter((key) => pattern.test(key)).map((key): [string, string] => [name, key]));

/** Virtual networks, their gateways, firewalls, endpoints and fences. */
export const NETWORK: Readonly<Record<string, readonly Operator[]>> = {
  Ec2DefaultSecurityGroupClosed: [
    remove('Custom::VpcRestrictDefaultSG', (resource) => resource.at('DefaultSecurityGroupId').targets),
    ...[INGRESS, EGRESS].map((type) => add(VPC, `a rule in the default group (${type})`, (vpc) => ({ Type: type, Properties: { GroupId: { 'Fn::GetAtt': [vpc.logicalId, 'DefaultSecurityGroup'] }, IpProtocol: '-1', CidrIp: '10.0.0.0/8' } }))),
  ],
  Ec2EndpointServiceWithinEnvironment: [
    append('AWS::EC2::VPCEndpointServicePermissions', 'AllowedPrincipals', '*'),
    append('AWS::EC2::VPCEndpointServicePermissions', 'AllowedPrincipals', (resource: Resource) => `arn:aws:iam::${foreignAccount(resource)}:root`, "another environment's account"),
    append('AWS::EC2::VPCEndpointServicePermissions', 'AllowedPrincipals', `arn:aws:iam::${STRANGER}:role/x`),
    put(ENDPOINT, 'ServiceName', 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0'),
  ].map(alsoNew),
  Ec2InternetGatewayInboundThroughFirewall: [
    remove('AWS::EC2::GatewayRouteTableAssociation', guardedGateways), remove(ROUTE, gatewayRoutes),
    through(drop(ROUTE, 'VpcEndpointId'), gatewayRoutes), through(put(ROUTE, 'DestinationCidrBlock', '10.255.0.0/24'), gatewayRoutes),
    through(swap('AWS::EC2::GatewayRouteTableAssociation', 'RouteTableId', (_: Loose, association: Resource) => ({ Ref: association.view.ofType(TABLE_ASSOCIATION)[0].at('RouteTableId').target?.logicalId }), 'another table at the gateway'), guardedGateways),
  ],
  Ec2NatGatewayPerZone: [
    swap(ROUTE, 'NatGatewayId', (_: Loose, route: Resource) => (anotherNat(route) ? { Ref: anotherNat(route)?.logicalId } : undefined), 'go out through another zone'),
    operator('the subnet stands in another zone', SUBNET, (subnet) => (tableOf(subnet)?.referredBy(ROUTE) ?? []).filter((route) => route.at('NatGatewayId').present).map((subject) => ({
      subject, apply: (raw: Loose) => { raw.Properties.AvailabilityZone = 'eu-central-1f'; },
    }))),
    operator('the NAT gateway stands in another zone', 'AWS::EC2::NatGateway', (nat) => nat.referredBy(ROUTE).flatMap((subject) => {
      const other = anotherNat(subject)?.at('SubnetId').target;
      return other ? [{ place: `for ${subject.logicalId}`, subject, apply: (raw: Loose) => { raw.Properties.SubnetId = { Ref: other.logicalId }; } }] : [];
    })),
  ],
  Ec2NetworkAclFencesData: [
    remove(ACL_ASSOCIATION, fence),
    through(put(ACL_ASSOCIATION, 'NetworkAclId', (_: Loose, association: Resource) => ({ 'Fn::GetAtt': [association.view.ofType(VPC)[0]?.logicalId, 'DefaultNetworkAcl'] }), 'the default network ACL'), fence),
    ...['0.0.0.0/0', '0.0.0.0/1', '10.0.0.0/8'].map((range) => through(put(ENTRY, 'CidrBlock', range), fenced)),
    ...[
      put(ENTRY, 'Protocol', -1), put(ENTRY, 'Protocol', '-1'), put(ENTRY, 'PortRange', { From: 0, To: 65535 }), drop(ENTRY, 'PortRange'),
      operator('open to IPv6', ENTRY, () => [{ apply: (raw) => { delete raw.Properties.CidrBlock; raw.Properties.Ipv6CidrBlock = '::/0'; } }]),
      put(ENTRY, 'CidrBlock', (_: Loose, entry: Resource) => ({ 'Fn::GetAtt': [entry.at('NetworkAclId').target?.at('VpcId').target?.logicalId, 'CidrBlock'] }), 'open to the whole VPC'),
    ].map((made) => through(made, fenced)),
    add('AWS::EC2::NetworkAcl', 'an entry for everybody', (acl) => ({ Type: ENTRY, Properties: { NetworkAclId: { Ref: acl.logicalId }, CidrBlock: '0.0.0.0/0', Egress: false, Protocol: -1, RuleAction: 'allow', RuleNumber: 1 } }),
      (acl) => acl.referredBy(ACL_ASSOCIATION).flatMap(fence).slice(0, 1)),
  ],
  Ec2PeeringWithinEnvironment: [
    put('AWS::EC2::VPCPeeringConnection', 'PeerOwnerId', (_: Loose, resource: Resource) => foreignAccount(resource), "another environment's account"),
    put('AWS::EC2::VPCPeeringConnection', 'PeerOwnerId', STRANGER),
    // The output of another stack is of the account that the stack moves to, whichever that is.
    deploy('AWS::EC2::VPCPeeringConnection', 'the stack is another environment\'s', (source, peering) => (peering.at('PeerVpcId').targets.some(({ view }) => view.template.source !== source) ? undefined : { account: '200000000001', environment: 'development' })),
  ],
  Ec2RouteOutboundThroughFirewall: [
    alsoNew(operator('go to the Internet gateway at once', ROUTE, (route) => {
      const [gateway] = [isGatewayOf(route)];
      const table = route.at('RouteTableId').target;
      const subnets = table?.referredBy(TABLE_ASSOCIATION).flatMap((association) => association.at('SubnetId').target ?? []) ?? [];
      // Where the network firewall itself stands, this is how it should be.
      const places = route.set.ofType(FIREWALL).flatMap(FIREWALL_SUBNETS);
      return gateway === undefined || subnets.length === 0 || subnets.every((subnet) => places.some((place) => place.is(subnet))) || route.at('GatewayId').present || subnets.some((subnet) => subnet.referredBy('AWS::EC2::NatGateway').length > 0 && subnet.set.ofType(BALANCER).length === 0) ? [] : [{ apply: (raw) => {
        raw.Properties = { RouteTableId: raw.Properties.RouteTableId as unknown, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: gateway } };
      } }];
    })),
    operator('the firewall stands elsewhere', FIREWALL, (firewall) => FIREWALL_SUBNETS(firewall).flatMap((subnet, i) => gatewayRoutesOf(subnet).map((subject) => ({
      place: `SubnetMappings.${i}`, subject, apply: (raw: Loose) => { raw.Properties.SubnetMappings.splice(i, 1); },
    })))),
    remove(FIREWALL, (firewall) => FIREWALL_SUBNETS(firewall).flatMap(gatewayRoutesOf)),
    operator('a subnet without a firewall uses the table', TABLE_ASSOCIATION, (association) => {
      const subject = association.view.ofType(ROUTE).find((route) => route.at('GatewayId').target?.type === 'AWS::EC2::InternetGateway' && !route.at('RouteTableId').target?.is(association.at('RouteTableId').target));
      const mine = association.at('SubnetId').target;
      return subject && mine && !association.set.ofType(FIREWALL).flatMap(FIREWALL_SUBNETS).some((each) => each.is(mine)) && gatewayRoutesOf(mine).length === 0
        ? [{ subject, apply: (raw) => { raw.Properties.RouteTableId = { Ref: subject.at('RouteTableId').target?.logicalId }; } }] : [];
    }),
    alsoNew(add('AWS::EC2::RouteTable', 'a way out by IPv6', (table) => (table.referredBy(TABLE_ASSOCIATION).length > 0 && !table.referredBy(ROUTE).some((route) => route.at('GatewayId').present)
      ? { Type: ROUTE, Properties: { RouteTableId: { Ref: table.logicalId }, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' } } : undefined))),
  ],
  Ec2SecurityGroupClosedToInternet: [
    ...opened(([key, range]) => ({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, [key]: range })),
    ...opened(([key, range]) => ({ IpProtocol: '-1', [key]: range }), ANYBODY.slice(0, 1)),
    ...opened(([key, range]) => ({ IpProtocol: -1, FromPort: 443, ToPort: 443, [key]: range }), ANYBODY.slice(3, 4)),
    ...opened(([key, range]) => ({ IpProtocol: 'udp', FromPort: 443, ToPort: 443, [key]: range }), ANYBODY.slice(0, 1)),
    ...opened(([key, range]) => ({ IpProtocol: 'tcp', FromPort: 80, ToPort: 443, [key]: range }), ANYBODY.slice(0, 1)),
    operator('widen the ports of a rule for everybody', GROUP, (_, raw) => ((raw.Properties.SecurityGroupIngress ?? []) as Loose[]).flatMap((rule, i) => (rule.CidrIp === '0.0.0.0/0' ? [{ place: `SecurityGroupIngress.${i}`, apply: (draft: Loose) => { draft.Properties.SecurityGroupIngress[i].ToPort = 65535; } }] : []))),
    operator('a service carries the group too', 'AWS::ECS::Service', (service) => service.view.ofType(GROUP).filter((group) => group.at('SecurityGroupIngress').items.some((rule) => rule.at('CidrIp').text === '0.0.0.0/0')).map((subject) => ({
      subject, apply: (raw: Loose) => { raw.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups.push({ 'Fn::GetAtt': [subject.logicalId, 'GroupId'] }); },
    }))),
    ...[put(BALANCER, 'Scheme', 'internal'), put(BALANCER, 'SecurityGroups', ['sg-0123456789abcdef0'])].map((made) =>
      through(made, (balancer) => balancer.at('SecurityGroups').targets.filter((group) => group.at('SecurityGroupIngress').items.some((rule) => rule.at('CidrIp').text === '0.0.0.0/0')))),
    operator('the prefix list holds everybody', 'AWS::EC2::PrefixList', (list) => [INGRESS, GROUP].flatMap((type) => list.referredBy(type)).map((subject) => ({
      subject, apply: (raw: Loose) => { raw.Properties.Entries.push({ Cidr: '0.0.0.0/0' }); },
    }))),
  ],
  Ec2SecurityGroupEgressNarrow: [
    drop(GROUP, 'SecurityGroupEgress'), put(GROUP, 'SecurityGroupEgress', []),
    ...ANYBODY.slice(0, 5).map(([key, range]) => append(GROUP, 'SecurityGroupEgress', { IpProtocol: '-1', [key]: range })),
    append(GROUP, 'SecurityGroupEgress', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }), append(GROUP, 'SecurityGroupEgress', { IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
    add(GROUP, 'a separate way out', (group) => ({ Type: EGRESS, Properties: { GroupId: { 'Fn::GetAtt': [group.logicalId, 'GroupId'] }, IpProtocol: -1, CidrIp: '0.0.0.0/0' } })),
    operator('out to everybody', EGRESS, () => [{ apply: (raw) => { delete raw.Properties.DestinationSecurityGroupId; Object.assign(raw.Properties, { CidrIpv6: '::/0', IpProtocol: '-1' }); } }]),
  ],
  Ec2SecurityGroupNoShellFromAnywhere: [
    ...opened(([key, range]) => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, [key]: range })),
    ...opened(([key, range]) => ({ IpProtocol: '6', FromPort: 3389, ToPort: 3389, [key]: range }), ANYBODY.slice(0, 1)),
    ...opened(([key, range]) => ({ IpProtocol: 'tcp', FromPort: 0, ToPort: 1024, [key]: range }), [['CidrIp', '10.0.0.0/8'], ['CidrIp', '203.0.113.7/32']]),
    ...opened(([key, range]) => ({ IpProtocol: -1, [key]: range }), [['CidrIp', '10.0.0.0/8'], ['CidrIpv6', '::/0']]),
  ],
  Ec2SnapshotPublicSharingBlocked: [
    put(SNAPSHOTS, 'State', 'block-new-sharing'), put(SNAPSHOTS, 'State', 'unblocked'),
    remove(SNAPSHOTS, (block) => hereOnly(VPC)(block)), through(put(SNAPSHOTS, 'State', 'unblocked', 'unblocked, and a VPC beside it'), hereOnly(VPC)),
  ],
  Ec2SubnetNoPublicAddress: [put(SUBNET, 'MapPublicIpOnLaunch', true), put(SUBNET, 'MapPublicIpOnLaunch', 'true')],
  Ec2TransitGatewayWithinEnvironment: [
    put('AWS::EC2::TransitGatewayPeeringAttachment', 'PeerAccountId', (_: Loose, resource: Resource) => foreignAccount(resource), "another environment's account"),
    put('AWS::EC2::TransitGatewayPeeringAttachment', 'PeerAccountId', STRANGER),
    ...['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'].flatMap((type) => [
      put(type, 'TransitGatewayId', 'tgw-0123456789abcdef0', `a gateway outside the templates (${type})`),
      put(type, 'TransitGatewayId', { 'Fn::ImportValue': 'not-in-the-templates' }, `a gateway of a stack outside the templates (${type})`),
    ]),
  ],
  Ec2VpcAccountOwn: [
    deploy(VPC, 'the stack is called another environment\'s', ({ environment }) => ({ environment: environment === 'test' ? 'acceptance' : 'test' })),
    deploy(VPC, 'the stack goes into another environment\'s account', ({ account }) => ({ account: account === '200000000001' ? '200000000002' : '200000000001' })),
    deploy(VPC, 'the stack goes into a stranger\'s account', () => ({ account: STRANGER })),
  ],
  Ec2VpcEndpointOrganisationOnly: [
    drop(ENDPOINT, 'PolicyDocument'),
    addStatement(ENDPOINT, 'PolicyDocument', 'admit everybody to everything', () => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' })),
    addStatement(ENDPOINT, 'PolicyDocument', 'admit everybody to every bucket', () => ({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' })),
    ...[/PrincipalOrgID/i, /ResourceOrgID/i].flatMap((pattern) => [
      organisation(`drop the condition on ${pattern.source}`, (conditions) => conditionKeys(conditions, pattern).map(([name, key]) => delete conditions[name][key]).length > 0),
      organisation(`anybody by ${pattern.source}`, (conditions) => conditionKeys(conditions, pattern).map(([name, key]) => { conditions[name][key] = '*'; conditions.StringLike = { ...conditions.StringLike, [key]: '*' }; delete conditions[name === 'StringLike' ? '-' : name]?.[key]; return key; }).length > 0),
      organisation(`any organisation by ${pattern.source}`, (conditions) => conditionKeys(conditions, pattern).map(([name, key]) => { delete conditions[name][key]; conditions.StringLike = { ...conditions.StringLike, [key]: 'o-*' }; return key; }).length > 0),
      organisation(`only if there is a ${pattern.source}`, (conditions) => conditionKeys(conditions, pattern).map(([name, key]) => { conditions.StringEqualsIfExists = { ...conditions.StringEqualsIfExists, [key]: conditions[name][key] as unknown }; delete conditions[name][key]; return key; }).length > 0),
      organisation(`everybody but ours by ${pattern.source}`, (conditions) => conditionKeys(conditions, pattern).map(([name, key]) => { conditions.StringNotEquals = { ...conditions.StringNotEquals, [key]: conditions[name][key] as unknown }; delete conditions[name][key]; return key; }).length > 0),
    ]),
  ],
  Ec2VpcEndpointPrivateDns: switchedOff(ENDPOINT, 'PrivateDnsEnabled'),
  Ec2VpcEndpointZones: [...zonesLost(ENDPOINT, 'SubnetIds'), zoneCollapsed(ENDPOINT, ['SubnetIds'])],
  Ec2VpcFlowLogged: [
    remove(FLOW_LOG, logged),
    ...[
      put(FLOW_LOG, 'TrafficType', 'REJECT'), put(FLOW_LOG, 'TrafficType', 'ACCEPT'), put(FLOW_LOG, 'ResourceId', 'vpc-0123456789abcdef0'),
      operator('a flow log to nowhere', FLOW_LOG, () => [{ apply: (raw) => { delete raw.Properties.LogGroupName; delete raw.Properties.LogDestination; } }]),
    ].map((made) => through(made, logged)),
  ],
  Ec2VpcPublicAccessBlocked: [remove(BLOCK, vpcsWithGateway), through(put(BLOCK, 'InternetGatewayBlockMode', 'off'), vpcsWithGateway)],
  Ec2VpcPublicAccessExclusionNarrow: [
    operator('exclude a subnet of data stores', EXCLUSION, (exclusion) => exclusion.set.ofType('AWS::RDS::DBSubnetGroup').flatMap((group) => group.at('SubnetIds').items.flatMap((item) => item.target ?? [])).filter((subnet) => subnet.view.template === exclusion.view.template)
      .slice(0, 1).map((subnet) => ({ apply: (raw: Loose) => { raw.Properties = { InternetGatewayExclusionMode: 'allow-egress', SubnetId: { Ref: subnet.logicalId } }; } }))),
    operator('exclude a whole VPC', EXCLUSION, (exclusion) => exclusion.view.ofType(VPC).filter((vpc) => !vpc.set.ofType(FIREWALL).some((firewall) => firewall.at('VpcId').refersTo(vpc)))
      .map((vpc) => ({ apply: (raw: Loose) => { raw.Properties = { InternetGatewayExclusionMode: 'allow-bidirectional', VpcId: { Ref: vpc.logicalId } }; } }))),
    put(EXCLUSION, 'VpcId', 'vpc-0123456789abcdef0', 'a VPC outside the templates'),
    operator('the firewall of an excluded VPC is gone', FIREWALL, (firewall) => firewall.at('VpcId').targets.flatMap((vpc) => vpc.referredBy(EXCLUSION).filter((each) => each.at('VpcId').present)).map((subject) => ({ subject, apply: (_: Loose, draft) => { delete draft.body.Resources[firewall.logicalId]; } }))),
  ],
  Ec2VpcResolverQueriesLogged: [remove(QUERY_LOG, logged), through(put(QUERY_LOG, 'ResourceId', 'vpc-0123456789abcdef0'), logged)],
  Ec2VpcServicesPrivate: [
    remove(ENDPOINT, neededEndpoint), through(put(ENDPOINT, 'ServiceName', 'com.amazonaws.eu-central-1.athena'), neededEndpoint),
    through(put(ENDPOINT, 'VpcId', 'vpc-0123456789abcdef0'), neededEndpoint),
  ],
  NetworkFirewallLogged: [
    remove(FIREWALL_LOG, (log) => log.at('FirewallArn').targets),
    ...['ALERT', 'FLOW'].map((kind) => through(keep(FIREWALL_LOG, 'LoggingConfiguration.LogDestinationConfigs', (item) => item.LogType !== kind, `no ${kind} log`), (log) => log.at('FirewallArn').targets)),
    through(put(FIREWALL_LOG, 'FirewallArn', 'arn:aws:network-firewall:eu-central-1:200000000004:firewall/other'), (log) => log.at('FirewallArn').targets),
  ],
  NetworkFirewallPolicyStrictDrop: [
    put(FIREWALL_POLICY, 'FirewallPolicy.StatefulEngineOptions.RuleOrder', 'DEFAULT_ACTION_ORDER'), drop(FIREWALL_POLICY, 'FirewallPolicy.StatefulEngineOptions'),
    put(FIREWALL_POLICY, 'FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy', 'CONTINUE'), drop(FIREWALL_POLICY, 'FirewallPolicy.StatefulDefaultActions'),
    put(FIREWALL_POLICY, 'FirewallPolicy.StatefulDefaultActions', ['aws:alert_strict']), put(FIREWALL_POLICY, 'FirewallPolicy.StatelessDefaultActions', ['aws:pass']), put(FIREWALL_POLICY, 'FirewallPolicy.StatelessFragmentDefaultActions', ['aws:pass']),
  ],
  NetworkFirewallPolicyThreatSignatures: [
    drop(FIREWALL_POLICY, 'FirewallPolicy.StatefulRuleGroupReferences'),
    keep(FIREWALL_POLICY, 'FirewallPolicy.StatefulRuleGroupReferences', (item) => !JSON.stringify(item).includes('ThreatSignatures'), 'no threat signatures'),
    swap(FIREWALL_POLICY, 'FirewallPolicy.StatefulRuleGroupReferences', (old: Loose[]) => old.map((item) => JSON.parse(JSON.stringify(item).replace(/ThreatSignatures\w+/, 'MalwareDomainsStrictOrder')) as Loose), 'domains instead of signatures'),
  ],
  NetworkFirewallProtected: ['DeleteProtection', 'SubnetChangeProtection', 'FirewallPolicyChangeProtection'].flatMap((key) => switchedOff(FIREWALL, key)),
  NetworkFirewallRuleGroupEgressAllowListed: [
    ...['.com', '*', '.', 'nl'].map((name) => append(RULES, 'RuleGroup.RulesSource.RulesSourceList.Targets', name)),
    ...['pass tcp $HOME_NET any -> $EXTERNAL_NET any (sid:1;)', 'pass ip any any -> any any (msg:"all"; sid:2;)', 'pass tls 10.0.0.0/8 any <> 0.0.0.0/0 any (sid:3; rev:1;)', 'pass tls $HOME_NET any -> any 443 (tls.sni; content:".com"; endswith; sid:4;)'].map(suricata),
    append(RULES, 'RuleGroup.RulesSource.StatefulRules', { Action: 'PASS', Header: { Protocol: 'IP', Source: 'ANY', SourcePort: 'ANY', Direction: 'ANY', Destination: 'ANY', DestinationPort: 'ANY' }, RuleOptions: [{ Keyword: 'sid', Settings: ['9'] }] }, 'a stateful rule passes everything'),
    append(RULES, 'RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules', { Priority: 9, RuleDefinition: { Actions: ['aws:pass'], MatchAttributes: {} } }, 'a stateless rule passes everything'),
  ].map((made): Operator => ({ ...made, mutations: (set) => made.mutations(set).filter(fitsKind(made.name)) })),
  NetworkFirewallZones: [
    swap(FIREWALL, 'SubnetMappings', (old: Loose) => (old.length > 2 ? old.slice(0, 2) : undefined) as Loose, 'one zone fewer'), swap(FIREWALL, 'SubnetMappings', (old: Loose) => [old[0], old[1], old[0]], 'the same zone twice'),
    zoneCollapsed(FIREWALL, ['SubnetMappings'], (item) => item.at('SubnetId') as Loose),
  ],
};

/** A rule group has one kind of source. */
function fitsKind(name: string): (mutation: { subject: Resource }) => boolean {
  return ({ subject }) => {
    const source = subject.at('RuleGroup', 'RulesSource');
    return name.includes('RulesSourceList') ? source.at('RulesSourceList', 'GeneratedRulesType').text === 'ALLOWLIST'
      : name.startsWith('a stateful') ? source.at('StatefulRules').present : name.startsWith('a stateless') ? subject.at('Type').text === 'STATELESS' : true;
  };
}
