import { facesInternet, ingressGroup, ingressRules, portsOf } from '../../network';
import { statements, type Condition, type Principal } from '../../policy';
import { rangeValue } from '../../ranges';
import type { Resource, TemplateSet, Value } from '../../template';
import { nameOf, say } from './side';

/** What something opens, a line each, in words that stay the same when it is only written differently. */
type Reader = (resource: Resource) => string[];

/** What the head opens and the base does not: ways in and out, routes, public addresses, and what policies allow. Sorted. */
export function newOpenings(base: TemplateSet, head: TemplateSet): string[] {
  const [before, after] = [openings(base), openings(head)];
  const opened = [...after].filter(([line]) => !before.has(line)).map(([line]) => line);
  const refusals = (lines: ReadonlyMap<string, boolean>) => [...lines].filter(([, refuses]) => refuses).map(([line]) => line);
  const unrefused = refusals(before).filter((line) => !after.has(line)).map((line) => `no longer: ${line}`);
  return [...opened.filter((line) => !after.get(line)), ...unrefused].sort();
}

/** Every line under any choice of conditions, and whether it refuses something instead of opening it. */
function openings(set: TemplateSet): Map<string, boolean> {
  const lines = set.templates.flatMap((template) => template.logicalIds.flatMap((logicalId) => {
    const readers = READERS[(template.section('Resources')[logicalId] as { Type: string }).Type];
    return readers ? template.explore((view) => linesOf(readers, view.resource(logicalId))).results.flat() : [];
  }));
  return new Map(lines.map((line) => [line, line.includes(' refuses ')]));
}

function linesOf(readers: readonly Reader[], resource: Resource | undefined): string[] {
  return resource ? readers.flatMap((read) => read(resource)) : [];
}

const ingress: Reader = (resource) => {
  const group = ingressGroup(resource);
  const name = group ? nameOf(group) : say(resource.at('GroupId'));
  return ingressRules(resource).map((rule) => `${name} admits ${peer(rule, 'Source')} on ${ports(rule)}`);
};

const egress: Reader = (resource) => {
  const inline = resource.type === 'AWS::EC2::SecurityGroup';
  const name = inline ? nameOf(resource) : resource.at('GroupId').target ? nameOf(resource.at('GroupId').target as Resource) : say(resource.at('GroupId'));
  const rules = inline ? resource.at('SecurityGroupEgress') : undefined;
  return rules?.absent ? [`${name} may reach everything on every port`]
    : (rules?.items ?? [resource.properties]).map((rule) => `${name} may reach ${peer(rule, 'Destination')} on ${ports(rule)}`);
};

