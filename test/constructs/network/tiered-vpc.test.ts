import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  EncryptionControlMode, EncryptionExclusion, NatPlacement, PublicAccessBlock, TieredVpc, type TieredVpcProps,
} from '../../../constructs/network';

const THREE_ZONES = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const TWO_ZONES = THREE_ZONES.slice(0, 2);
const FIREWALL = { egressDomains: ['api.example.com'] };

function build(props: Partial<TieredVpcProps> = {}): { stack: Stack; network: TieredVpc } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
  const network = new TieredVpc(stack, 'Network', {
    cidr: '10.10.0.0/16',
    availabilityZones: THREE_ZONES,
    natGateways: NatPlacement.PER_ZONE,
    organizationId: 'o-a1b2c3d4e5',
    storePorts: [5432],
    logEncryptionKey: kms.Key.fromKeyArn(stack, 'LogKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555'),
    logRetention: logs.RetentionDays.ONE_YEAR,
    ...props,
  });
  return { stack, network };
}

function template(props: Partial<TieredVpcProps> = {}): Template {
  return Template.fromStack(build(props).stack);
}

interface Resource { readonly Properties: Record<string, unknown>; readonly DeletionPolicy?: string }

/** The subnets by tier and zone, e.g. `Data-eu-central-1a`. */
function subnets(t: Template): Map<string, { id: string; cidr: unknown; publicIp: unknown }> {
  const found = Object.entries(t.findResources('AWS::EC2::Subnet') as Record<string, Resource>).map(([id, subnet]) => {
    const tags = subnet.Properties.Tags as { Key: string; Value: string }[];
    const tier = tags.find((tag) => tag.Key === 'aws-cdk:subnet-name')?.Value ?? 'Firewall';
    return [`${tier}-${subnet.Properties.AvailabilityZone}`, { id, cidr: subnet.Properties.CidrBlock, publicIp: subnet.Properties.MapPublicIpOnLaunch }] as const;
  });
  return new Map(found);
}

/** The routes of the route table that a tier's subnet in a zone uses. */
function routesOf(t: Template, tier: string, zone: string): Record<string, unknown>[] {
  const subnetId = subnets(t).get(`${tier}-${zone}`)!.id;
  const associations = Object.values(t.findResources('AWS::EC2::SubnetRouteTableAssociation') as Record<string, Resource>);
  const table = associations.find((a) => (a.Properties.SubnetId as { Ref: string }).Ref === subnetId)!.Properties.RouteTableId;
  return Object.values(t.findResources('AWS::EC2::Route') as Record<string, Resource>)
    .map((route) => route.Properties)
    .filter((route) => JSON.stringify(route.RouteTableId) === JSON.stringify(table));
}

/** What CloudFormation would make of an expression, given the firewall's `EndpointIds` in some order. */
function evaluate(value: unknown, endpointIds: string[]): unknown {
  const node = value as Record<string, unknown[]>;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return Array.isArray(value) ? value.map((item) => evaluate(item, endpointIds)) : value;
  }
  const [fn, args] = Object.entries(node)[0];
  switch (fn) {
    case 'Fn::Select': return (evaluate(args[1], endpointIds) as unknown[])[args[0] as number];
    case 'Fn::Split': return (evaluate(args[1], endpointIds) as string).split(args[0] as string);
    case 'Fn::Join': return (evaluate(args[1], endpointIds) as string[]).join(args[0] as string);
    case 'Fn::GetAtt': return endpointIds;
    default: throw new Error(`Not part of an endpoint's id: ${fn}`);
  }
}

