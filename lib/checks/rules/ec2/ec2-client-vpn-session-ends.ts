import { all, demand, type Rule } from '../../rule';

/** Hours of a working day, and fewest that Client VPN takes. */
const HOURS = 8;
/** Hours that Client VPN takes if nothing is said. */
const DEFAULT_HOURS = 24;

export const Ec2ClientVpnSessionEnds: Rule = {
  id: 'Ec2ClientVpnSessionEnds',
  title: 'A session of the client VPN ends after a working day, and people sign in anew.',
  why: 'A session without an end outlives the working day, the second factor and, if the device is lost, its owner\'s say.',
  mend: 'Set SessionTimeoutHours to 8, and leave DisconnectOnSessionTimeout on.',
  controls: ['ACC2'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-max-duration.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => all([
    demand(endpoint.at('SessionTimeoutHours'), ({ number = DEFAULT_HOURS }) => number <= HOURS, `a session lasts longer than ${HOURS} hours`),
    demand(endpoint.at('DisconnectOnSessionTimeout'), (disconnects) => !disconnects.isFalse, 'a session that is over connects again by itself'),
  ]),
};
