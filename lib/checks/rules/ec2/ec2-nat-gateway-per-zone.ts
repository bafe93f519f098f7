import { all, compliant, notShown, NOT_APPLICABLE, open, subnetsOf, unknown, violation, type Rule, type Value, type Verdict } from '../../rule';

export const Ec2NatGatewayPerZone: Rule = {
  id: 'Ec2NatGatewayPerZone',
  title: 'A subnet goes out through the NAT gateway of its own availability zone.',
  why: 'If the zone of a shared NAT gateway fails, every other zone loses its way out with it.',
  mend: 'Give each zone a NAT gateway and a route table that leads to it, or use a regional NAT gateway.',
  controls: ['NET9'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html'],
  where: 'acceptance-and-production',
  types: ['AWS::EC2::Route'],
  check: (route) => {
    const nat = route.at('NatGatewayId');
    if (nat.absent) {
      return NOT_APPLICABLE;
    }
    const table = route.at('RouteTableId').target;
    if (!nat.target || !table) {
      return nat.open !== undefined ? open(nat) : notShown(nat.target ? route.at('RouteTableId') : nat, 'a NAT gateway or route table');
    }
    if (nat.target.at('AvailabilityMode').text === 'regional') {
      return compliant(nat.target.at('AvailabilityMode'));
    }
    const own = nat.target.at('SubnetId');
    return all(subnetsOf(table).map((subnet) => sameZone(own, subnet)));
  },
};

function sameZone(own: Value, other: Value): Verdict {
  if (!own.target || !other.target) {
    return notShown(own.target ? other : own, 'a subnet');
  }
  const [a, b] = [own.target.at('AvailabilityZone'), other.target.at('AvailabilityZone')];
  const vague = own.target.is(other.target) ? undefined : [a, b].find((zone) => zone.open !== undefined || zone.absent);
  if (vague) {
    return vague.absent ? unknown(`${vague.path} is left to AWS`, vague) : open(vague);
  }
  return own.target.is(other.target) || a.text === b.text ? compliant(a) : violation(`a subnet in ${b.text} goes out through ${a.text}`, a, b);
}
