import { all, demand, type Rule } from '../../rule';

/** Widest range that a group is let into, by the length of its prefix: a network for access, not one for everything. */
const WIDEST = { ipv4: 20, ipv6: 56 };

export const Ec2ClientVpnAuthorizationNarrow: Rule = {
  id: 'Ec2ClientVpnAuthorizationNarrow',
  title: 'The client VPN lets named groups into a narrow range.',
  why: 'An authorization for all groups, or for a wide range, gives the whole network to everybody whom the provider knows.',
  mend: 'Write a rule for each group (AccessGroupId) with the range of the bastion, and no AuthorizeAllGroups.',
  controls: ['ACC2', 'ACC8'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html'],
  types: ['AWS::EC2::ClientVpnAuthorizationRule'],
  check: (rule) => all([
    demand(rule.at('AuthorizeAllGroups'), (everybody) => !everybody.isTrue, 'everybody whom the provider knows is let in'),
    demand(rule.at('AccessGroupId'), (group) => group.present && group.literal !== '', 'no group is named'),
    demand(rule.at('TargetNetworkCidr'), ({ text = '' }) => Number(/\/(\d+)$/.exec(text)?.[1] ?? 0) >= (text.includes(':') ? WIDEST.ipv6 : WIDEST.ipv4), 'the range is wider than a network for access'),
  ]),
};
