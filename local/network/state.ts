import type { Json, TemplateSource } from '../../lib/checks/template';

/** JSON as AWS's APIs answer it, without types: what is read of it says what it is. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

/** What the APIs tell of the network of one account and region. */
export interface PlaceState {
  readonly account: string;
  readonly region: string;
  /** What each stack has made. Some resources go by the id of another one. */
  readonly stacks: Readonly<Record<string, readonly { readonly type: string; readonly logicalId: string; readonly physicalId: string }[]>>;
  /** The answers to the describe calls. */
  readonly state: Readonly<Record<string, Loose>>;
}

/** The state as templates, and what each resource in them is called. */
export interface StateTemplates {
  readonly sources: readonly TemplateSource[];
  /** Stack and logical id, or the physical id of what no stack has made, by `Template/LogicalId`. */
  readonly names: ReadonlyMap<string, string>;
  /** Default security groups that still have rules, by the name of their VPC. */
  readonly open: ReadonlySet<string>;
}

/** Puts what the APIs tell into templates of raw resources: the network proof reads them as it reads any others. */
export function templatesOf(places: readonly PlaceState[]): StateTemplates {
  const writers = places.map((place) => new Writer(place));
  return {
    sources: writers.map(({ source }) => source), names: new Map(writers.flatMap(({ names }) => [...names])), open: new Set(writers.flatMap(({ open }) => [...open])),
  };
}

/** Everybody's rule for nobody: a list of egress rules that is empty would mean everything. */
const NOBODY = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

class Writer {
  public readonly names = new Map<string, string>();
  public readonly open = new Set<string>();
  private readonly resources: Record<string, { Type: string; Properties: object }> = {};
  private readonly ids = new Map<string, string>();
  private readonly owners = new Map<string, string>();
  private readonly vpcs: ReadonlySet<string>;

  constructor(private readonly place: PlaceState) {
    for (const [stack, resources] of Object.entries(place.stacks)) {
      resources.forEach(({ type, logicalId, physicalId }) => this.owners.set(`${type} ${physicalId}`, `${stack} ${logicalId}`));
    }
    // The VPC that AWS makes for every account is nobody's; what is in a VPC of a stack is looked at, whoever made it.
    this.vpcs = new Set((this.of('vpcs')).filter(({ VpcId: id, IsDefault: isDefault }) => !isDefault || this.owner('EC2::VPC', id as string) !== undefined).map(({ VpcId: id }) => id as string));
    this.ground();
    this.gateways();
    this.tables();
    this.filters();
    this.endpoints();
    this.hosts();
    this.accessBlock();
  }

  public get source(): TemplateSource {
    const { account, region } = this.place;
    return { name: this.name, stackName: this.name, account, region, body: { Resources: this.resources } as unknown as Json };
  }

  private get name(): string {
    return `${this.place.account} ${this.place.region}`;
  }

  private owner(type: string, physicalId: string): string | undefined {
    return this.owners.get(`AWS::${type} ${physicalId}`);
  }

  private of(key: string): Loose[] {
    return this.place.state[key] as Loose[];
  }

  private inVpcs(key: string): Loose[] {
    return this.of(key).filter(({ VpcId: id }) => this.vpcs.has(id as string));
  }

  /** The logical id of what the APIs call so. */
  private id(physicalId: string): string {
    const known = this.ids.get(physicalId) ?? `R${this.ids.size}`;
    this.ids.set(physicalId, known);
    return known;
  }

  private ref(physicalId: string): object {
    return { Ref: this.id(physicalId) };
  }

  private add(physicalId: string, type: string, properties: object): void {
    const logicalId = this.id(physicalId);
    this.resources[logicalId] = { Type: `AWS::${type}`, Properties: properties };
    this.names.set(`${this.name}/${logicalId}`, this.owner(type, physicalId) ?? physicalId);
  }

  private ground(): void {
    for (const vpc of this.inVpcs('vpcs')) {
      this.add(vpc.VpcId, 'EC2::VPC', { CidrBlock: vpc.CidrBlock });
      for (const each of [...vpc.CidrBlockAssociationSet ?? [], ...vpc.Ipv6CidrBlockAssociationSet ?? []] as Loose[]) {
        const range = { CidrBlock: each.CidrBlock, Ipv6CidrBlock: each.Ipv6CidrBlock, Ipv6Pool: each.Ipv6CidrBlock && 'x' };
        if (each.CidrBlock !== vpc.CidrBlock) {
          this.add(each.AssociationId, 'EC2::VPCCidrBlock', { VpcId: this.ref(vpc.VpcId), ...range });
        }
      }
    }
    for (const subnet of this.inVpcs('subnets')) {
      this.add(subnet.SubnetId, 'EC2::Subnet', {
        VpcId: this.ref(subnet.VpcId), CidrBlock: subnet.CidrBlock, AvailabilityZone: subnet.AvailabilityZone, Ipv6CidrBlock: subnet.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock,
      });
    }
  }

