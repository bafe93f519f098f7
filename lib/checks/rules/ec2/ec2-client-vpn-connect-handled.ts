import { all, demand, type Rule } from '../../rule';

export const Ec2ClientVpnConnectHandled: Rule = {
  id: 'Ec2ClientVpnConnectHandled',
  title: 'A connect handler of the client VPN decides who may connect, from where and with what.',
  why: 'Without one, whoever signs in connects from any address in the world and from any device.',
  mend: 'Enable ClientConnectOptions, with the ARN of a Lambda function that admits listed source ranges and clients.',
  controls: ['ACC2', 'ACC9'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => all([
    demand(endpoint.at('ClientConnectOptions', 'Enabled'), (enabled) => enabled.isTrue, 'no handler decides who may connect'),
    demand(endpoint.at('ClientConnectOptions', 'LambdaFunctionArn'), (arn) => arn.present, 'no handler is named'),
  ]),
};
