import { Ec2DefaultSecurityGroupClosed } from '../../../../../lib/checks/rules/ec2/ec2-default-security-group-closed';
import { Ec2InstanceMetadataV2 } from '../../../../../lib/checks/rules/ec2/ec2-instance-metadata-v2';
import { Ec2InstanceNoKeyPair } from '../../../../../lib/checks/rules/ec2/ec2-instance-no-key-pair';
import { Ec2InstanceNoPublicAddress } from '../../../../../lib/checks/rules/ec2/ec2-instance-no-public-address';
import { Ec2LaunchTemplateNewestImage } from '../../../../../lib/checks/rules/ec2/ec2-launch-template-newest-image';
import { Ec2SecurityGroupClosedToInternet } from '../../../../../lib/checks/rules/ec2/ec2-security-group-closed-to-internet';
import { Ec2SecurityGroupEgressNarrow } from '../../../../../lib/checks/rules/ec2/ec2-security-group-egress-narrow';
import { Ec2SecurityGroupNoShellFromAnywhere } from '../../../../../lib/checks/rules/ec2/ec2-security-group-no-shell-from-anywhere';
import { Ec2SnapshotPublicSharingBlocked } from '../../../../../lib/checks/rules/ec2/ec2-snapshot-public-sharing-blocked';
import { Ec2SubnetNoPublicAddress } from '../../../../../lib/checks/rules/ec2/ec2-subnet-no-public-address';
import { Ec2VolumeEncrypted } from '../../../../../lib/checks/rules/ec2/ec2-volume-encrypted';
import { Ec2VpcEndpointOrganisationOnly } from '../../../../../lib/checks/rules/ec2/ec2-vpc-endpoint-organisation-only';
import { Ec2VpcEndpointPrivateDns } from '../../../../../lib/checks/rules/ec2/ec2-vpc-endpoint-private-dns';
import { Ec2VpcEndpointZones } from '../../../../../lib/checks/rules/ec2/ec2-vpc-endpoint-zones';
import { Ec2VpcFlowLogged } from '../../../../../lib/checks/rules/ec2/ec2-vpc-flow-logged';
import { Ec2VpcPublicAccessBlocked } from '../../../../../lib/checks/rules/ec2/ec2-vpc-public-access-blocked';
import { Ec2VpcPublicAccessExclusionNarrow } from '../../../../../lib/checks/rules/ec2/ec2-vpc-public-access-exclusion-narrow';
import { Ec2VpcResolverQueriesLogged } from '../../../../../lib/checks/rules/ec2/ec2-vpc-resolver-queries-logged';
import { Ec2VpcServicesPrivate } from '../../../../../lib/checks/rules/ec2/ec2-vpc-services-private';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const topic = { Topic: resource('AWS::SNS::Topic') };
/** A template with one open parameter named P. */
const withParameter = (resources: object, type = 'String') => ({ Parameters: { P: { Type: type } }, Resources: resources });
/** A template whose condition `Is` may hold or not. */
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });

const group = (...ingress: object[]) => ({ Group: resource('AWS::EC2::SecurityGroup', { GroupDescription: 'x', SecurityGroupIngress: ingress }) });
const tcp = (port: number | string, source: object, to = port) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: to, ...source });
const balancer = (properties: object = {}) => ({ Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [att('Group', 'GroupId')], ...properties }) });

