import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AccessNetwork, type AccessedWorkload, type AccessNetworkProps } from '../../../constructs/access/access-network';
import { RemoteAccessVpn, type RemoteAccessVpnProps } from '../../../constructs/access/remote-access-vpn';
import { flawOfSourceRange, isPublic, parseAddress, parseRange } from '../../../constructs/shared/address-range';
import { CERTIFICATES, NOW, samlMetadata } from '../../support/saml';

const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const CERTIFICATE = 'arn:aws:acm:eu-central-1:111111111111:certificate/11111111-2222-3333-4444-555555555555';
const APPLICATION = ['10.10.0.0/19', '10.10.32.0/19'];
const DATA = ['10.10.160.0/21', '10.10.168.0/21'];

interface Setting { readonly stack: Stack; readonly network: AccessNetwork; readonly key: kms.IKey }

function buildNetwork(props: Partial<AccessNetworkProps> = {}, workloadProps: Partial<AccessedWorkload> = {}): Setting {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY);
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Workload', {
    vpcId: 'vpc-work',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-app1', 'subnet-app2'],
    privateSubnetRouteTableIds: ['rtb-app1', 'rtb-app2'],
    isolatedSubnetIds: ['subnet-data1', 'subnet-data2'],
    isolatedSubnetRouteTableIds: ['rtb-data1', 'rtb-data2'],
  });
  const network = new AccessNetwork(stack, 'Network', {
    cidr: '10.50.0.0/24',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    organizationId: 'o-a1b2c3d4e5',
    workload: {
      vpc,
      cidr: '10.10.0.0/16',
      applicationSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      applicationRanges: APPLICATION,
      applicationPorts: [8443],
      dataSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      dataRanges: DATA,
      storePorts: [5433],
      ...workloadProps,
    },
    logEncryptionKey: key,
    logRetention: RetentionDays.ONE_YEAR,
    ...props,
  });
  return { stack, network, key };
}

type Resources = Record<string, { Properties: Record<string, unknown>; DependsOn?: string[] }>;

