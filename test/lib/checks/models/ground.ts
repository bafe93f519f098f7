import { prove } from '../../../../lib/checks/proofs/prove';
import type { Property } from '../../../../lib/checks/proofs/property';
import { TemplateSet, type Json } from '../../../../lib/checks/template';
import type { Finding } from '../../../../lib/checks/judge';

/** A template that a test may change as it likes. */
export type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- hand-made templates have no type

export const ACCOUNTS = { 200000000003: 'acceptance', 200000000004: 'production' };
export const HOME = 'eu-central-1';
export const AWAY = 'eu-west-1';

const ref = (Ref: string) => ({ Ref });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const ANYWHERE = '0.0.0.0/0';
const ZONES = [1, 2, 3] as const;
const zoneName = (region: string, zone: number) => `${region}${'abc'[zone - 1]}`;
const endpointIn = (region: string, zone: number) => ({ 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Select': [1, { 'Fn::Split': [`${zoneName(region, zone)}:`, { 'Fn::Join': [',', att('Firewall', 'EndpointIds')] }] }] }] }] });

/** One tier's subnets, each with its own route table and default route. */
function tier(region: string, name: string, block: number, route?: (zone: number) => Loose): Loose {
  return Object.assign({}, ...ZONES.map((zone) => ({
    [`${name}${zone}`]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: `10.0.${block + zone}.0/24`, AvailabilityZone: zoneName(region, zone) } },
    [`${name}Table${zone}`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${name}Association${zone}`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { RouteTableId: ref(`${name}Table${zone}`), SubnetId: ref(`${name}${zone}`) } },
    ...(route && { [`${name}Route${zone}`]: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`${name}Table${zone}`), DestinationCidrBlock: ANYWHERE, ...route(zone) } } }),
  })));
}

const group = (rules: Loose[]): Loose => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: rules } });
const tcp = (port: number, from: Loose) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...from });
const subnets = (name: string) => ZONES.map((zone) => ref(`${name}${zone}`));

function network(region: string): Loose {
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
    ...tier(region, 'Wall', 0, () => ({ GatewayId: ref('Gateway') })),
    ...tier(region, 'Edge', 10, (zone) => ({ VpcEndpointId: endpointIn(region, zone) })),
    ...tier(region, 'App', 20, (zone) => ({ NatGatewayId: ref(`Nat${zone}`) })),
    ...tier(region, 'Data', 30),
    Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { FirewallName: 'x', FirewallPolicyArn: 'x', VpcId: ref('Vpc'), SubnetMappings: ZONES.map((zone) => ({ SubnetId: ref(`Wall${zone}`) })) } },
    Ingress: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    IngressAssociation: { Type: 'AWS::EC2::GatewayRouteTableAssociation', Properties: { GatewayId: ref('Gateway'), RouteTableId: ref('Ingress') } },
    ...Object.assign({}, ...ZONES.map((zone) => ({
      [`Back${zone}`]: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('Ingress'), DestinationCidrBlock: `10.0.${10 + zone}.0/24`, VpcEndpointId: endpointIn(region, zone) } },
      [`Nat${zone}`]: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref(`Edge${zone}`), AllocationId: 'eipalloc-1' } },
    })) as Loose[]),
    Secrets: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.${region}.secretsmanager`, SubnetIds: subnets('Data'), SecurityGroupIds: [att('DataGroup', 'GroupId')] } },
    EdgeGroup: group([tcp(443, { CidrIp: ANYWHERE })]),
    AppGroup: group([tcp(8443, { SourceSecurityGroupId: att('EdgeGroup', 'GroupId') })]),
    DataGroup: group([tcp(5432, { SourceSecurityGroupId: att('AppGroup', 'GroupId') }), tcp(443, { SourceSecurityGroupId: att('AppGroup', 'GroupId') })]),
  };
}

function service(region: string): Loose {
  const placed = { AwsvpcConfiguration: { Subnets: subnets('App'), SecurityGroups: [att('AppGroup', 'GroupId')] } };
  return {
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing', Subnets: subnets('Edge'), SecurityGroups: [att('EdgeGroup', 'GroupId')] } },
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'HTTPS', DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }] } },
    Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { VpcId: ref('Vpc'), Port: 8443, Protocol: 'HTTPS', TargetType: 'ip', HealthCheckIntervalSeconds: 15, HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 } },
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: {} },
    AclAssociation: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: ref('Balancer'), WebACLArn: att('Acl', 'Arn') } },
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Environment: [{ Name: 'BUCKET', Value: ref('Content') }] }] } },
    Service: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: ref('Task'), LaunchType: 'FARGATE', NetworkConfiguration: placed, LoadBalancers: [{ ContainerName: 'x', ContainerPort: 8443, TargetGroupArn: ref('Targets') }] } },
    Scaling: { Type: 'AWS::ApplicationAutoScaling::ScalableTarget', Properties: { MinCapacity: 3, MaxCapacity: 9, ResourceId: { 'Fn::Join': ['', ['service/x/', att('Service', 'Name')]] } } },
    Key: { Type: 'AWS::KMS::Key', Properties: {} },
    Subnets: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: subnets('Data') } },
    Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', Port: 5432, DBSubnetGroupName: ref('Subnets'), VpcSecurityGroupIds: [att('DataGroup', 'GroupId')], KmsKeyId: att('Key', 'Arn') } },
    Writer: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: ref('Cluster') } },
    Reader: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: ref('Cluster') } },
    Content: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `content-${region}` } },
  };
}