  private gateways(): void {
    for (const gateway of this.of('internetGateways')) {
      const vpcs = (gateway.Attachments as Loose[]).map(({ VpcId: id }) => id as string).filter((id) => this.vpcs.has(id));
      vpcs.forEach((vpc) => this.add(`${gateway.InternetGatewayId} at ${vpc}`, 'EC2::VPCGatewayAttachment', { VpcId: this.ref(vpc), InternetGatewayId: this.ref(gateway.InternetGatewayId) }));
      if (vpcs.length > 0) {
        this.add(gateway.InternetGatewayId, 'EC2::InternetGateway', {});
      }
    }
    for (const gateway of this.of('egressOnlyGateways')) {
      (gateway.Attachments as Loose[]).forEach(({ VpcId: vpc }) => this.add(gateway.EgressOnlyInternetGatewayId, 'EC2::EgressOnlyInternetGateway', { VpcId: this.ref(vpc) }));
    }
    this.inVpcs('natGateways').forEach((nat) => this.add(nat.NatGatewayId, 'EC2::NatGateway', { SubnetId: this.ref(nat.SubnetId), ConnectivityType: nat.ConnectivityType }));
    this.of('peerings').forEach((peering) => this.add(peering.VpcPeeringConnectionId, 'EC2::VPCPeeringConnection', {
      VpcId: this.ref(peering.RequesterVpcInfo.VpcId), PeerVpcId: this.ref(peering.AccepterVpcInfo.VpcId), PeerOwnerId: peering.AccepterVpcInfo.OwnerId, PeerRegion: peering.AccepterVpcInfo.Region,
    }));
  }

  private tables(): void {
    for (const table of this.inVpcs('routeTables')) {
      const routes = (table.Routes as Loose[]).filter((route) => route.GatewayId !== 'local' && !(route.DestinationPrefixListId && /^vpce-/.test(route.GatewayId ?? '')));
      const associations = table.Associations as Loose[];
      const isMain = associations.some(({ Main: main }) => main);
      // A main table that leads nowhere but inside is what the model takes for granted.
      if (isMain && routes.length === 0 && associations.length === 1) {
        continue;
      }
      this.add(table.RouteTableId, 'EC2::RouteTable', { VpcId: this.ref(table.VpcId) });
      routes.forEach((route, i) => this.add(`${table.RouteTableId} ${i}`, 'EC2::Route', { RouteTableId: this.ref(table.RouteTableId), ...destinationOf(route), ...this.targetOf(route) }));
      const associated = associations.flatMap((each) => each.GatewayId ?? each.SubnetId ?? []) as string[];
      for (const target of [...associated, ...(isMain ? this.strays(table.VpcId) : [])]) {
        const [type, key] = target.startsWith('igw-') ? ['EC2::GatewayRouteTableAssociation', 'GatewayId'] : ['EC2::SubnetRouteTableAssociation', 'SubnetId'];
        this.add(`${table.RouteTableId} at ${target}`, type, { RouteTableId: this.ref(table.RouteTableId), [key]: this.ref(target) });
      }
    }
  }

  /** The subnets of a VPC that no route table is associated with. */
  private strays(vpc: string): string[] {
    const associated = new Set(this.of('routeTables').flatMap(({ Associations: all }) => (all as Loose[]).map(({ SubnetId: id }) => id as string)));
    return this.of('subnets').filter((subnet) => subnet.VpcId === vpc && !associated.has(subnet.SubnetId as string)).map(({ SubnetId: id }) => id as string);
  }

