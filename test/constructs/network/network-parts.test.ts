import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  DataTierFence, type DataTierFenceProps, EndpointPlacement, FirewallProtection, InspectionFirewall, type InspectionFirewallProps,
  OrganizationEndpoints, type OrganizationEndpointsProps, ThreatAction,
} from '../../../constructs/network';

const ORGANIZATION = 'o-a1b2c3d4e5';

function setting(): { stack: Stack; vpc: ec2.Vpc } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'Application', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      { name: 'Endpoints', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      { name: 'Edge', subnetType: ec2.SubnetType.PUBLIC },
    ],
  });
  return { stack, vpc };
}

interface Resource { readonly Properties: Record<string, unknown> }

describe('inspection firewall', () => {
  function build(props: Partial<InspectionFirewallProps> = {}): Template {
    const { stack, vpc } = setting();
    new InspectionFirewall(stack, 'Firewall', {
      vpc,
      vpcRange: '10.10.0.0/16',
      edgeRanges: ['10.10.128.0/21', '10.10.136.0/21'],
      subnets: vpc.publicSubnets,
      egressDomains: ['api.example.com', '.example.org'],
      logEncryptionKey: kms.Key.fromKeyArn(stack, 'LogKey', 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555'),
      logRetention: logs.RetentionDays.ONE_YEAR,
      ...props,
    });
    return Template.fromStack(stack);
  }

  /** The lines of the transport group's rules that hold a text. */
  function rules(t: Template, containing: string): string[] {
    const groups = Object.values(t.findResources('AWS::NetworkFirewall::RuleGroup', {
      Properties: { RuleGroup: { RulesSource: { RulesString: Match.anyValue() } } },
    })) as { Properties: { RuleGroup: { RulesSource: { RulesString: string } } } }[];
    return groups[0].Properties.RuleGroup.RulesSource.RulesString.split('\n').filter((line) => line.includes(containing));
  }

  function references(t: Template): { name: string; Priority: number; Override?: unknown }[] {
    const policy = Object.values(t.findResources('AWS::NetworkFirewall::FirewallPolicy'))[0].Properties.FirewallPolicy;
    return policy.StatefulRuleGroupReferences.map((ref: { ResourceArn: unknown }) =>
      ({ ...ref, name: JSON.stringify(ref.ResourceArn).match(/stateful-rulegroup\/(\w+)|"(Firewall\w+)"/)!.slice(1).find(Boolean) }));
  }

  test('sends every packet to strictly ordered stateful rules, and drops and tells of what none of them lets pass', () => {
    build().hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: Match.objectLike({
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'REJECT' },
        StatefulDefaultActions: ['aws:drop_established_app_layer_to_server', 'aws:alert_established_app_layer_to_server'],
        PolicyVariables: { RuleVariables: { HOME_NET: { Definition: ['10.10.0.0/16'] } } },
      }),
    });
  });

  test('looks for known threats before any of our rules can let traffic pass', () => {
    const found = references(build());
    const ours = found.filter((group) => group.name.startsWith('Firewall'));
    const managed = found.filter((group) => !group.name.startsWith('Firewall'));

    expect(managed.map((group) => group.name)).toEqual(expect.arrayContaining(['ThreatSignaturesMalwareStrictOrder', 'MalwareDomainsStrictOrder', 'ThreatSignaturesExploitsStrictOrder']));
    managed.forEach((group) => expect(group.name).toMatch(/StrictOrder$/));
    expect(ours.map((group) => group.name)).toEqual([expect.stringContaining('Transport'), expect.stringContaining('EgressDomains')]);
    expect(Math.max(...managed.map((group) => group.Priority))).toBeLessThan(Math.min(...ours.map((group) => group.Priority)));
    expect(found.length).toBeLessThanOrEqual(20);
  });

  test.each([[ThreatAction.DROP, undefined], [undefined, undefined], [ThreatAction.ALERT, { Action: 'DROP_TO_ALERT' }]])(
    'threat action %s makes managed rules carry the override %j, ours never', (threatAction, override) => {
      for (const group of references(build({ threatAction }))) {
        expect(group.Override).toEqual(group.name.startsWith('Firewall') ? undefined : override);
      }
    });

  test('lets out to the listed domains alone, by TLS and HTTP', () => {
    build().hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: Match.objectLike({
        RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.10.0.0/16'] } } },
        RulesSource: { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', Targets: ['api.example.com', '.example.org'], TargetTypes: ['TLS_SNI', 'HTTP_HOST'] } },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
      }),
    });
  });

  test('lets nothing out when no domain is listed', () => {
    const t = build({ egressDomains: [] });

    t.resourceCountIs('AWS::NetworkFirewall::RuleGroup', 1);
    expect(rules(t, '$HOME_NET any ->').filter((line) => line.startsWith('pass'))).toEqual([]);
  });

  test('no rule of ours lets a whole range out; other ports and protocols are refused', () => {
    const t = build();

    expect(rules(t, 'pass').filter((line) => !line.includes('$EXTERNAL_NET any -> $EDGE_NET') && !line.startsWith('pass icmp any any -> $HOME_NET any (itype:3; icode:4;'))).toEqual([]);
    expect(rules(t, 'ip_proto:!6')).toEqual([expect.stringMatching(/^drop ip any any -> any any /)]);
    expect(rules(t, 'Outbound on a closed port')).toEqual([expect.stringMatching(/^reject tcp \$HOME_NET any -> \$EXTERNAL_NET !\[80,443\] \(flow:to_server;/)]);
    expect(rules(t, 'app-layer-protocol')).toHaveLength(2);
  });

  test('lets in to the edge on 443 and 80, only once data flows, so that threats are looked for in it', () => {
    const t = build();

    expect(rules(t, '-> $EDGE_NET')).toEqual([
      expect.stringMatching(/^pass tcp \$EXTERNAL_NET any -> \$EDGE_NET 443 \(flow:established,to_server;/),
      expect.stringMatching(/^pass tcp \$EXTERNAL_NET any -> \$EDGE_NET 80 \(flow:established,to_server;/),
    ]);
    expect(rules(t, 'Inbound on a closed port')).toEqual([expect.stringContaining('-> $HOME_NET ![443,80] (flow:to_server;')]);
    t.hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: Match.objectLike({ RuleVariables: { IPSets: Match.objectLike({ EDGE_NET: { Definition: ['10.10.128.0/21', '10.10.136.0/21'] } }) } }),
    });
  });

  test('a port with listed sources is dropped for all others before it passes for them', () => {
    expect(rules(build({ ingress: [{ port: 22, sources: ['203.0.113.0/24', '198.51.100.7/32'] }] }), '$EDGE_NET 22')).toEqual([
      expect.stringMatching(/^drop tcp !\[203\.0\.113\.0\/24,198\.51\.100\.7\/32\] any /),
      expect.stringMatching(/^pass tcp \[203\.0\.113\.0\/24,198\.51\.100\.7\/32\] any /),
    ]);
  });

  test('every rule has an id of its own', () => {
    const ids = rules(build({ ingress: [{ port: 443 }, { port: 22, sources: ['203.0.113.0/24'] }, { port: 80 }] }), 'sid:').map((line) => line.match(/sid:(\d+)/)![1]);

    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    [FirewallProtection.NONE, false, false],
    [FirewallProtection.DELETION, true, false],
    [FirewallProtection.FULL, true, true],
  ])('protection %s guards deletion: %s, change: %s', (protection, deletion, change) => {
    build({ protection }).hasResourceProperties('AWS::NetworkFirewall::Firewall', {
      DeleteProtection: deletion, SubnetChangeProtection: change, FirewallPolicyChangeProtection: change,
    });
  });

  test('has an endpoint in each zone and is protected against deletion and change', () => {
    build().hasResourceProperties('AWS::NetworkFirewall::Firewall', {
      SubnetMappings: [Match.objectLike({ SubnetId: Match.anyValue() }), Match.objectLike({ SubnetId: Match.anyValue() })],
      DeleteProtection: true,
      SubnetChangeProtection: true,
      FirewallPolicyChangeProtection: true,
    });
  });

  test('records alerts and connections', () => {
    build().hasResourceProperties('AWS::NetworkFirewall::LoggingConfiguration', {
      LoggingConfiguration: { LogDestinationConfigs: [
        { LogType: 'ALERT', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: { Ref: Match.stringLikeRegexp('Alerts') } } },
        { LogType: 'FLOW', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: { Ref: Match.stringLikeRegexp('Flows') } } },
      ] },
    });
  });

  test('names its parts the same at every synthesis', () => {
    const names = (t: Template) => (Object.values(t.findResources('AWS::NetworkFirewall::RuleGroup')) as Resource[]).map((group) => group.Properties.RuleGroupName);

    expect(names(build())).toEqual(names(build()));
    expect(new Set(names(build())).size).toBe(2);
  });

  test.each(['*.example.com', 'https://example.com', 'example', 'Example.com', 'example.com/path', '-a.example.com', '10.0.0.1', ''])(
    'the domain "%s" is refused', (domain) => {
      expect(() => build({ egressDomains: ['api.example.com', domain] })).toThrow(`egressDomains[1]: got ${JSON.stringify(domain)}. Write a name in lower case`);
    });

  test.each([
    [{ ingress: [{ port: 0 }] }, 'ingress[0].port: got 0. Name a TCP port'],
    [{ ingress: [{ port: 443 }, { port: 443 }] }, 'List each port once'],
    [{ ingress: [{ port: 22, sources: [] }] }, 'ingress[0].sources: got []. List at least one range'],
    [{ ingress: [{ port: 22, sources: ['203.0.113.1/24'] }] }, 'ingress[0].sources[0]: got "203.0.113.1/24". Write an IPv4 range'],
    [{ egressDomains: ['a.example.com', 'a.example.com'] }, 'List each domain once'],
    [{ egressDomains: Array.from({ length: 501 }, (_, i) => `a${i}.example.com`) }, 'egressDomains: got 501. List at most 500 domains'],
    [{ subnets: [] }, 'subnets: got 0. Give the firewall a subnet in each zone'],
  ])('%j is refused', (props, message) => {
    expect(() => build(props)).toThrow(message);
  });
});

