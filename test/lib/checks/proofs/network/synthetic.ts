import type { TemplateSource } from '../../../../../lib/checks/template';
import { att, ref, sources, type Resources } from './ground';

/** VPCs of three subnets in two tiers, each with as many servers in security groups of their own that name their neighbours; every tenth is a database. */
export function synthetic(vpcs: number, groups: number): TemplateSource[] {
  return Array.from({ length: vpcs }, (_, v): TemplateSource => ({ ...sources(vpc(v, groups))[0], name: `Vpc${v}`, stackName: `vpc-${v}` }));
}

function vpc(v: number, groups: number): Resources {
  const made: Record<string, Resources[string]> = {
    Vpc: ['EC2::VPC', { CidrBlock: `10.${v}.0.0/16` }],
    Igw: ['EC2::InternetGateway', {}],
    Attached: ['EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
    Nat: ['EC2::NatGateway', { SubnetId: ref('Subnet0') }],
    DbSubnets: ['RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Subnet2')] }],
    EdgeGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] }],
    Edge: ['ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('Subnet0')], SecurityGroups: [ref('EdgeGroup')] }],
  };
  [0, 1, 2].forEach((s) => {
    made[`Subnet${s}`] = ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: `10.${v}.${s}.0/24`, AvailabilityZone: 'a' }];
    made[`Table${s}`] = ['EC2::RouteTable', { VpcId: ref('Vpc') }];
    made[`Uses${s}`] = ['EC2::SubnetRouteTableAssociation', { SubnetId: ref(`Subnet${s}`), RouteTableId: ref(`Table${s}`) }];
    if (s < 2) {
      made[`Out${s}`] = ['EC2::Route', { RouteTableId: ref(`Table${s}`), DestinationCidrBlock: '0.0.0.0/0', ...(s === 0 ? { GatewayId: ref('Igw') } : { NatGatewayId: ref('Nat') }) }];
    }
  });
  for (let g = 0; g < groups; g += 1) {
    const isStore = g % 10 === 9;
    const neighbour = { IpProtocol: 'tcp', FromPort: isStore ? 5432 : 8000, ToPort: isStore ? 5432 : 8000, SourceSecurityGroupId: att(`Group${(g + groups - 1) % groups}`, 'GroupId') };
    const range = g === 9 ? [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: `10.${v}.1.0/24` }] : [];
    made[`Group${g}`] = ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [neighbour, ...range] }];
    made[`Host${g}`] = isStore
      ? ['RDS::DBInstance', { DBInstanceClass: 'db.t4g.small', Engine: 'postgres', PubliclyAccessible: false, DBSubnetGroupName: ref('DbSubnets'), VPCSecurityGroups: [att(`Group${g}`, 'GroupId')] }]
      : ['EC2::Instance', { SubnetId: ref('Subnet1'), SecurityGroupIds: [att(`Group${g}`, 'GroupId')] }];
  }
  return made;
}
