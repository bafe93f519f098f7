import { accountWithin, compliant, notShown, open, type Rule, violation } from '../../rule';

export const Ec2TransitGatewayWithinEnvironment: Rule = {
  id: 'Ec2TransitGatewayWithinEnvironment',
  title: 'A VPC is attached to no transit gateway that reaches another environment.',
  why: 'One transit gateway joins whatever is attached to it.',
  mend: 'Give each environment a transit gateway of its own, or none.',
  controls: ['SEP2'],
  references: ['https://docs.aws.amazon.com/vpc/latest/tgw/what-is-transit-gateway.html'],
  types: ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment', 'AWS::EC2::TransitGatewayPeeringAttachment'],
  check: (attachment) => {
    const [gateway, peer] = [attachment.at('TransitGatewayId'), attachment.at('PeerAccountId')];
    if (peer.present) {
      return peer.open === undefined ? accountWithin(peer.text ?? '', peer, attachment) : open(peer);
    }
    const other = attachment.set.ofType(attachment.type).find((candidate) => candidate.environment !== attachment.environment
      && (gateway.target ? candidate.at('TransitGatewayId').refersTo(gateway.target) : gateway.open === undefined && candidate.at('TransitGatewayId').text === gateway.text));
    if (other) {
      return violation(`the transit gateway is shared with ${other.environment ?? 'a stack of no known environment'}`, gateway);
    }
    return gateway.target ? (gateway.target.account === attachment.account ? compliant(gateway) : accountWithin(gateway.target.account ?? '', gateway, attachment))
      : notShown(gateway, 'a transit gateway');
  },
};
