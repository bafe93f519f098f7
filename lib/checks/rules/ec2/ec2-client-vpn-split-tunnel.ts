import { demand, type Rule } from '../../rule';

export const Ec2ClientVpnSplitTunnel: Rule = {
  id: 'Ec2ClientVpnSplitTunnel',
  title: 'Only traffic to the access network takes the tunnel of the client VPN.',
  why: 'Otherwise all that a device does on the Internet comes through the access network, which then needs a way out.',
  mend: 'Set SplitTunnel to true.',
  controls: ['ACC2', 'ACC8'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/split-tunnel-vpn.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => demand(endpoint.at('SplitTunnel'), (split) => split.isTrue, 'all traffic of a device takes the tunnel'),
};