describeRule(Ec2SecurityGroupClosedToInternet, {
  compliant: {
    'no rules': { Group: resource('AWS::EC2::SecurityGroup', { GroupDescription: 'x' }) },
    'a security group on the store port': group(tcp(5432, { SourceSecurityGroupId: att('Other', 'GroupId') })),
    'a private range, a narrow public one, an IPv6 /64': group(tcp(443, { CidrIp: '10.0.0.0/8' }), tcp(22, { CidrIp: '203.0.113.0/24' }), tcp(443, { CidrIpv6: '2001:db8::/64' })),
    '443 and 80 of an Internet-facing load balancer, both families': { ...group(tcp(443, { CidrIp: '0.0.0.0/0' }), tcp('80', { CidrIpv6: '::/0' })), ...balancer({ Scheme: 'internet-facing' }) },
    'a separate rule of a load balancer in another template': {
      templates: [
        { body: { Resources: { ...group(), ...balancer() }, Outputs: { G: { Value: att('Group', 'GroupId'), Export: { Name: 'group' } } } } },
        { body: { In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: { 'Fn::ImportValue': 'group' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }) } },
      ],
    },
    'the range of the VPC by reference': { Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }), ...group(tcp(443, { CidrIp: att('Vpc', 'CidrBlock') })) },
    'a prefix list of the template with narrow entries': {
      List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '203.0.113.0/24' }] }), ...group(tcp(443, { SourcePrefixListId: att('List', 'PrefixListId') })),
    },
  },
  violation: {
    'everybody on 443 without a load balancer': group(tcp(443, { CidrIp: '0.0.0.0/0' })),
    'an internal load balancer': { ...group(tcp(443, { CidrIp: '0.0.0.0/0' })), ...balancer({ Scheme: 'internal' }) },
    'another port of the load balancer': { ...group(tcp(8080, { CidrIp: '0.0.0.0/0' })), ...balancer() },
    'a range of ports of the load balancer': { ...group(tcp(80, { CidrIp: '0.0.0.0/0' }, 443)), ...balancer() },
    'everybody over IPv6': group(tcp(5432, { CidrIpv6: '::/0' })),
    'two halves of the Internet': group(tcp(443, { CidrIp: '0.0.0.0/1' }), tcp(443, { CidrIp: '128.0.0.0/1' })),
    'the global IPv6 range': group(tcp(443, { CidrIpv6: '2000::/3' })),
    'all protocols': { ...group({ IpProtocol: -1, CidrIp: '0.0.0.0/0' }), ...balancer() },
    'a rule of its own': { ...group(), In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: ref('Group'), IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }) },
    'a prefix list of everybody': { List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '0.0.0.0/0' }] }), ...group(tcp(443, { SourcePrefixListId: ref('List') })) },
    'the load balancer\'s group on a server too': {
      ...group(tcp(443, { CidrIp: '0.0.0.0/0' })), ...balancer(), Server: resource('AWS::EC2::Instance', { SecurityGroupIds: [ref('Group')] }),
    },
    'the load balancer\'s group in a launch configuration too': {
      ...group(tcp(443, { CidrIp: '0.0.0.0/0' })), ...balancer(), Configuration: resource('AWS::AutoScaling::LaunchConfiguration', { SecurityGroups: [ref('Group')] }),
    },
    'one branch of a condition': withCondition(group(when(tcp(22, { CidrIp: '0.0.0.0/0' })))),
  },
  notApplicable: { 'another type': topic },
  unknown: {
    'the range is a parameter': withParameter(group(tcp(443, { CidrIp: ref('P') }))),
    'the rules are a parameter': withParameter({ Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ref('P') }) }),
    'a prefix list by its id': group(tcp(443, { SourcePrefixListId: 'pl-123' })),
    'the group is elsewhere': { In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }) },
  },
});