describe('tiers', () => {
  test('every zone has an edge, an application, a data and an endpoint subnet', () => {
    const tiers = ['Edge', 'Application', 'Data', 'Endpoints'];

    expect([...subnets(template()).keys()].sort()).toEqual(tiers.flatMap((tier) => THREE_ZONES.map((zone) => `${tier}-${zone}`)).sort());
  });

  test('a zone keeps its ranges when a third zone or a firewall is added', () => {
    const before = subnets(template({ availabilityZones: TWO_ZONES }));
    const after = subnets(template({ firewall: FIREWALL }));

    expect([...before]).not.toHaveLength(0);
    for (const [name, subnet] of before) {
      expect(after.get(name)).toEqual(subnet);
    }
  });

  test.each([
    ['10.10.0.0/16', '10.10.0.0/19', '10.10.128.0/21', '10.10.160.0/21', '10.10.192.0/21', '10.10.224.0/28'],
    ['10.20.16.0/20', '10.20.16.0/23', '10.20.24.0/25', '10.20.26.0/25', '10.20.28.0/25', '10.20.30.0/28'],
  ])('%s is cut into application %s, edge %s, data %s, endpoints %s and firewall %s', (cidr, ...expected) => {
    const found = subnets(template({ cidr, firewall: FIREWALL }));

    expect(['Application', 'Edge', 'Data', 'Endpoints', 'Firewall'].map((tier) => found.get(`${tier}-eu-central-1a`)!.cidr)).toEqual(expected);
  });

  test('no two subnets overlap and all lie inside the VPC', () => {
    const ranges = [...subnets(template({ cidr: '10.20.16.0/20', firewall: FIREWALL })).values()].map(({ cidr }) => {
      const [address, prefix] = (cidr as string).split('/');
      const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
      return { first, last: first + 2 ** (32 - Number(prefix)) - 1 };
    }).sort((a, b) => a.first - b.first);
    const vpcFirst = ((10 * 256 + 20) * 256 + 16) * 256;

    expect(ranges).toHaveLength(15);
    expect(ranges[0].first).toBe(vpcFirst);
    expect(ranges.at(-1)!.last).toBeLessThan(vpcFirst + 4096);
    ranges.slice(1).forEach((range, i) => expect(range.first).toBeGreaterThan(ranges[i].last));
  });

  test('nothing gets a public address by itself', () => {
    expect([...subnets(template({ firewall: FIREWALL })).values()].map((subnet) => subnet.publicIp)).toEqual(Array(15).fill(false));
  });

  test('no IPv6 range is given out', () => {
    const t = template({ firewall: FIREWALL });

    t.resourceCountIs('AWS::EC2::VPCCidrBlock', 0);
    t.allResourcesProperties('AWS::EC2::Subnet', { Ipv6CidrBlock: Match.absent() });
  });

  test('firewall subnets cannot be selected from the VPC', () => {
    const { network } = build({ firewall: FIREWALL });

    expect(network.vpc.publicSubnets).toHaveLength(3);
    expect(network.vpc.selectSubnets(network.edgeSubnets).subnetIds).toEqual(network.vpc.publicSubnets.map((subnet) => subnet.subnetId));
  });
});

describe('routes', () => {
  test.each(['Data', 'Endpoints'])('the %s tier has no way out of the VPC, with or without a firewall', (tier) => {
    for (const t of [template(), template({ firewall: FIREWALL })]) {
      THREE_ZONES.forEach((zone) => expect(routesOf(t, tier, zone)).toEqual([]));
    }
  });

  test('the application of each zone leaves through the NAT gateway in its zone', () => {
    const t = template();
    const nats = t.findResources('AWS::EC2::NatGateway') as Record<string, Resource>;

    for (const zone of THREE_ZONES) {
      const [route] = routesOf(t, 'Application', zone);
      const nat = nats[(route.NatGatewayId as { Ref: string }).Ref];
      expect(route.DestinationCidrBlock).toBe('0.0.0.0/0');
      expect(nat.Properties.SubnetId).toEqual({ Ref: subnets(t).get(`Edge-${zone}`)!.id });
    }
  });

  test('one NAT gateway serves all zones where one is asked for', () => {
    const t = template({ natGateways: NatPlacement.ONE });

    t.resourceCountIs('AWS::EC2::NatGateway', 1);
    expect(new Set(THREE_ZONES.map((zone) => JSON.stringify(routesOf(t, 'Application', zone)[0].NatGatewayId))).size).toBe(1);
  });

  test('without a firewall the edge leads straight to the Internet gateway', () => {
    const t = template();

    t.resourceCountIs('AWS::NetworkFirewall::Firewall', 0);
    t.resourceCountIs('AWS::EC2::GatewayRouteTableAssociation', 0);
    THREE_ZONES.forEach((zone) => expect(routesOf(t, 'Edge', zone)).toEqual([expect.objectContaining({
      DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: expect.stringContaining('IGW') },
    })]));
  });

  test('with a firewall only its own subnets lead to the Internet gateway', () => {
    const t = template({ firewall: FIREWALL });
    const toGateway = Object.values(t.findResources('AWS::EC2::Route', { Properties: { GatewayId: Match.anyValue() } }) as Record<string, Resource>);

    expect(toGateway).toHaveLength(3);
    THREE_ZONES.forEach((zone) => expect(routesOf(t, 'Firewall', zone)).toEqual([expect.objectContaining({
      DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: expect.stringContaining('IGW') },
    })]));
  });

  test.each([
    [['eu-central-1a:vpce-a', 'eu-central-1b:vpce-b', 'eu-central-1c:vpce-c']],
    [['eu-central-1c:vpce-c', 'eu-central-1a:vpce-a', 'eu-central-1b:vpce-b']],
    [['eu-central-1b:vpce-b', 'eu-central-1c:vpce-c', 'eu-central-1a:vpce-a']],
  ])('both directions of a zone meet the endpoint of that zone when AWS lists them as %j', (endpointIds) => {
    const t = template({ firewall: FIREWALL });
    const ingress = t.findResources('AWS::EC2::GatewayRouteTableAssociation') as Record<string, Resource>;
    const ingressTable = JSON.stringify(Object.values(ingress)[0].Properties.RouteTableId).match(/Network\w+/)![0];
    const ingressRoutes = (Object.values(t.findResources('AWS::EC2::Route')) as Resource[])
      .map((route) => route.Properties).filter((route) => JSON.stringify(route.RouteTableId).includes(ingressTable));

    expect(Object.values(ingress)[0].Properties.GatewayId).toEqual({ Ref: expect.stringContaining('IGW') });
    expect(ingressRoutes).toHaveLength(3);
    for (const zone of THREE_ZONES) {
      const edge = subnets(t).get(`Edge-${zone}`)!;
      const inbound = ingressRoutes.find((route) => route.DestinationCidrBlock === edge.cidr)!;
      const [outbound] = routesOf(t, 'Edge', zone);
      const endpoint = `vpce-${zone.at(-1)}`;
      expect(evaluate(inbound.VpcEndpointId, endpointIds)).toBe(endpoint);
      expect(evaluate(outbound.VpcEndpointId, endpointIds)).toBe(endpoint);
      expect(outbound).not.toHaveProperty('GatewayId');
    }
  });
});

