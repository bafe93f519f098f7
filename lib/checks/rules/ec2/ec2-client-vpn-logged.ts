import { all, demand, type Rule } from '../../rule';

export const Ec2ClientVpnLogged: Rule = {
  id: 'Ec2ClientVpnLogged',
  title: 'Every connection to the client VPN is on record.',
  why: 'Without a record nobody can tell who was inside the network, from where and when, nor who tried to get in.',
  mend: 'Enable ConnectionLogOptions with a CloudwatchLogGroup.',
  controls: ['ACC2', 'LOG3'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => all([
    demand(endpoint.at('ConnectionLogOptions', 'Enabled'), (enabled) => enabled.isTrue, 'connections are not recorded'),
    demand(endpoint.at('ConnectionLogOptions', 'CloudwatchLogGroup'), (group) => group.present && group.literal !== '', 'no log group takes the record'),
  ]),
};