describeRule(Ec2SecurityGroupNoShellFromAnywhere, {
  compliant: {
    'the bastion\'s group': group(tcp(22, { SourceSecurityGroupId: att('Bastion', 'GroupId') })),
    'a private access network': group(tcp(22, { CidrIp: '10.20.0.0/24' }), tcp(3389, { CidrIp: '10.20.0.0/24' })),
    'the range of the VPC': { Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }), ...group(tcp(22, { CidrIp: att('Vpc', 'CidrBlock') })) },
  },
  violation: {
    'everybody': group(tcp(22, { CidrIp: '0.0.0.0/0' })),
    'a public range, even one address': group(tcp(22, { CidrIp: '203.0.113.7/32' })),
    'remote desktop over IPv6': group(tcp(3389, { CidrIpv6: '::/0' })),
    'a range of ports around it': group(tcp(20, { CidrIp: '198.51.100.0/24' }, 25)),
    'all ports of all private addresses': group({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }),
    'a rule of its own': { In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', IpProtocol: '6', FromPort: '22', ToPort: '22', CidrIp: '0.0.0.0/0' }) },
  },
  notApplicable: { 'no rules': group(), 'another port': group(tcp(443, { CidrIp: '0.0.0.0/0' })), 'ping': group({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '198.51.100.0/24' }) },
  unknown: {
    'the range is a parameter': withParameter(group(tcp(22, { CidrIp: ref('P') }))),
    'the port is a parameter': withParameter(group({ IpProtocol: 'tcp', FromPort: ref('P'), ToPort: ref('P'), CidrIp: '0.0.0.0/0' })),
    'a prefix list by its id': group(tcp(22, { SourcePrefixListId: 'pl-123' })),
  },
});

const vpc = { Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }) };

describeRule(Ec2DefaultSecurityGroupClosed, {
  compliant: { 'the CDK\'s custom resource': { ...vpc, Close: resource('Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') }) } },
  violation: {
    'nothing closes it': vpc,
    'closed for another VPC': { ...vpc, Other: resource('AWS::EC2::VPC'), Close: resource('Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: att('Other', 'DefaultSecurityGroup') }) },
    'closed, and a rule added': {
      ...vpc, Close: resource('Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') }),
      In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: att('Vpc', 'DefaultSecurityGroup'), IpProtocol: '-1', CidrIp: '10.0.0.0/16' }),
    },
  },
  notApplicable: { 'no VPC': topic },
  unknown: {
    'a macro writes the VPC': { Vpc: resource('AWS::EC2::VPC', { 'Fn::Transform': { Name: 'Macro' } }) },
  },
});