describe('data tier fence', () => {
  function build(props: Partial<DataTierFenceProps> = {}): Template {
    const { stack, vpc } = setting();
    new DataTierFence(stack, 'Fence', {
      vpc,
      dataSubnets: { subnetGroupName: 'Data' },
      applicationRanges: ['10.10.0.0/19', '10.10.32.0/19'],
      storePorts: [5432],
      ...props,
    });
    return Template.fromStack(stack);
  }

  function entries(t: Template): Record<string, unknown>[] {
    return (Object.values(t.findResources('AWS::EC2::NetworkAclEntry')) as Resource[]).map((entry) => entry.Properties);
  }

  test('stands around every data subnet and no other', () => {
    const t = build();
    const data = Object.keys(t.findResources('AWS::EC2::Subnet')).filter((id) => id.startsWith('VpcDataSubnet'));
    const fenced = (Object.values(t.findResources('AWS::EC2::SubnetNetworkAclAssociation')) as Resource[]).map((a) => (a.Properties.SubnetId as { Ref: string }).Ref);

    expect(fenced.sort()).toEqual(data.sort());
    expect(fenced).toHaveLength(2);
  });

  test('lets in the listed ranges on the listed ports, lets out answers to them, and nothing else', () => {
    const found = entries(build({ accessRanges: ['10.99.0.0/24'], storePorts: [5432, 1433] }));
    const shape = (egress: boolean) => found.filter((entry) => (entry.Egress ?? false) === egress)
      .map((entry) => `${entry.RuleAction} ${entry.Protocol} ${entry.CidrBlock} ${JSON.stringify(entry.PortRange)}`);
    const ranges = ['10.10.0.0/19', '10.10.32.0/19', '10.99.0.0/24'];

    expect(shape(false)).toEqual(ranges.flatMap((range) => [5432, 1433].map((port) => `allow 6 ${range} {"From":${port},"To":${port}}`)));
    expect(shape(true)).toEqual(ranges.map((range) => `allow 6 ${range} {"From":1024,"To":65535}`));
  });

  test('an added zone or port renumbers no rule', () => {
    const number = (found: Record<string, unknown>[]) => new Map(found.map((entry) =>
      [`${entry.Egress} ${entry.CidrBlock} ${JSON.stringify(entry.PortRange)}`, entry.RuleNumber]));
    const before = number(entries(build({ accessRanges: ['10.99.0.0/24'] })));
    const after = number(entries(build({ accessRanges: ['10.99.0.0/24'], applicationRanges: ['10.10.0.0/19', '10.10.32.0/19', '10.10.64.0/19'], storePorts: [5432, 1433] })));

    expect(before.size).toBe(6);
    before.forEach((ruleNumber, rule) => expect(after.get(rule)).toBe(ruleNumber));
    expect(new Set([...after].map(([rule, ruleNumber]) => `${rule.split(' ')[0]} ${ruleNumber}`)).size).toBe(after.size);
  });

  test.each([
    [{ storePorts: [] }, 'storePorts: got []. Name at least one port'],
    [{ storePorts: [70000] }, 'storePorts[0]: got 70000. Name a TCP port from 1 to 65535'],
    [{ storePorts: [5432, 5432] }, 'Name each port once'],
    [{ accessRanges: ['0.0.0.0/0'] }, 'accessRanges[0]: got "0.0.0.0/0". Write an IPv4 range narrower than 0.0.0.0/0'],
    [{ applicationRanges: ['10.0.0.1/24'] }, 'applicationRanges[0]: got "10.0.0.1/24"'],
    [{ storePorts: Array.from({ length: 11 }, (_, i) => 5000 + i) }, '2 ranges on 11 ports make 22 rules; a network ACL takes 20'],
  ])('%j is refused', (props, message) => {
    expect(() => build(props)).toThrow(message);
  });
});