describe('records', () => {
  test('every flow is recorded within a minute, with the fields that tell why and how', () => {
    template().hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      MaxAggregationInterval: 60,
      LogFormat: Match.stringLikeRegexp('\\$\\{pkt-srcaddr\\}.*\\$\\{flow-direction\\} \\$\\{traffic-path\\} \\$\\{reject-reason\\} \\$\\{encryption-status\\}$'),
    });
  });

  test('the role of the flow logs serves this account alone and writes to their log group alone', () => {
    const t = template();

    t.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': '111111111111' } }),
      })] },
    });
    t.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('LogsFlows'), 'Arn'] } })] },
    });
  });

  test('every name query of the VPC is recorded, once the delivery service may write', () => {
    const t = template();
    const policy = Object.keys(t.findResources('AWS::Logs::ResourcePolicy'))[0];

    t.hasResource('AWS::Route53Resolver::ResolverQueryLoggingConfig', { DependsOn: [policy] });
    t.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResourceId: { Ref: Match.stringLikeRegexp('NetworkVpc') },
    });
  });

  test('all log groups are encrypted, kept for the time asked and, unless told otherwise, kept when the stack goes', () => {
    const groups = Object.values(template({ firewall: FIREWALL }).findResources('AWS::Logs::LogGroup') as Record<string, Resource>);

    expect(groups).toHaveLength(4);
    groups.forEach((group) => {
      expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.stringContaining(':key/11111111-') });
      expect(group.DeletionPolicy).toBe('Retain');
    });
  });

  test('a removal policy reaches all log groups and leaves the firewall unprotected', () => {
    const t = template({ firewall: FIREWALL, removalPolicy: RemovalPolicy.DESTROY });

    t.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
    t.hasResourceProperties('AWS::NetworkFirewall::Firewall', { DeleteProtection: false });
  });
});