  private targetOf(route: Loose): object {
    const gateway = (route.GatewayId ?? '') as string;
    const endpoint = gateway.startsWith('vpce-') ? gateway : route.VpcEndpointId as string | undefined;
    if (endpoint) {
      return this.throughEndpoint(endpoint);
    }
    const [key, id] = Object.entries({
      GatewayId: gateway, NatGatewayId: route.NatGatewayId as string, VpcPeeringConnectionId: route.VpcPeeringConnectionId as string,
      EgressOnlyInternetGatewayId: route.EgressOnlyInternetGatewayId as string, TransitGatewayId: route.TransitGatewayId as string, NetworkInterfaceId: route.NetworkInterfaceId as string,
    }).find(([, value]) => value) ?? ['GatewayId', 'nothing'];
    return { [key]: this.ref(id) };
  }

  /** A firewall's endpoints are told apart by their zones, here as in a template. */
  private throughEndpoint(id: string): object {
    const endpoint = this.of('endpoints').find((each) => each.VpcEndpointId === id) as Loose;
    const firewall = firewallOf(endpoint);
    const zone = this.of('subnets').find((subnet) => subnet.SubnetId === endpoint?.SubnetIds?.[0])?.AvailabilityZone as string;
    return { VpcEndpointId: firewall === undefined ? this.ref(id)
      : { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Select': [1, { 'Fn::Split': [`${zone}:`, { 'Fn::Join': [',', { 'Fn::GetAtt': [this.id(firewall), 'EndpointIds'] }] }] }] }] }] } };
  }

  private filters(): void {
    for (const acl of this.inVpcs('networkAcls')) {
      const entries = (acl.Entries as Loose[]).filter(({ RuleNumber: number }) => number < 32767);
      const isUntouched = acl.IsDefault && entries.length === 2 && entries.every((entry) => entry.RuleAction === 'allow' && entry.Protocol === '-1' && entry.CidrBlock === '0.0.0.0/0');
      if (!isUntouched) {
        this.add(acl.NetworkAclId, 'EC2::NetworkAcl', { VpcId: this.ref(acl.VpcId) });
        entries.forEach((entry, i) => this.add(`${acl.NetworkAclId} ${i}`, 'EC2::NetworkAclEntry', { ...entry, PortRange: entry.PortRange ?? undefined, NetworkAclId: this.ref(acl.NetworkAclId) }));
        (acl.Associations as Loose[]).forEach((each) => this.add(each.NetworkAclAssociationId, 'EC2::SubnetNetworkAclAssociation', { NetworkAclId: this.ref(acl.NetworkAclId), SubnetId: this.ref(each.SubnetId) }));
      }
    }
    for (const group of this.inVpcs('securityGroups')) {
      const [ingress, egress] = [group.IpPermissions, group.IpPermissionsEgress].map((all) => (all as Loose[]).flatMap((each) => this.rulesOf(each)));
      if (group.GroupName === 'default') {
        if (ingress.length + egress.length > 0) {
          this.open.add(this.owner('EC2::VPC', group.VpcId as string) ?? group.VpcId as string);
        }
      } else {
        this.add(group.GroupId, 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: this.ref(group.VpcId), SecurityGroupIngress: ingress.map((rule) => rule(false)), SecurityGroupEgress: egress.length > 0 ? egress.map((rule) => rule(true)) : [NOBODY] });
      }
    }
  }

  /** One rule for each range or group of a permission. */
  private rulesOf(permission: Loose): ((egress: boolean) => object)[] {
    const ports = { IpProtocol: permission.IpProtocol, FromPort: permission.FromPort, ToPort: permission.ToPort };
    return [
      ...(permission.IpRanges as Loose[] ?? []).map(({ CidrIp: range }) => () => ({ ...ports, CidrIp: range })),
      ...(permission.Ipv6Ranges as Loose[] ?? []).map(({ CidrIpv6: range }) => () => ({ ...ports, CidrIpv6: range })),
      ...(permission.UserIdGroupPairs as Loose[] ?? []).map(({ GroupId: id }) => (egress: boolean) => ({ ...ports, [egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId']: { 'Fn::GetAtt': [this.id(id), 'GroupId'] } })),
      ...(permission.PrefixListIds as Loose[] ?? []).map(({ PrefixListId: id }) => (egress: boolean) => ({ ...ports, [egress ? 'DestinationPrefixListId' : 'SourcePrefixListId']: id })),
    ];
  }

  private endpoints(): void {
    const firewalls = new Map<string, Loose[]>();
    for (const endpoint of this.inVpcs('endpoints')) {
      const firewall = firewallOf(endpoint);
      if (firewall !== undefined) {
        firewalls.set(firewall, [...firewalls.get(firewall) ?? [], endpoint]);
      } else {
        this.add(endpoint.VpcEndpointId, 'EC2::VPCEndpoint', {
          VpcEndpointType: endpoint.VpcEndpointType, VpcId: this.ref(endpoint.VpcId), ServiceName: endpoint.ServiceName, SubnetIds: (endpoint.SubnetIds as string[] ?? []).map((id) => this.ref(id)),
          SecurityGroupIds: (endpoint.Groups as Loose[] ?? []).map(({ GroupId: id }) => this.ref(id)), IpAddressType: endpoint.IpAddressType,
        });
      }
    }
    firewalls.forEach((all, arn) => this.add(arn, 'NetworkFirewall::Firewall', { VpcId: this.ref(all[0].VpcId), SubnetMappings: all.flatMap(({ SubnetIds: ids }) => (ids as string[]).map((id) => ({ SubnetId: this.ref(id) }))) }));
  }

  private hosts(): void {
    for (const balancer of this.inVpcs('loadBalancers')) {
      this.add(balancer.LoadBalancerArn, 'ElasticLoadBalancingV2::LoadBalancer', {
        Scheme: balancer.Scheme, Type: balancer.Type, IpAddressType: balancer.IpAddressType, Subnets: (balancer.AvailabilityZones as Loose[]).map(({ SubnetId: id }) => this.ref(id)), SecurityGroups: (balancer.SecurityGroups as string[] ?? []).map((id) => this.ref(id)),
      });
    }
    this.of('listeners').forEach((each) => this.add(each.ListenerArn, 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: this.ref(each.LoadBalancerArn), Port: each.Port, Protocol: each.Protocol }));
    for (const service of this.of('services')) {
      const { subnets, securityGroups, assignPublicIp } = service.networkConfiguration?.awsvpcConfiguration ?? {};
      this.add(service.serviceArn, 'ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: (subnets as string[] ?? []).map((id) => this.ref(id)), SecurityGroups: (securityGroups as string[] ?? []).map((id) => this.ref(id)), AssignPublicIp: assignPublicIp } } });
    }
    this.of('subnetGroups').forEach((group) => this.add(group.DBSubnetGroupName, 'RDS::DBSubnetGroup', { SubnetIds: (group.Subnets as Loose[]).map(({ SubnetIdentifier: id }) => this.ref(id)) }));
    this.of('databases').forEach((each) => this.add(each.DBClusterIdentifier, 'RDS::DBCluster', this.database(each, each.DBSubnetGroup)));
    this.of('instances').forEach((each) => this.add(each.DBInstanceIdentifier, 'RDS::DBInstance', each.DBClusterIdentifier
      ? { DBClusterIdentifier: this.ref(each.DBClusterIdentifier), PubliclyAccessible: each.PubliclyAccessible, Engine: each.Engine } : { ...this.database(each, each.DBSubnetGroup?.DBSubnetGroupName), PubliclyAccessible: each.PubliclyAccessible }));
  }

  private database(each: Loose, group: string): object {
    const groups = (each.VpcSecurityGroups as Loose[]).map(({ VpcSecurityGroupId: id }) => this.ref(id));
    return { DBSubnetGroupName: this.ref(group), Engine: each.Engine, Port: each.Port ?? each.Endpoint?.Port, VpcSecurityGroupIds: groups, VPCSecurityGroups: groups };
  }

  private accessBlock(): void {
    const mode = this.place.state.accessBlock?.InternetGatewayBlockMode as string | undefined;
    if (mode && mode !== 'off') {
      this.add('access block', 'EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: mode });
    }
    for (const { ExclusionId: id, InternetGatewayExclusionMode: exclusion, ResourceArn: arn } of this.of('accessExclusions')) {
      const [kind, target] = (arn as string).split(':')[5].split('/');
      this.add(id, 'EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: exclusion, [kind === 'vpc' ? 'VpcId' : 'SubnetId']: this.ref(target) });
    }
  }
}

function destinationOf(route: Loose): object {
  return { DestinationCidrBlock: route.DestinationCidrBlock || undefined, DestinationIpv6CidrBlock: route.DestinationIpv6CidrBlock || undefined, DestinationPrefixListId: route.DestinationPrefixListId || undefined };
}

/** Network Firewall tags the endpoints that it makes with its own ARN. */
function firewallOf(endpoint: Loose): string | undefined {
  return (endpoint?.Tags as Loose[] | undefined)?.find(({ Key: key }) => key === 'Firewall')?.Value as string | undefined;
}