const record = (more: Loose): Loose => ({ Type: 'AWS::Route53::RecordSet', Properties: { Name: 'www.acme.example.', Type: 'A', HostedZoneId: 'Z1', AliasTarget: { DNSName: att('Balancer', 'DNSName'), HostedZoneId: 'Z2' }, ...more } });
const alarm = (namespace: string, metric: string, threshold: number, value: unknown): Loose => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { Dimensions: [{ Name: 'Of', Value: value }], Namespace: namespace, MetricName: metric, Threshold: threshold, ComparisonOperator: 'GreaterThanThreshold', Period: 60, EvaluationPeriods: 1, AlarmActions: ['arn:aws:sns:eu-west-1:200000000004:on-call'] } });
const step = (name: string, action: string, more: Loose = {}): Loose => ({ name, action, ...more });

/** The one region of an environment. */
export function oneRegion(region = HOME): Loose {
  return { Resources: { ...network(region), ...service(region), Record: record({}) } };
}

/** Two regions: a pair of records with a health check, a global database, objects that are copied, alarms on both lags, and a runbook. */
export function twoRegions(): Record<string, Loose> {
  const [home, away] = [oneRegion(HOME), oneRegion(AWAY)];
  home.Resources.Check = { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig: { Type: 'HTTPS', RequestInterval: 30, FailureThreshold: 3 } } };
  home.Resources.Record = record({ Failover: 'PRIMARY', SetIdentifier: 'home', HealthCheckId: att('Check', 'HealthCheckId') });
  away.Resources.Record = record({ Failover: 'SECONDARY', SetIdentifier: 'away' });
  home.Resources.Global = { Type: 'AWS::RDS::GlobalCluster', Properties: { GlobalClusterIdentifier: 'everywhere', SourceDBClusterIdentifier: { 'Fn::Join': ['', ['arn:', ref('Cluster')]] } } };
  away.Resources.Cluster.Properties.GlobalClusterIdentifier = 'everywhere';
  home.Resources.Content.Properties.ReplicationConfiguration = { Role: 'x', Rules: [{ Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::content-${AWAY}`, ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } } } }] };
  away.Resources.DatabaseLag = alarm('AWS/RDS', 'AuroraGlobalDBRPOLag', 60_000, ref('Cluster'));
  away.Resources.ObjectLag = alarm('AWS/S3', 'ReplicationLatency', 300, `content-${HOME}`);
  away.Resources.FailOver = { Type: 'AWS::SSM::Document', Properties: { DocumentType: 'Automation', Name: 'FailOver', Content: { mainSteps: [
    step('Approve', 'aws:approve'), step('Promote', 'aws:executeAwsApi', { inputs: { Service: 'rds', Api: 'FailoverGlobalCluster' } }),
    step('Ready', 'aws:executeScript', { inputs: { Script: 'while True: time.sleep(15)' } }), step('Settle', 'aws:sleep', { inputs: { Duration: 'PT2M' } }),
  ] } } };
  return { [HOME]: home, [AWAY]: away };
}

/** Templates by region, in one environment. */
export function setOf(regions: Record<string, Loose>, environment = 'production', accounts: Readonly<Record<string, string>> = ACCOUNTS): TemplateSet {
  const account = Object.keys(ACCOUNTS).find((each) => (ACCOUNTS as Record<string, string>)[each] === environment) ?? '1';
  return new TemplateSet(Object.entries(regions).map(([region, body]) => ({ name: region === HOME ? 'Home' : 'Away', stackName: region, account, region, environment, body: body as Json })), accounts);
}

/** What a property says of some templates. */
export function said(property: Property, regions: Record<string, Loose>, edit: (resources: Loose, other: Loose) => void = () => undefined, environment?: string): Finding[] {
  const made = structuredClone(regions);
  edit(made[HOME].Resources as Loose, (made[AWAY]?.Resources ?? {}) as Loose);
  return prove(setOf(made, environment), [property], []);
}

/** Verdicts that are not good, as `<Template>/<resource>: <message>`. */
export function bad(findings: readonly Finding[]): string[] {
  return findings.filter(({ verdict }) => verdict.kind !== 'compliant')
    .flatMap(({ template, logicalId, verdict }) => verdict.messages.map((message) => `${verdict.kind} ${template.source.name}/${logicalId}: ${message}`));
}