const flow = (properties: object = {}) => ({
  Flow: resource('AWS::EC2::FlowLog', { ResourceId: ref('Vpc'), ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::b', ...properties }),
});

describeRule(Ec2VpcFlowLogged, {
  compliant: {
    'all traffic to a bucket': { ...vpc, ...flow() },
    'all traffic to a log group': { ...vpc, ...flow({ LogDestinationType: 'cloud-watch-logs', LogDestination: { Ref: 'AWS::NoValue' }, LogGroupName: ref('Logs') }) },
    'one of two records everything': { ...vpc, ...flow(), Rejects: flow({ TrafficType: 'REJECT' }).Flow },
  },
  violation: {
    'none': vpc,
    'rejected traffic only': { ...vpc, ...flow({ TrafficType: 'REJECT' }) },
    'no traffic type': { ...vpc, ...flow({ TrafficType: { Ref: 'AWS::NoValue' } }) },
    'for another VPC': { ...vpc, Other: resource('AWS::EC2::VPC'), ...flow(), Second: flow({ ResourceId: ref('Other'), TrafficType: 'ACCEPT' }).Flow },
    'off in one branch': withCondition({ ...vpc, Flow: { ...flow().Flow, Condition: 'Is' } }),
  },
  notApplicable: { 'no VPC': topic },
  unknown: {
    'a flow log for a parameter': withParameter({ ...vpc, ...flow({ ResourceId: ref('P') }) }),
    'the traffic type is a parameter': withParameter({ ...vpc, ...flow({ TrafficType: ref('P') }) }),
  },
});

describeRule(Ec2VpcResolverQueriesLogged, {
  compliant: {
    'associated': { ...vpc, Log: resource('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', { ResourceId: ref('Vpc') }) },
    'associated in another template': {
      templates: [
        { body: { Resources: vpc, Outputs: { V: { Value: ref('Vpc'), Export: { Name: 'vpc' } } } } },
        { body: { Log: resource('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', { ResourceId: { 'Fn::ImportValue': 'vpc' } }) } },
      ],
    },
  },
  violation: { 'nothing': vpc, 'a configuration without an association': { ...vpc, Log: resource('AWS::Route53Resolver::ResolverQueryLoggingConfig', {}) } },
  notApplicable: { 'no VPC': topic },
  unknown: { 'an association with a parameter': withParameter({ ...vpc, Log: resource('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', { ResourceId: ref('P') }) }) },
});

const gateway = { Igw: resource('AWS::EC2::InternetGateway'), Attach: resource('AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }) };
const block = (mode: unknown) => ({ Block: resource('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: mode }) });

describeRule(Ec2VpcPublicAccessBlocked, {
  compliant: {
    'both ways': { ...vpc, ...gateway, ...block('block-bidirectional') },
    'in another stack of the account and region': {
      templates: [{ account: '111111111111', region: 'eu-central-1', body: { ...vpc, ...gateway } }, { account: '111111111111', region: 'eu-central-1', body: block('block-ingress') }],
    },
  },
  violation: {
    'none': { ...vpc, ...gateway },
    'in another region only': {
      templates: [{ account: '111111111111', region: 'eu-central-1', body: { ...vpc, ...gateway } }, { account: '111111111111', region: 'eu-west-1', body: block('block-ingress') }],
    },
  },
  notApplicable: { 'no gateway': vpc, 'a VPN gateway only': { ...vpc, Attach: resource('AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), VpnGatewayId: 'vgw-1' }) } },
  unknown: { 'the mode is a parameter': withParameter({ ...vpc, ...gateway, ...block(ref('P')) }) },
});

const subnet = (id: string, properties: object = {}) => ({ [id]: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), ...properties }) });
const exclusion = (properties: object) => ({ Exclusion: resource('AWS::EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: 'allow-bidirectional', ...properties }) });

describeRule(Ec2VpcPublicAccessExclusionNarrow, {
  compliant: {
    'an edge subnet': { ...subnet('Edge'), ...exclusion({ SubnetId: ref('Edge') }) },
    'a VPC with AWS Network Firewall': { ...vpc, Firewall: resource('AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc') }), ...exclusion({ VpcId: ref('Vpc') }) },
  },
  violation: {
    'a whole VPC': { ...vpc, ...exclusion({ VpcId: ref('Vpc') }) },
    'a subnet of databases': { ...subnet('Data'), Db: resource('AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] }), ...exclusion({ SubnetId: ref('Data') }) },
  },
  notApplicable: { 'another type': topic },
  unknown: { 'a literal subnet': exclusion({ SubnetId: 'subnet-1' }), 'a parameter': withParameter(exclusion({ VpcId: ref('P') })) },
});

describeRule(Ec2SubnetNoPublicAddress, {
  compliant: { 'absent': subnet('S'), 'false as text': subnet('S', { MapPublicIpOnLaunch: 'false' }) },
  violation: { 'true': subnet('S', { MapPublicIpOnLaunch: true }), 'true in a branch': withCondition(subnet('S', { MapPublicIpOnLaunch: when('true') })) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(subnet('S', { MapPublicIpOnLaunch: ref('P') })) },
});

const instance = (properties?: object) => ({ Server: resource('AWS::EC2::Instance', properties) });
const launchTemplate = (data: object) => ({ Template: resource('AWS::EC2::LaunchTemplate', { LaunchTemplateData: data }) });
const configuration = (properties: object) => ({ Configuration: resource('AWS::AutoScaling::LaunchConfiguration', properties) });

describeRule(Ec2InstanceNoPublicAddress, {
  compliant: {
    'a private subnet': { ...subnet('S'), ...instance({ SubnetId: ref('S') }) },
    'refused on the interface': instance({ NetworkInterfaces: [{ AssociatePublicIpAddress: false, DeviceIndex: '0', SubnetId: 'subnet-1' }] }),
    'a launch template that does not ask': launchTemplate({}),
    'an address of a NAT gateway': { Address: resource('AWS::EC2::EIP', { Domain: 'vpc' }) },
  },
  violation: {
    'asked for': instance({ NetworkInterfaces: [{ AssociatePublicIpAddress: 'true', DeviceIndex: '0' }] }),
    'a subnet that maps one': { ...subnet('S', { MapPublicIpOnLaunch: true }), ...instance({ SubnetId: ref('S') }) },
    'the default VPC': instance(),
    'a launch template': launchTemplate({ NetworkInterfaces: [{ AssociatePublicIpAddress: true }] }),
    'a launch configuration': configuration({ AssociatePublicIpAddress: true }),
    'an elastic IP address': { Address: resource('AWS::EC2::EIP', { InstanceId: ref('Server') }) },
    'an association with an interface': { Link: resource('AWS::EC2::EIPAssociation', { NetworkInterfaceId: ref('Interface'), AllocationId: 'eipalloc-1' }) },
    'an association': { Link: resource('AWS::EC2::EIPAssociation', { InstanceId: 'i-1', AllocationId: 'eipalloc-1' }) },
  },
  notApplicable: { 'another type': topic },
  unknown: { 'a subnet outside': instance({ SubnetId: 'subnet-1' }), 'a parameter': withParameter(configuration({ AssociatePublicIpAddress: ref('P') })) },
});

describeRule(Ec2InstanceNoKeyPair, {
  compliant: { 'none on an instance': instance({ ImageId: 'ami-1' }), 'none on a launch template': launchTemplate({}), 'no properties': instance() },
  violation: {
    'on an instance': instance({ KeyName: 'admin' }),
    'on a launch template, by parameter': withParameter(launchTemplate({ KeyName: ref('P') }), 'AWS::EC2::KeyPair::KeyName'),
    'on a launch configuration in one branch': withCondition(configuration({ KeyName: when('admin') })),
    'on a spot fleet': { Fleet: resource('AWS::EC2::SpotFleet', { SpotFleetRequestConfigData: { LaunchSpecifications: [{}, { KeyName: 'admin' }] } }) },
  },
  notApplicable: { 'another type': topic },
  unknown: {
    'a macro writes the instance': instance({ 'Fn::Transform': { Name: 'Macro' } }),
  },
});

describeRule(Ec2InstanceMetadataV2, {
  compliant: {
    'tokens on a launch template': launchTemplate({ MetadataOptions: { HttpTokens: 'required' } }),
    'no metadata at all': launchTemplate({ MetadataOptions: { HttpEndpoint: 'disabled' } }),
    'tokens on an instance': instance({ MetadataOptions: { HttpTokens: 'required' } }),
    'an instance from a template with tokens': { ...launchTemplate({ MetadataOptions: { HttpTokens: 'required' } }), ...instance({ LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: '1' } }) },
    'tokens on a launch configuration': configuration({ MetadataOptions: { HttpTokens: 'required' } }),
  },
  violation: {
    'nothing said': launchTemplate({}), 'optional': launchTemplate({ MetadataOptions: { HttpTokens: 'optional' } }), 'an instance alone': instance(),
    'a launch configuration': configuration({}), 'a hop limit and nothing else': launchTemplate({ MetadataOptions: { HttpPutResponseHopLimit: 1 } }),
  },
  notApplicable: { 'another type': topic },
  unknown: {
    'a parameter': withParameter(launchTemplate({ MetadataOptions: { HttpTokens: ref('P') } })),
    'a launch template outside': instance({ LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' } }),
    'a launch template by parameter': withParameter(instance({ LaunchTemplate: { LaunchTemplateId: ref('P'), Version: '1' } })),
  },
});

const key = { Key: resource('AWS::KMS::Key') };
const ebs = (properties: object) => [{ DeviceName: '/dev/xvda', Ebs: properties }];

describeRule(Ec2VolumeEncrypted, {
  compliant: {
    'a volume under a key': { ...key, Volume: resource('AWS::EC2::Volume', { Encrypted: true, KmsKeyId: att('Key', 'Arn') }) },
    'a launch template\'s volume': { ...key, ...launchTemplate({ BlockDeviceMappings: ebs({ Encrypted: 'true', KmsKeyId: ref('Key') }) }) },
    'an instance with an ephemeral volume beside': { ...key, ...instance({ BlockDeviceMappings: [...ebs({ Encrypted: true, KmsKeyId: ref('Key') }), { DeviceName: 'x', VirtualName: 'ephemeral0' }] }) },
  },
  violation: {
    'not encrypted': { Volume: resource('AWS::EC2::Volume', { Size: 1 }) },
    'under AWS\'s key': { Volume: resource('AWS::EC2::Volume', { Encrypted: true }) },
    'under AWS\'s key by name': { Volume: resource('AWS::EC2::Volume', { Encrypted: true, KmsKeyId: 'alias/aws/ebs' }) },
    'a launch template without volumes': launchTemplate({}), 'an empty list of volumes': instance({ BlockDeviceMappings: [] }),
    'one of two volumes': { ...key, ...launchTemplate({ BlockDeviceMappings: [...ebs({ Encrypted: true, KmsKeyId: ref('Key') }), ...ebs({ VolumeSize: 8 })] }) },
    'a launch configuration': configuration({ BlockDeviceMappings: ebs({}) }),
  },
  notApplicable: { 'an instance from a launch template': instance({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } }) },
  unknown: {
    'the flag is a parameter': withParameter({ ...key, Volume: resource('AWS::EC2::Volume', { Encrypted: ref('P'), KmsKeyId: ref('Key') }) }),
    'a launch configuration cannot name a key': configuration({ BlockDeviceMappings: ebs({ Encrypted: true }) }),
  },
});

describeRule(Ec2LaunchTemplateNewestImage, {
  compliant: {
    'resolved at launch': launchTemplate({ ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64' }),
    'resolved at deployment': launchTemplate({ ImageId: '{{resolve:ssm:/golden/ami}}' }),
    'a parameter of the SSM kind': withParameter(instance({ ImageId: ref('P') }), 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'),
    'from a pipeline': { Image: resource('AWS::ImageBuilder::Image', {}), ...launchTemplate({ ImageId: att('Image', 'ImageId') }) },
  },
  violation: {
    'a written id': launchTemplate({ ImageId: 'ami-0123456789abcdef0' }),
    'an id from a map': { Mappings: { Images: { 'eu-central-1': { id: 'ami-1' } } }, Resources: instance({ ImageId: { 'Fn::FindInMap': ['Images', 'eu-central-1', 'id'] } }) },
    'a version of a parameter': launchTemplate({ ImageId: '{{resolve:ssm:/golden/ami:3}}' }),
    'none': instance(),
  },
  notApplicable: { 'the template does not say': launchTemplate({}) },
  unknown: { 'a plain parameter': withParameter(launchTemplate({ ImageId: ref('P') }), 'AWS::EC2::Image::Id') },
});

const both = { StringEquals: { 'aws:PrincipalOrgID': 'o-1', 'aws:ResourceOrgID': 'o-1' } };
const anyone = (statement: object = {}) => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...statement });
const endpoint = (policy: unknown, properties: object = {}) => ({
  Endpoint: resource('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-central-1.s3', VpcId: 'vpc-1', PolicyDocument: policy, ...properties }),
});
const policy = (...statement: object[]) => ({ Version: '2012-10-17', Statement: statement });

describeRule(Ec2VpcEndpointOrganisationOnly, {
  compliant: {
    'both ids': endpoint(policy(anyone({ Condition: both }))),
    'one statement, not in a list': endpoint({ Statement: anyone({ Condition: { 'ForAnyValue:StringLike': { 'aws:principalorgpaths': 'o-1/*' }, 'StringEquals': { 'aws:ResourceAccount': ['111111111111'] } } }) }),
    'a named role and a named bucket': endpoint(policy(anyone({ Principal: { AWS: 'arn:aws:iam::111111111111:role/app' }, Resource: 'arn:aws:s3:::mine/*' }))),
    'everything, and denials of what is outside': endpoint(policy(anyone(),
      anyone({ Effect: 'Deny', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }),
      anyone({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-1' } } }))),
    'image layers of AWS': endpoint(policy(anyone({ Condition: both }), anyone({ Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::prod-${AWS::Region}-starport-layer-bucket/*' } }))),
    'the organisation by parameter': withParameter(endpoint(policy(anyone({ Condition: { StringEquals: { 'aws:PrincipalOrgID': ref('P'), 'aws:ResourceOrgID': ref('P') } } })))),
    'as JSON text': endpoint(JSON.stringify(policy(anyone({ Condition: both })))),
  },
  violation: {
    'no policy': endpoint(undefined),
    'everything for everybody': endpoint(policy(anyone())),
    'the principals only': endpoint(policy(anyone({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }))),
    'the resources only': endpoint(policy(anyone({ Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-1' } } }))),
    'any organisation': endpoint(policy(anyone({ Condition: { StringLike: { 'aws:PrincipalOrgID': '*', 'aws:ResourceOrgID': '*' } } }))),
    'only if the key is there': endpoint(policy(anyone({ Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1', 'aws:ResourceOrgID': 'o-1' } } }))),
    'a second statement for everybody': endpoint(policy(anyone({ Condition: both }), anyone({ Action: 's3:PutObject' }))),
    'writing into somebody\'s bucket': endpoint(policy(anyone({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*' }))),
  },
  notApplicable: {
    'a gateway load balancer': endpoint(undefined, { VpcEndpointType: 'GatewayLoadBalancer' }),
    'somebody\'s own service': endpoint(undefined, { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-1' }),
  },
  unknown: {
    'the policy is a parameter': withParameter(endpoint(ref('P'))),
    'the effect is a parameter': withParameter(endpoint(policy(anyone({ Effect: ref('P') })))),
  },
});

describeRule(Ec2SnapshotPublicSharingBlocked, {
  compliant: {
    'blocked beside a volume': { Volume: resource('AWS::EC2::Volume'), Block: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' }) },
    'blocked by another stack': {
      templates: [{ account: '1', region: 'r', body: { ...launchTemplate({}), ...vpc } }, { account: '1', region: 'r', body: { Block: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' }) } }],
    },
  },
  violation: {
    'no block': { Volume: resource('AWS::EC2::Volume') },
    'new sharing only': { Block: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-new-sharing' }) },
    'blocked in another account': {
      templates: [{ account: '1', region: 'r', body: instance({}) }, { account: '2', region: 'r', body: { Block: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' }) } }],
    },
  },
  notApplicable: { 'no volumes': topic },
  unknown: { 'a parameter': withParameter({ Block: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: ref('P') }) }) },
});

const out = (...egress: object[]) => ({ Group: resource('AWS::EC2::SecurityGroup', { GroupDescription: 'x', SecurityGroupEgress: egress }) });

describeRule(Ec2SecurityGroupEgressNarrow, {
  compliant: {
    'nowhere, as the CDK writes it': out({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }),
    'HTTPS to everywhere': out(tcp(443, { CidrIp: '0.0.0.0/0' }), tcp('443', { CidrIpv6: '::/0' })),
    'a group on its port': out(tcp(5432, { DestinationSecurityGroupId: att('Other', 'GroupId') })),
    'a private range on all ports': out({ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }),
    'a rule of its own': { Out: resource('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }) },
  },
  violation: {
    'no rules': group(), 'an empty list': out(), 'everything': out({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), 'everything over IPv6': out({ IpProtocol: -1, CidrIpv6: '::/0' }),
    'another port': out(tcp(25, { CidrIp: '0.0.0.0/0' })), 'all TCP ports': out({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }), 'QUIC': out({ IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
    'a rule of its own': { Out: resource('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '0.0.0.0/0' }) },
  },
  notApplicable: { 'development': { templates: [{ environment: 'development', body: group() }] } },
  unknown: {
    'the range is a parameter': withParameter(out(tcp(443, { CidrIp: ref('P') }))), 'the rules are a parameter': withParameter({ Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: ref('P') }) }),
    'the port is a parameter': withParameter(out({ IpProtocol: 'tcp', FromPort: ref('P'), ToPort: ref('P'), CidrIp: '0.0.0.0/0' })),
  },
});

const interfaceEndpoint = (properties: object) => endpoint(undefined, { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-central-1.kms', ...properties });

describeRule(Ec2VpcEndpointPrivateDns, {
  compliant: { 'on': interfaceEndpoint({ PrivateDnsEnabled: true }), 'on as text, name with the region': interfaceEndpoint({ ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.kms' }, PrivateDnsEnabled: 'true' }) },
  violation: { 'not said': interfaceEndpoint({}), 'off': interfaceEndpoint({ PrivateDnsEnabled: false }) },
  notApplicable: { 'a gateway': endpoint(undefined), 'somebody\'s own service': interfaceEndpoint({ ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-1' }) },
  unknown: { 'a parameter': withParameter(interfaceEndpoint({ PrivateDnsEnabled: ref('P') })) },
});

describeRule(Ec2VpcEndpointZones, {
  compliant: { 'three zones': { ...subnet('A', { AvailabilityZone: 'a' }), ...subnet('B', { AvailabilityZone: 'b' }), ...subnet('C', { AvailabilityZone: 'c' }), ...interfaceEndpoint({ SubnetIds: [ref('A'), ref('B'), ref('C')] }) } },
  violation: { 'one': { ...subnet('A', { AvailabilityZone: 'a' }), ...interfaceEndpoint({ SubnetIds: [ref('A')] }) }, 'none': interfaceEndpoint({}) },
  notApplicable: { 'a gateway': endpoint(undefined), 'development': { templates: [{ environment: 'development', body: interfaceEndpoint({}) }] } },
  unknown: { 'a parameter': withParameter(interfaceEndpoint({ SubnetIds: ref('P') })) },
});

const serving = { ...vpc, ...subnet('App'), Service: resource('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('App')] } } }) };
const endpoints = (...names: unknown[]) => Object.fromEntries(names.map((name, i) => [`E${i}`, resource('AWS::EC2::VPCEndpoint', {
  VpcId: ref('Vpc'), ServiceName: typeof name === 'string' ? { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` } : name,
})]));

describeRule(Ec2VpcServicesPrivate, {
  compliant: {
    'tasks': { ...serving, ...endpoints('ecr.api', 'ecr.dkr', 's3', 'logs') },
    'tasks beside secrets and keys': { ...serving, ...key, Secret: resource('AWS::SecretsManager::Secret'), ...endpoints('ecr.api', 'ecr.dkr', 's3', 'logs', 'kms', 'secretsmanager') },
    'servers': { ...vpc, ...subnet('App'), ...instance({ SubnetId: ref('App') }), ...endpoints('ssm', 'ssmmessages') },
    'tasks in another template': {
      templates: [
        { body: { Resources: { ...vpc, ...subnet('App'), ...endpoints('ecr.api', 'ecr.dkr', 's3', 'logs') }, Outputs: { S: { Value: ref('App'), Export: { Name: 'app' } } } } },
        { body: { Service: resource('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ 'Fn::ImportValue': 'app' }] } } }) } },
      ],
    },
  },
  violation: { 'none': serving, 'no logs': { ...serving, ...endpoints('ecr.api', 'ecr.dkr', 's3') }, 'keys without an endpoint': { ...serving, ...key, ...endpoints('ecr.api', 'ecr.dkr', 's3', 'logs') } },
  notApplicable: { 'nothing works there': { ...vpc, ...subnet('App'), ...key } },
  unknown: { 'a name is a parameter': withParameter({ ...serving, ...endpoints('ecr.api', 'ecr.dkr', 's3', ref('P')) }) },
});
