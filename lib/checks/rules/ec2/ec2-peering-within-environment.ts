import { accountWithin, compliant, open, type Rule } from '../../rule';

export const Ec2PeeringWithinEnvironment: Rule = {
  id: 'Ec2PeeringWithinEnvironment',
  title: 'A VPC is peered with no VPC of another environment.',
  why: 'A peering is a road between environments that no pipeline watches.',
  mend: 'Remove the peering, or peer with a VPC of the same environment or of a shared account.',
  controls: ['SEP2'],
  references: ['https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html'],
  types: ['AWS::EC2::VPCPeeringConnection'],
  check: (peering) => {
    const [owner, peer] = [peering.at('PeerOwnerId'), peering.at('PeerVpcId')];
    const account = owner.absent ? peer.target?.account ?? peering.account : owner.text;
    return owner.open !== undefined ? open(owner)
      : account === undefined ? (owner.absent ? compliant(peer) : open(owner)) : accountWithin(account, owner.absent ? peer : owner, peering);
  },
};