describe('the access network', () => {
  const { stack, network } = buildNetwork();
  const t = Template.fromStack(stack);
  const subnets = t.findResources('AWS::EC2::Subnet') as Resources;
  const rangesOf = (tier: string) => Object.entries(subnets).filter(([id]) => id.includes(`${tier}Subnet`)).map(([, { Properties }]) => Properties.CidrBlock);

  test('has no way to the Internet: no gateway, no public address, no default route', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EgressOnlyInternetGateway', 'EIP', 'TransitGatewayAttachment', 'VPNGateway']) {
      t.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    expect(Object.values(subnets).filter(({ Properties }) => Properties.MapPublicIpOnLaunch !== false)).toEqual([]);
    expect(Object.values(t.findResources('AWS::EC2::Route')).map(({ Properties }) => Properties.DestinationCidrBlock)).not.toContain('0.0.0.0/0');
  });

  test('gives each tier a range of its own, with room for four zones', () => {
    expect(rangesOf('Vpn')).toEqual(['10.50.0.0/27', '10.50.0.32/27']);
    expect(rangesOf('Bastion')).toEqual(['10.50.0.128/28', '10.50.0.144/28']);
    expect(rangesOf('Endpoints')).toEqual(['10.50.0.192/28', '10.50.0.208/28']);
    expect([network.vpnRange, network.bastionRange, AccessNetwork.bastionRangeOf('10.50.0.0/24')]).toEqual(['10.50.0.0/25', '10.50.0.128/26', '10.50.0.128/26']);
  });

  test('is peered with the workload, and leads to its application and data subnets alone, and back to the bastion alone', () => {
    const [peering] = Object.keys(t.findResources('AWS::EC2::VPCPeeringConnection', { Properties: { PeerVpcId: 'vpc-work' } }));
    const routes = Object.values(t.findResources('AWS::EC2::Route') as Resources).map(({ Properties }) => Properties);
    expect(routes.filter(({ VpcPeeringConnectionId }) => JSON.stringify(VpcPeeringConnectionId) !== JSON.stringify({ 'Fn::GetAtt': [peering, 'Id'] }))).toEqual([]);
    const own = routes.filter(({ RouteTableId }) => typeof RouteTableId !== 'string');
    expect(own.map(({ RouteTableId }) => (RouteTableId as { Ref: string }).Ref).filter((table) => !table.includes('BastionSubnet'))).toEqual([]);
    expect(own.map(({ DestinationCidrBlock }) => DestinationCidrBlock)).toEqual([...APPLICATION, ...DATA, ...APPLICATION, ...DATA]);
    expect(routes.filter(({ RouteTableId }) => typeof RouteTableId === 'string').map(({ RouteTableId, DestinationCidrBlock }) => [RouteTableId, DestinationCidrBlock]))
      .toEqual(['rtb-app1', 'rtb-app2', 'rtb-data1', 'rtb-data2'].map((table) => [table, '10.50.0.128/26']));
  });

  describe('network ACLs', () => {
    const entries = Object.entries(t.findResources('AWS::EC2::NetworkAclEntry') as Resources).map(([id, { Properties: p }]) => ({
      tier: /NetworkAcls(Vpn|Bastion|Endpoints)/.exec(id)![1], out: p.Egress, rule: p.RuleNumber as number, allow: p.RuleAction === 'allow', range: p.CidrBlock,
      ports: p.Protocol === -1 ? 'all' : `${p.Protocol}:${(p.PortRange as { From: number; To: number }).From}-${(p.PortRange as { From: number; To: number }).To}`,
    }));
    const rules = (tier: string, out: boolean) => entries.filter((entry) => entry.tier === tier && entry.out === out).sort((a, b) => a.rule - b.rule)
      .map(({ allow, range, ports }) => `${allow ? 'allow' : 'deny'} ${range} ${ports}`);

    test('let clients of the VPN to port 22 of the bastion and nowhere else', () => {
      expect(rules('Vpn', true)).toEqual(['allow 10.50.0.128/26 6:22-22']);
      expect(rules('Vpn', false)).toEqual(['allow 10.50.0.128/26 6:1024-65535']);
    });

    test('let the bastion to the ports of application and stores; of the rest of the workload to nothing; by HTTPS to endpoints and S3', () => {
      expect(rules('Bastion', true)).toEqual([
        'allow 10.50.0.0/25 6:1024-65535', ...APPLICATION.map((range) => `allow ${range} 6:8443-8443`), ...DATA.map((range) => `allow ${range} 6:5433-5433`),
        'deny 10.10.0.0/16 all', 'allow 0.0.0.0/0 6:443-443',
      ]);
    });

    test('let the VPN in on port 22, and to the bastion what answers it', () => {
      expect(rules('Bastion', false)).toEqual([
        'allow 10.50.0.0/25 6:22-22', ...[...APPLICATION, ...DATA].map((range) => `allow ${range} 6:32768-60999`), 'deny 10.10.0.0/16 all', 'allow 0.0.0.0/0 6:32768-60999',
      ]);
    });

    test('let only the bastion to the endpoints', () => {
      expect([rules('Endpoints', false), rules('Endpoints', true)]).toEqual([['allow 10.50.0.128/26 6:443-443'], ['allow 10.50.0.128/26 6:32768-60999']]);
    });

    test('stand around every subnet', () => {
      const associated = Object.values(t.findResources('AWS::EC2::SubnetNetworkAclAssociation') as Resources).map(({ Properties }) => (Properties.SubnetId as { Ref: string }).Ref);
      expect(associated.sort()).toEqual(Object.keys(subnets).sort());
    });

    test('leave the application out if none of its ports is named', () => {
      const without = Template.fromStack(buildNetwork({}, { applicationPorts: undefined }).stack);
      expect(Object.values(without.findResources('AWS::EC2::NetworkAclEntry')).filter(({ Properties }) => APPLICATION.includes(Properties.CidrBlock))).toEqual([]);
    });
  });

  test('passes the organisation alone through its endpoints, and the bastion alone to them', () => {
    const endpoints = Object.values(t.findResources('AWS::EC2::VPCEndpoint') as Resources).map(({ Properties }) => Properties);
    expect(endpoints.map(({ ServiceName }) => /(?:com\.amazonaws\.|\.)([\w-]+)$/.exec(typeof ServiceName === 'string' ? ServiceName : (ServiceName as { 'Fn::Join': [string, string[]] })['Fn::Join'][1].at(-1)!)![1]).sort())
      .toEqual(['ec2messages', 'kms', 'logs', 's3', 'secretsmanager', 'ssm', 'ssmmessages']);
    const first = endpoints.map(({ PolicyDocument }) => (PolicyDocument as { Statement: unknown[] }).Statement[0]);
    expect(first.filter((statement) => !JSON.stringify(statement).includes('"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:ResourceOrgID":"o-a1b2c3d4e5"'))).toEqual([]);
    t.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Interface endpoints: HTTPS from the bastion', SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.50.0.128/26', FromPort: 443, ToPort: 443 })],
    });
  });

  test('records all traffic and name queries under the key, and empties the default security group', () => {
    t.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC' });
    t.resourceCountIs('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', 1);
    expect(Object.values(t.findResources('AWS::Logs::LogGroup') as Resources).map(({ Properties }) => [Properties.KmsKeyId, Properties.RetentionInDays])).toEqual([[KEY, 365], [KEY, 365]]);
    t.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  describe('is refused', () => {
    test('if it overlaps the workload', () => {
      expect(() => buildNetwork({ cidr: '10.10.0.0/24' })).toThrow(/- cidr: got "10\.10\.0\.0\/24"\. Choose a range that does not overlap the workload's, 10\.10\.0\.0\/16/);
    });

    test.each(['10.50.0.0/25', '10.48.0.0/16', '0.0.0.0/0', '10.50.0.1/24', '::/0', ''])('with the range %p', (cidr) => {
      expect(() => buildNetwork({ cidr })).toThrow(/- cidr: got .*from \/20 to \/24/);
      expect(() => AccessNetwork.bastionRangeOf(cidr)).toThrow(/- cidr: got .*from \/20 to \/24/);
    });

    test('if it would open the whole workload, or what is not the workload\'s', () => {
      expect(() => buildNetwork({}, { applicationRanges: ['10.10.0.0/16', '0.0.0.0/0'], dataRanges: ['10.11.0.0/21'] })).toThrow(
        /3 problems\n.*applicationRanges\[0\].*\n.*applicationRanges\[1\].*\n.*dataRanges\[0\]/);
    });

    test('with every problem at once', () => {
      const { SSM } = ec2.InterfaceVpcEndpointAwsService;
      expect(() => buildNetwork({ availabilityZones: ['eu-west-1a', 'eu-west-1a'], organizationId: 'acme', endpointServices: [SSM, SSM] }, {
        cidr: '10.10.0.1/16', applicationRanges: [], applicationPorts: [0], storePorts: [],
      })).toThrow(/- availabilityZones: .*once[^]*availabilityZones\[0\][^]*organizationId[^]*endpointServices[^]*workload\.cidr[^]*applicationRanges[^]*applicationPorts\[0\]: got 0[^]*storePorts: got \[\]/);
    });

    test('if its rules exceed what a network ACL takes', () => {
      expect(() => buildNetwork({}, { storePorts: [1, 2, 3, 4, 5, 6, 7, 8] })).toThrow(/storePorts.*21 rules; a network ACL takes 20/);
    });

    test.each([[[]], [['eu-central-1a', 'eu-central-1b', 'eu-central-1c', 'eu-central-1d']]])('with the zones %p', (availabilityZones) => {
      expect(() => buildNetwork({ availabilityZones })).toThrow(/- availabilityZones: got .*one to three/);
    });
  });
});

function buildVpn(props: Partial<RemoteAccessVpnProps> = {}): Setting & { vpn: RemoteAccessVpn } {
  const setting = buildNetwork();
  const certificate = (id: string, arn: string) => Certificate.fromCertificateArn(setting.stack, id, arn);
  const vpn = new RemoteAccessVpn(setting.stack, 'RemoteAccess', {
    network: setting.network,
    name: 'acme-production',
    samlMetadata: samlMetadata(),
    groups: ['administrators', 'a1b2c3d4-0001-4000-8000-00000000000f'],
    sourceRanges: ['203.0.113.16/28', '2001:db8:5::/48'],
    clientVersions: ['2.6', '3.8'],
    serverCertificate: certificate('ServerCertificate', CERTIFICATE),
    clientCidr: '10.60.0.0/22',
    encryptionKey: setting.key,
    logRetention: RetentionDays.ONE_YEAR,
    alarmTopic: sns.Topic.fromTopicArn(setting.stack, 'Topic', 'arn:aws:sns:eu-central-1:111111111111:alarms'),
    now: NOW,
    ...props,
  });
  return { ...setting, vpn };
}

describe('the client VPN', () => {
  const { stack, network } = buildVpn();
  const t = Template.fromStack(stack);
  const endpoint = Object.values(t.findResources('AWS::EC2::ClientVpnEndpoint') as Resources)[0].Properties;

  test('lets people sign in at their identity provider', () => {
    const [provider] = Object.keys(t.findResources('AWS::IAM::SAMLProvider', { Properties: { SamlMetadataDocument: samlMetadata() } }));
    expect(endpoint.AuthenticationOptions).toEqual([{ Type: 'federated-authentication', FederatedAuthentication: { SAMLProviderArn: { Ref: provider } } }]);
  });

  test('asks for a certificate of the device too, if so configured', () => {
    const setting = buildNetwork();
    const authority = Certificate.fromCertificateArn(setting.stack, 'Authority', CERTIFICATE);
    Template.fromStack(buildVpn({ clientCertificateAuthority: authority }).stack).hasResourceProperties('AWS::EC2::ClientVpnEndpoint', {
      AuthenticationOptions: [
        Match.objectLike({ Type: 'federated-authentication' }),
        { Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: CERTIFICATE } },
      ],
    });
  });

  test('takes only traffic to the access network, ends sessions after eight hours by force, and has no portal', () => {
    expect(endpoint).toMatchObject({
      SplitTunnel: true, SessionTimeoutHours: 8, DisconnectOnSessionTimeout: true, SelfServicePortal: 'disabled', TransportProtocol: 'udp', VpnPort: 443,
      ServerCertificateArn: CERTIFICATE, ClientCidrBlock: '10.60.0.0/22', ClientLoginBannerOptions: { Enabled: true, BannerText: expect.stringContaining('recorded') },
    });
    expect(endpoint.DnsServers).toBeUndefined();
  });

  test('keeps every connection on record, under the key and for the set time', () => {
    const { CloudwatchLogGroup: group, CloudwatchLogStream: stream, Enabled } = endpoint.ConnectionLogOptions as { CloudwatchLogGroup: { Ref: string }; CloudwatchLogStream: { Ref: string }; Enabled: boolean };
    expect(Enabled).toBe(true);
    expect((t.toJSON().Resources as Resources)[group.Ref].Properties).toMatchObject({ KmsKeyId: KEY, RetentionInDays: 365 });
    expect((t.toJSON().Resources as Resources)[stream.Ref].Properties).toEqual({ LogGroupName: group });
  });

  test('asks its handler about every connection, which knows whom to admit', () => {
    const [handler] = Object.keys(t.findResources('AWS::Lambda::Function', { Properties: {
      FunctionName: 'AWSClientVPN-acme-production',
      Environment: { Variables: { SOURCE_RANGES: '203.0.113.16/28,2001:db8:5::/48', GROUPS: 'administrators,a1b2c3d4-0001-4000-8000-00000000000f', CLIENT_VERSIONS: '2.6,3.8', PLATFORMS: Match.absent() } },
    } }));
    expect(endpoint.ClientConnectOptions).toEqual({ Enabled: true, LambdaFunctionArn: { 'Fn::GetAtt': [handler, 'Arn'] } });
    // Client VPN's own role may invoke it already; anybody else may not.
    t.resourceCountIs('AWS::Lambda::Permission', 0);
    t.resourceCountIs('AWS::Lambda::Url', 0);
  });

  test('names operating systems to the handler if some are listed', () => {
    Template.fromStack(buildVpn({ platforms: ['win', 'mac'] }).stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { PLATFORMS: 'win,mac' } } });
  });

  test('lets each group to the bastion\'s subnets alone, on port 22 alone', () => {
    const rules = Object.values(t.findResources('AWS::EC2::ClientVpnAuthorizationRule') as Resources).map(({ Properties }) => Properties);
    expect(rules.map(({ AccessGroupId, AuthorizeAllGroups, TargetNetworkCidr }) => [AccessGroupId, AuthorizeAllGroups, TargetNetworkCidr])).toEqual(
      ['administrators', 'a1b2c3d4-0001-4000-8000-00000000000f'].map((group) => [group, false, network.bastionRange]));
    t.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Clients of the VPN: SSH to the bastion', SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [{ CidrIp: network.bastionRange, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Description: 'SSH to the bastion' }],
    });
    t.resourceCountIs('AWS::EC2::ClientVpnRoute', 0);
  });

  test('is changed one thing after the other', () => {
    const parts = Object.entries({ ...t.findResources('AWS::EC2::ClientVpnTargetNetworkAssociation'), ...t.findResources('AWS::EC2::ClientVpnAuthorizationRule') } as Resources);
    expect(parts).toHaveLength(4);
    const ids = parts.map(([id]) => id);
    const before = new Map(parts.map(([id, { DependsOn = [] }]) => [id, DependsOn.filter((other) => ids.includes(other))]));
    const order: string[] = [];
    for (let next = ids.filter((id) => before.get(id)!.length === 0); next.length > 0; next = ids.filter((id) => before.get(id)!.includes(order[order.length - 1]))) {
      expect(next).toHaveLength(1);
      order.push(next[0]);
    }
    expect(order).toHaveLength(4);
    expect(order[0]).toMatch(/Zone1/);
  });

  describe('is refused', () => {
    test.each([
      ['0.0.0.0/0', 'Nothing is opened to everybody'], ['::/0', 'Nothing is opened to everybody'], ['0.0.0.0/1', 'Nothing is opened to everybody'], ['203.0.0.0/8', 'Nothing is opened to everybody'],
      ['2001:db8::/31', 'without host bits|Nothing is opened'], ['10.0.0.0/16', 'Name public addresses'], ['fd00::/48', 'Name public addresses'], ['203.0.113.1/24', 'without host bits'], ['anywhere', 'CIDR notation'],
    ])('with people from %s', (range, words) => {
      expect(() => buildVpn({ sourceRanges: [range] })).toThrow(new RegExp(`- sourceRanges\\[0\\]: got ${JSON.stringify(range)}\\. .*(${words})`));
    });

    test.each([
      ['a group authorised twice', { groups: ['administrators', 'administrators'] }, /- groups\[1\]: got "administrators"\. Name each group once/],
      ['no group', { groups: [] }, /- groups: got \[\]/],
      ['a group with a comma', { groups: ['a,b'] }, /- groups\[0\]: got "a,b"\. .*without commas/],
      ['a session longer than the limit', { sessionTimeout: Duration.hours(10) }, /- sessionTimeout: got "10 hours"\. Choose 8 hours/],
      ['a session that AWS does not take', { sessionTimeout: Duration.minutes(450) }, /- sessionTimeout: got .*Choose 8 hours/],
      ['clients in the access network', { clientCidr: '10.48.0.0/14' }, /- clientCidr: got "10\.48\.0\.0\/14"\. Choose a range that does not overlap that of the access network, 10\.50\.0\.0\/24/],
      ['clients in the workload', { clientCidr: '10.10.4.0/22' }, /- clientCidr: .*overlap that of the workload, 10\.10\.0\.0\/16/],
      ['too few clients', { clientCidr: '10.60.0.0/23' }, /- clientCidr: got "10\.60\.0\.0\/23"\. Write an IPv4 range from \/12 to \/22/],
      ['too many clients', { clientCidr: '10.0.0.0/8' }, /- clientCidr: .*from \/12 to \/22/],
      ['people from nowhere', { sourceRanges: [] }, /- sourceRanges: got \[\]/],
      ['a range twice', { sourceRanges: ['203.0.113.0/24', '203.0.113.0/24'] }, /- sourceRanges\[1\]: .*Name each range once/],
      ['no client version', { clientVersions: [] }, /- clientVersions: got \[\]/],
      ['every client version', { clientVersions: ['*'] }, /- clientVersions\[0\]: got "\*"/],
      ['an empty list of operating systems', { platforms: [] }, /- platforms: got \[\]/],
      ['an operating system with a comma', { platforms: ['win,mac'] }, /- platforms\[0\]: got "win,mac"/],
      ['a name too long for its handler', { name: 'a'.repeat(52) }, /- name: got .*1 to 51/],
      ['an empty banner', { loginBanner: '' }, /- loginBanner: got "0 bytes"/],
      ['a banner too long', { loginBanner: 'é'.repeat(701) }, /- loginBanner: got "1402 bytes"/],
      ['three name servers', { dnsServers: ['10.50.0.2', '10.50.0.3', '10.50.0.4'] }, /- dnsServers: .*at most two/],
      ['a name server by name', { dnsServers: ['dns.example.com'] }, /- dnsServers\[0\]: got "dns\.example\.com"/],
    ] as [string, Partial<RemoteAccessVpnProps>, RegExp][])('with %s', (_, props, message) => {
      expect(() => buildVpn(props)).toThrow(message);
    });

    test('with every problem at once', () => {
      expect(() => buildVpn({ name: '', samlMetadata: '', groups: [], sourceRanges: [], clientVersions: [], clientCidr: '', sessionTimeout: Duration.hours(24) })).toThrow(/: 7 problems\n/);
    });
  });

  describe('metadata of the identity provider', () => {
    const broken = (from: string | RegExp, to: string) => samlMetadata().replace(from, to);

    test.each([
      ['as published', samlMetadata()],
      ['with a certificate and the next one', samlMetadata([CERTIFICATES.lasting, CERTIFICATES.lasting])],
      ['with an expired certificate for encryption', broken('<md:SingleSignOnService', `<md:KeyDescriptor use="encryption"><ds:X509Certificate xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${CERTIFICATES.brief}</ds:X509Certificate></md:KeyDescriptor><md:SingleSignOnService`)],
      ['with other prefixes and quotes', samlMetadata().replaceAll('md:', '').replace('xmlns:md=', 'xmlns=').replace('xmlns:md', 'xmlns').replace('"https://idp.example.com/saml"', "'https://idp.example.com/saml'")],
      ['with a byte order mark and character data', `\uFEFF${broken('<md:SingleSignOnService', '<md:Extensions><![CDATA[<not a tag>]]></md:Extensions><md:SingleSignOnService')}`],
      ['that is still valid', broken('entityID=', 'validUntil="2028-01-01T00:00:00Z" entityID=')],
    ])('is taken %s', (_, metadata) => {
      expect(() => buildVpn({ samlMetadata: metadata })).not.toThrow();
    });

    test.each([
      ['that is no XML', 'https://idp.example.com/metadata', /no well-formed XML/],
      ['that is empty', '', /no well-formed XML/],
      ['with an element that does not end', broken('</md:IDPSSODescriptor>', ''), /no well-formed XML/],
      ['with elements that end crosswise', broken('</ds:X509Data>', '</ds:KeyInfo>'), /no well-formed XML/],
      ['with something after the document', `${samlMetadata()}<more/>`, /no well-formed XML/],
      ['with an attribute twice', broken('entityID=', 'entityID="x" entityID='), /no well-formed XML/],
      ['with a prefix bound to nothing', broken(/ xmlns:ds="[^"]*"/, ''), /no well-formed XML/],
      ['with a document type', broken('<md:EntityDescriptor', '<!DOCTYPE x [<!ENTITY y "z">]><md:EntityDescriptor'), /no well-formed XML, or it declares a document type/],
      ['with an entity of its own', broken('?a=1&amp;', '?a=1&secret;'), /no well-formed XML/],
      ['of something else', '<html><body/></html>', /must be EntityDescriptor/],
      ['of another SAML', samlMetadata().replace('SAML:2.0:metadata', 'SAML:1.0:metadata'), /must be EntityDescriptor of SAML 2\.0/],
      ['of nobody', broken(/ entityID="[^"]*"/, ''), /Give metadata with an entityID/],
      ['of a service provider', samlMetadata().replaceAll('IDPSSODescriptor', 'SPSSODescriptor'), /with an IDPSSODescriptor/],
      ['that leads to a page without TLS', broken('"https://idp.example.com/saml/sso', '"http://idp.example.com/saml/sso'), /Location begins with https/],
      ['that has expired', broken('entityID=', 'validUntil="2027-05-31T23:59:59Z" entityID='), /was valid until 2027-05-31T23:59:59Z/],
      ['without a signing certificate', samlMetadata([]), /Give metadata with a signing certificate/],
      ['with an expired signing certificate', samlMetadata([CERTIFICATES.brief]), /Signing certificate 1 expired on 2026-12-22/],
      ['with an expired signing certificate beside a good one', samlMetadata([CERTIFICATES.lasting, CERTIFICATES.brief]), /Signing certificate 2 expired on 2026-12-22/],
      ['with a weak key', samlMetadata([CERTIFICATES.weak]), /Signing certificate 1 has an RSA key of 1024 bits/],
      ['with a certificate that cannot be read', samlMetadata(['bm8gY2VydGlmaWNhdGU=']), /Signing certificate 1 cannot be read/],
    ])('is refused %s', (_, metadata, message) => {
      expect(() => buildVpn({ samlMetadata: metadata })).toThrow(message);
    });

    test('is refused before its certificate begins', () => {
      expect(() => buildVpn({ now: new Date('2026-01-01T00:00:00Z') })).toThrow(/signing certificate that is valid already/);
    });
  });
});

