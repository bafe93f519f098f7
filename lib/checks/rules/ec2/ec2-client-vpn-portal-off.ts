import { demand, type Rule } from '../../rule';

export const Ec2ClientVpnPortalOff: Rule = {
  id: 'Ec2ClientVpnPortalOff',
  title: 'The self-service portal of the client VPN is off.',
  why: 'The portal, on the Internet, hands the configuration to whoever signs in, on any device.',
  mend: 'Set SelfServicePortal to disabled, and hand out configurations with managed devices.',
  controls: ['ACC2'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-self-service-portal.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => demand(endpoint.at('SelfServicePortal'), (portal) => portal.text === 'disabled', 'the self-service portal is on'),
};
