import { companions, compliant, holdsStores, notShown, open, violation, type Rule } from '../../rule';

export const Ec2VpcPublicAccessExclusionNarrow: Rule = {
  id: 'Ec2VpcPublicAccessExclusionNarrow',
  title: 'Block public access excludes the edge subnets, or a VPC that AWS Network Firewall guards, and nothing else.',
  why: 'What is excluded has only its routes between itself and the Internet.',
  mend: 'Exclude edge subnets one by one; exclude a VPC whole only if it has AWS Network Firewall, whose traffic is blocked otherwise.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html'],
  types: ['AWS::EC2::VPCBlockPublicAccessExclusion'],
  check: (exclusion) => {
    const [vpc, subnet] = [exclusion.at('VpcId'), exclusion.at('SubnetId')];
    const named = vpc.present ? vpc : subnet;
    if (!named.target) {
      return named.open !== undefined ? open(named) : notShown(named, 'a VPC or subnet');
    }
    if (vpc.present) {
      return companions(named.target, 'AWS::NetworkFirewall::Firewall', 'VpcId').length > 0 ? compliant(vpc) : violation('a whole VPC without AWS Network Firewall is excluded', vpc);
    }
    return holdsStores(named.target) ? violation('a subnet of data stores is excluded', subnet) : compliant(subnet);
  },
};