describe('addresses of either family', () => {
  test.each([
    ['2001:db8::1', 0x20010db8000000000000000000000001n], ['::', 0n], ['1::', 1n << 112n], ['::ffff:192.0.2.1', 0xffffc0000201n], ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n], ['0.0.0.1', 1n],
  ])('%s is read to the last bit', (text, value) => {
    expect(parseAddress(text)?.value).toBe(value);
  });

  test.each(['', '1.2.3', '1.2.3.4.5', '01.2.3.4', '::1::', 'g::', 'fe80::1%eth0', ' 1.2.3.4'])('%p is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test('ranges end where they end', () => {
    expect(parseRange('203.0.113.16/28')).toEqual({ version: 4, first: 0xcb007110n, last: 0xcb00711fn, prefix: 28 });
    expect(parseRange('2001:db8:5::/48')).toMatchObject({ first: 0x20010db80005n << 80n, last: (0x20010db80006n << 80n) - 1n });
    expect(['203.0.113.16/27', '203.0.113.16/33', '2001:db8::/129', '203.0.113.16/028', '203.0.113.16'].map(parseRange)).toEqual(Array(5).fill(undefined));
  });

  test.each([
    ['9.255.255.255', true], ['10.0.0.0', false], ['10.255.255.255', false], ['11.0.0.0', true], ['100.64.0.0', false], ['100.128.0.0', true], ['172.31.255.255', false], ['172.32.0.0', true],
    ['192.168.1.1', false], ['169.254.169.254', false], ['224.0.0.1', false], ['255.255.255.255', false], ['0.0.0.0', false], ['198.19.0.1', false], ['198.20.0.0', true],
    ['::1', false], ['1fff:ffff::', false], ['2000::', true], ['2001::1', false], ['2001:200::', true], ['2002:a00:1::', false], ['3fff::', true], ['4000::', false], ['fc00::1', false], ['fe80::1', false], ['ff02::1', false],
  ])('%s is delivered to by the Internet: %p', (text, expected) => {
    expect(isPublic(parseAddress(text)!)).toBe(expected);
  });

  test('a range is refused if any of it is private', () => {
    expect(flawOfSourceRange('192.168.0.0/16')).toMatch('Name public addresses');
    expect(flawOfSourceRange('2001::/32')).toMatch('Name public addresses');
    expect(flawOfSourceRange('192.0.0.0/16')).toMatch('Name public addresses');
    expect(flawOfSourceRange('203.0.113.20/32')).toBeUndefined();
  });
});