describe('defences', () => {
  test('the default security group is emptied', () => {
    template().hasResourceProperties('Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: Match.anyValue() });
  });

  test('the data tier is fenced to the application and the access ranges', () => {
    const entries = Object.values(template({ availabilityZones: TWO_ZONES, accessRanges: ['10.99.0.0/24'] })
      .findResources('AWS::EC2::NetworkAclEntry') as Record<string, Resource>).map((entry) => entry.Properties);

    expect(entries.filter((entry) => !entry.Egress).map((entry) => entry.CidrBlock)).toEqual(['10.10.0.0/19', '10.10.32.0/19', '10.99.0.0/24']);
  });

  test('encryption inside the VPC is monitored unless told otherwise', () => {
    template().hasResourceProperties('AWS::EC2::VPCEncryptionControl', { Mode: 'monitor', InternetGatewayExclusionInput: Match.absent() });
  });

  test('enforced encryption excludes the gateways, and what is named', () => {
    template({ encryptionControl: EncryptionControlMode.ENFORCE, encryptionExclusions: [EncryptionExclusion.LAMBDA] })
      .hasResourceProperties('AWS::EC2::VPCEncryptionControl', {
        Mode: 'enforce',
        InternetGatewayExclusionInput: 'enable',
        NatGatewayExclusionInput: 'enable',
        LambdaExclusionInput: 'enable',
        VpcPeeringExclusionInput: Match.absent(),
      });
  });

  test('encryption control can be left off', () => {
    template({ encryptionControl: EncryptionControlMode.OFF }).resourceCountIs('AWS::EC2::VPCEncryptionControl', 0);
  });
});

describe('public access block', () => {
  test('blocks both directions for everything when no network is named', () => {
    const stack = new Stack();
    new PublicAccessBlock(stack, 'Block');
    const t = Template.fromStack(stack);

    t.hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' });
    t.resourceCountIs('AWS::EC2::VPCBlockPublicAccessExclusion', 0);
  });

  test('excludes the edge subnets alone of a network without a firewall, before it blocks', () => {
    const { stack, network } = build();
    new PublicAccessBlock(stack, 'Block', { networks: [network] });
    const t = Template.fromStack(stack);
    const exclusions = t.findResources('AWS::EC2::VPCBlockPublicAccessExclusion') as Record<string, Resource>;

    expect(Object.values(exclusions).map((exclusion) => exclusion.Properties)).toEqual(THREE_ZONES.map((zone) => ({
      InternetGatewayExclusionMode: 'allow-bidirectional', SubnetId: { Ref: subnets(t).get(`Edge-${zone}`)!.id },
    })));
    t.hasResource('AWS::EC2::VPCBlockPublicAccessOptions', { DependsOn: Object.keys(exclusions) });
  });

  test('excludes a network with a firewall whole: AWS blocks a firewall whose subnets alone are excluded', () => {
    const { stack, network } = build({ firewall: FIREWALL });
    new PublicAccessBlock(stack, 'Block', { networks: [network] });
    const exclusions = Template.fromStack(stack).findResources('AWS::EC2::VPCBlockPublicAccessExclusion') as Record<string, Resource>;

    expect(Object.values(exclusions).map((exclusion) => exclusion.Properties)).toEqual([{
      InternetGatewayExclusionMode: 'allow-bidirectional', VpcId: { Ref: expect.stringContaining('NetworkVpc') },
    }]);
  });
});

describe('refusals', () => {
  test.each([
    ['10.0.0.0/21', 'too small'], ['10.0.0.0/15', 'too large'], ['10.0.0.1/16', 'host bits'], ['fd00::/48', 'IPv6'], ['ten', 'no range'],
  ])('a range of %s is refused (%s) with the size that is needed', (cidr) => {
    expect(() => build({ cidr })).toThrow(`cidr: got ${JSON.stringify(cidr)}. Write an IPv4 range from /16 (65536 addresses) to /20 (4096 addresses)`);
  });

  test.each([
    [['eu-central-1a'], 'Name two or three zones.'],
    [[...THREE_ZONES, 'eu-central-1d'], 'Name two or three zones.'],
    [['eu-central-1a', 'eu-central-1a'], 'Name each zone once.'],
    [['eu-central-1a', 'eu-central-1'], 'availabilityZones[1]: got "eu-central-1". Write the name of a zone'],
    [['eu-central-1a', 'eu-west-1a'], 'availabilityZones[1]: got "eu-west-1a". Write the name of a zone of the stack\'s region, e.g. eu-central-1a.'],
  ])('zones %j are refused', (availabilityZones, message) => {
    expect(() => build({ availabilityZones })).toThrow(message);
  });

  test('enforced encryption is refused together with a firewall', () => {
    expect(() => build({ firewall: FIREWALL, encryptionControl: EncryptionControlMode.ENFORCE }))
      .toThrow('AWS Network Firewall does not run in a VPC that enforces encryption. Choose EncryptionControlMode.MONITOR');
  });

  test('everything that is wrong is told at once', () => {
    expect(() => build({ cidr: '10.0.0.0/24', availabilityZones: ['eu-central-1a'] })).toThrow(/2 problems\n.*cidr: .*\n.*availabilityZones: /);
  });
});