describe('organization endpoints', () => {
  function build(props: Partial<OrganizationEndpointsProps> = {}): Template {
    const { stack, vpc } = setting();
    new OrganizationEndpoints(stack, 'Endpoints', {
      vpc,
      endpointSubnets: { subnetGroupName: 'Endpoints' },
      applicationSubnets: { subnetGroupName: 'Application' },
      applicationRanges: ['10.10.0.0/19', '10.10.32.0/19'],
      organizationId: ORGANIZATION,
      ...props,
    });
    return Template.fromStack(stack);
  }

  type Statement = { Sid: string; Effect: string; Action: string | string[]; Resource: unknown; Condition?: { StringEquals: Record<string, string> } };

  function endpoints(t: Template): { service: string; type: string; statements: Statement[]; properties: Record<string, unknown> }[] {
    return (Object.values(t.findResources('AWS::EC2::VPCEndpoint')) as Resource[]).map(({ Properties }) => ({
      service: JSON.stringify(Properties.ServiceName).replace(/^.*?(com\.amazonaws\.eu-central-1\.|\}?,"\.)/, '').replace(/[^a-z.0-9-].*$/, ''),
      type: Properties.VpcEndpointType as string,
      statements: (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
      properties: Properties,
    }));
  }

  test('reaches S3 and DynamoDB through the route tables of the application, and of no other tier', () => {
    const t = build();
    const tables = Object.keys(t.findResources('AWS::EC2::RouteTable')).filter((id) => id.startsWith('VpcApplicationSubnet')).map((Ref) => ({ Ref }));
    const gateways = endpoints(t).filter((endpoint) => endpoint.type === 'Gateway');

    expect(gateways.map((endpoint) => endpoint.service).sort()).toEqual(['dynamodb', 's3']);
    gateways.forEach((endpoint) => expect(endpoint.properties.RouteTableIds).toEqual(tables));
  });

  test('reaches what a service on Fargate calls by private names', () => {
    const interfaces = endpoints(build()).filter((endpoint) => endpoint.type === 'Interface');

    expect(interfaces.map((endpoint) => endpoint.service).sort()).toEqual(['ecr.api', 'ecr.dkr', 'kms', 'logs', 'monitoring', 'secretsmanager', 'ssm', 'ssmmessages', 'sts']);
    interfaces.forEach((endpoint) => expect(endpoint.properties).toMatchObject({ PrivateDnsEnabled: true, SubnetIds: [{ Ref: expect.stringContaining('VpcEndpoints') }, { Ref: expect.stringContaining('VpcEndpoints') }] }));
  });

  test('every endpoint admits only the organisation, acting on its own resources', () => {
    const found = endpoints(build());

    expect(found).toHaveLength(11);
    found.forEach(({ statements }) => expect(statements[0]).toMatchObject({
      Effect: 'Allow',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:ResourceOrgID': ORGANIZATION } },
    }));
  });

  test('what AWS itself owns is named: some buckets, and public documents and parameters for the organisation', () => {
    const exceptions = endpoints(build()).flatMap(({ service, statements }) => statements.slice(1).map((statement) => ({ service, statement })));

    expect(exceptions.map(({ service, statement }) => `${service} ${statement.Sid}`)).toEqual([
      's3 ReadBucketsOwnedByAws', 's3 AnswerCloudFormation', 'ssm ReadDocumentsAndParametersOwnedByAws',
    ]);
    expect(exceptions[0].statement.Action).toBe('s3:GetObject');
    expect(JSON.stringify(exceptions[0].statement.Resource)).toContain('-starport-layer-bucket/*');
    expect(exceptions[1].statement.Action).toBe('s3:PutObject');
    expect(exceptions[2].statement.Condition).toEqual({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } });
    exceptions.forEach(({ statement }) => expect(statement.Resource).not.toBe('*'));
  });

  test('admits HTTPS from the application and the listed clients, and lets nothing out', () => {
    build({ clientRanges: ['10.99.0.0/24'] }).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: ['10.10.0.0/19', '10.10.32.0/19', '10.99.0.0/24'].map((CidrIp) => Match.objectLike({ CidrIp, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('an endpoint in one zone has one address', () => {
    const interfaces = endpoints(build({ placement: EndpointPlacement.ONE, services: [ec2.InterfaceVpcEndpointAwsService.KMS] })).filter((endpoint) => endpoint.type === 'Interface');

    expect(interfaces).toHaveLength(1);
    expect(interfaces[0].properties.SubnetIds).toHaveLength(1);
  });

  test('an empty list of services makes no interface endpoint', () => {
    expect(endpoints(build({ services: [] })).map((endpoint) => endpoint.type)).toEqual(['Gateway', 'Gateway']);
  });

  test.each([
    [{ organizationId: 'acme' }, 'organizationId: got "acme". Write the id of the AWS organisation'],
    [{ services: [ec2.InterfaceVpcEndpointAwsService.KMS, ec2.InterfaceVpcEndpointAwsService.KMS] }, 'Name each service once'],
  ])('refuses what is wrong', (props, message) => {
    expect(() => build(props)).toThrow(message);
  });
});
