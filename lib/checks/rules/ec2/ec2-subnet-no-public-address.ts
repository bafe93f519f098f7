import { demand, type Rule } from '../../rule';

export const Ec2SubnetNoPublicAddress: Rule = {
  id: 'Ec2SubnetNoPublicAddress',
  title: 'A subnet gives no public address to what is started in it.',
  why: 'A server started in the wrong subnet is on the Internet without anybody having decided so.',
  mend: 'Leave MapPublicIpOnLaunch out or false. Load balancers and NAT gateways get their addresses without it.',
  controls: ['NET3'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15'],
  types: ['AWS::EC2::Subnet'],
  check: (subnet) => demand(subnet.at('MapPublicIpOnLaunch'), (map) => !map.isTrue, 'public addresses are given at launch'),
};