const route: Reader = (resource) => {
  const to = ['GatewayId', 'NatGatewayId', 'EgressOnlyInternetGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'VpcEndpointId', 'NetworkInterfaceId', 'InstanceId', 'LocalGatewayId', 'CarrierGatewayId', 'CoreNetworkArn']
    .map((key) => resource.at(key)).find((value) => value.present);
  return [`${party(resource.at('RouteTableId'))} routes ${firstOf(resource, ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'])} to ${to ? party(to) : 'nowhere'}`];
};

const aclEntry: Reader = (resource) => (resource.at('RuleAction').text?.toLowerCase() === 'deny' ? []
  : [`${party(resource.at('NetworkAclId'))} lets ${firstOf(resource, ['CidrBlock', 'Ipv6CidrBlock'])} ${resource.at('Egress').isTrue ? 'out' : 'in'} on ${aclPorts(resource)}`]);

const listener: Reader = (resource) => {
  const balancer = resource.at('LoadBalancerArn').target;
  const where = balancer && !facesInternet(balancer) ? 'inside the network' : 'to the Internet';
  return [`${party(resource.at('LoadBalancerArn'))} listens ${where} on ${say(resource.at('Protocol'))} ${say(resource.at('Port'))}`];
};

const balancer: Reader = (resource) => (facesInternet(resource) ? [`${nameOf(resource)} faces the Internet`] : []);

/** Something is public when a property says so. */
function publicWhen(property: readonly string[], holds: (value: Value) => boolean, says: string): Reader {
  return (resource) => (holds(resource.at(...property)) ? [`${nameOf(resource)} ${says}`] : []);
}

const isTrue = (value: Value) => value.isTrue || value.open !== undefined;
const joins = (...keys: string[]): Reader => (resource) => [`${nameOf(resource)} joins ${keys.map((key) => resource.at(key)).filter((value) => value.present).map(party).join(' and ')}`];

/** The statements of a policy, for whoever it is written for. */
function policy(property: string, owner?: string): Reader {
  return (resource) => {
    const name = owner && resource.at(owner).present ? resource.at(owner).items.map(party).join(' and ') : nameOf(resource);
    return policyLines(resource.at(property), name);
  };
}

function policyLines(document: Value, name: string): string[] {
  return statements(document).flatMap(({ effect, actions, notActions, principals, notPrincipals, conditions }) => {
    const what = actions.length > 0 ? [...actions].sort().join(', ') : `everything but ${[...notActions].sort().join(', ')}`;
    const whom = notPrincipals.length > 0 ? [`everybody but ${notPrincipals.map(principal).sort().join(', ')}`] : principals.map(principal);
    const verb = effect === 'Deny' ? 'refuses' : 'allows';
    return whom.map((who) => `${name} ${verb} ${who} ${what}${condition(conditions)}`);
  });
}

const permission: Reader = (resource) => [
  `${party(resource.at('FunctionName'))} allows ${say(resource.at('Principal'))} ${say(resource.at('Action'))}${['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'FunctionUrlAuthType'].filter((key) => resource.at(key).present).map((key) => `, ${key} ${say(resource.at(key))}`).join('')}`,
];

/** The types that open something, and how each is read. */
const READERS: Readonly<Record<string, readonly Reader[]>> = {
  'AWS::EC2::SecurityGroup': [ingress, egress],
  'AWS::EC2::SecurityGroupIngress': [ingress],
  'AWS::EC2::SecurityGroupEgress': [egress],
  'AWS::EC2::Route': [route],
  'AWS::EC2::SubnetRouteTableAssociation': [(resource) => [`${party(resource.at('SubnetId'))} follows ${party(resource.at('RouteTableId'))}`]],
  'AWS::EC2::SubnetNetworkAclAssociation': [(resource) => [`${party(resource.at('SubnetId'))} is fenced by ${party(resource.at('NetworkAclId'))}`]],
  'AWS::EC2::NetworkAclEntry': [aclEntry],
  'AWS::EC2::VPCGatewayAttachment': [joins('VpcId', 'InternetGatewayId', 'VpnGatewayId')],
  'AWS::EC2::VPCPeeringConnection': [joins('VpcId', 'PeerVpcId', 'PeerOwnerId')],
  'AWS::EC2::TransitGatewayAttachment': [joins('VpcId', 'TransitGatewayId')],
  'AWS::EC2::TransitGatewayVpcAttachment': [joins('VpcId', 'TransitGatewayId')],
  'AWS::EC2::VPNConnection': [joins('CustomerGatewayId', 'VpnGatewayId', 'TransitGatewayId')],
  'AWS::EC2::VPCEndpointServicePermissions': [(resource) => resource.at('AllowedPrincipals').items.map((who) => `${party(resource.at('ServiceId'))} may be joined by ${say(who)}`)],
  'AWS::EC2::VPCEndpoint': [policy('PolicyDocument')],
  'AWS::EC2::Subnet': [publicWhen(['MapPublicIpOnLaunch'], isTrue, 'gives public addresses')],
  'AWS::EC2::EIPAssociation': [(resource) => [`${firstOf(resource, ['InstanceId', 'NetworkInterfaceId'])} has a public address`]],
  'AWS::RAM::ResourceShare': [(resource) => resource.at('Principals').items.map((who) => `${nameOf(resource)} is shared with ${say(who)}`)],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [balancer],
  'AWS::ElasticLoadBalancing::LoadBalancer': [balancer],
  'AWS::ElasticLoadBalancingV2::Listener': [listener],
  'AWS::CloudFront::Distribution': [(resource) => [`${nameOf(resource)} is reachable from the Internet`]],
  'AWS::ApiGateway::RestApi': [policy('Policy'), (resource) => (resource.at('EndpointConfiguration', 'Types').items.some((type) => type.text === 'PRIVATE') ? [] : [`${nameOf(resource)} is reachable from the Internet`])],
  'AWS::ApiGatewayV2::Api': [(resource) => [`${nameOf(resource)} is reachable from the Internet`]],
  'AWS::Transfer::Server': [publicWhen(['EndpointType'], (type) => type.text !== 'VPC', 'is reachable from the Internet')],
  'AWS::RDS::DBInstance': [publicWhen(['PubliclyAccessible'], isTrue, 'has a public address')],
  'AWS::RDS::DBCluster': [publicWhen(['PubliclyAccessible'], isTrue, 'has a public address')],
  'AWS::Redshift::Cluster': [publicWhen(['PubliclyAccessible'], isTrue, 'has a public address')],
  'AWS::ECS::Service': [publicWhen(['NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'], (value) => value.text === 'ENABLED' || value.open !== undefined, 'has public addresses')],
  'AWS::Lambda::Url': [publicWhen(['AuthType'], (value) => value.text !== 'AWS_IAM', 'is open to everybody')],
  'AWS::Lambda::Permission': [permission],
  'AWS::S3::Bucket': [(resource) => ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].filter((key) => resource.at('PublicAccessBlockConfiguration', key).isTrue).map((key) => `${nameOf(resource)} refuses the public (${key})`)],
  'AWS::S3::BucketPolicy': [policy('PolicyDocument', 'Bucket')],
  'AWS::S3::AccessPoint': [policy('Policy')],
  'AWS::KMS::Key': [policy('KeyPolicy')],
  'AWS::SQS::QueuePolicy': [policy('PolicyDocument', 'Queues')],
  'AWS::SNS::TopicPolicy': [policy('PolicyDocument', 'Topics')],
  'AWS::SecretsManager::ResourcePolicy': [policy('ResourcePolicy', 'SecretId')],
  'AWS::ECR::Repository': [policy('RepositoryPolicyText')],
  'AWS::Backup::BackupVault': [policy('AccessPolicy')],
  'AWS::Backup::LogicallyAirGappedBackupVault': [policy('AccessPolicy')],
  'AWS::EFS::FileSystem': [policy('FileSystemPolicy')],
  'AWS::OpenSearchService::Domain': [policy('AccessPolicies')],
  'AWS::IAM::Role': [policy('AssumeRolePolicyDocument')],
};

function party(value: Value): string {
  return value.target ? nameOf(value.target) : say(value);
}

function firstOf(resource: Resource, keys: readonly string[]): string {
  const value = keys.map((key) => resource.at(key)).find((each) => each.present);
  return value ? party(value) : 'nothing';
}

function peer(rule: Value, side: 'Source' | 'Destination'): string {
  const value = ['CidrIp', 'CidrIpv6', `${side}SecurityGroupId`, `${side}PrefixListId`, `${side}SecurityGroupName`].map((key) => rule.at(key)).find((each) => each.present);
  return value ? party(rangeValue(value)) : 'nobody named';
}

function ports(rule: Value): string {
  const range = portsOf(rule);
  const protocol = rule.at('IpProtocol').text ?? '-1';
  if (protocol === '-1') {
    return 'every port';
  }
  return range ? `${protocol} ${range.from === range.to ? range.from : `${range.from} to ${range.to}`}` : `${say(rule.at('IpProtocol'))} ${say(rule.at('FromPort'))} to ${say(rule.at('ToPort'))}`;
}

function aclPorts(entry: Resource): string {
  const [from, to] = ['From', 'To'].map((key) => entry.at('PortRange', key));
  const protocol = entry.at('Protocol').text ?? '-1';
  return protocol === '-1' || from.absent ? `every port of protocol ${protocol}` : `ports ${say(from)} to ${say(to)} of protocol ${protocol}`;
}

function principal({ kind, value }: Principal): string {
  return value.text === '*' ? 'everybody' : `${kind === 'AWS' ? '' : `${kind} `}${say(value)}`;
}

function condition(conditions: readonly Condition[]): string {
  const texts = conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.map(say).sort().join(' or ')}`).sort();
  return texts.length === 0 ? '' : `, if ${texts.join(' and ')}`;
}
