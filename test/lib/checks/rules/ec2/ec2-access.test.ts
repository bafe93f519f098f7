import { Ec2ClientVpnAuthorizationNarrow } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-authorization-narrow';
import { Ec2ClientVpnConnectHandled } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-connect-handled';
import { Ec2ClientVpnFederated } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-federated';
import { Ec2ClientVpnLogged } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-logged';
import { Ec2ClientVpnNetworkSealed } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-network-sealed';
import { Ec2ClientVpnPortalOff } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-portal-off';
import { Ec2ClientVpnSessionEnds } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-session-ends';
import { Ec2ClientVpnSplitTunnel } from '../../../../../lib/checks/rules/ec2/ec2-client-vpn-split-tunnel';
import { Ec2UserDataNoAuthorizedKeys } from '../../../../../lib/checks/rules/ec2/ec2-user-data-no-authorized-keys';
import { describeRule } from '../../../../support/rule-table';

const OPEN = { Ref: 'Open' };
const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: resources });
const inOneBranch = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });
const either = (value: unknown) => ({ 'Fn::If': ['C', value, { Ref: 'AWS::NoValue' }] });
const OTHER = { Other: { Type: 'AWS::EC2::EIP' } };
const vpn = (properties: object = {}) => ({ Vpn: { Type: 'AWS::EC2::ClientVpnEndpoint', Properties: properties } });

const SAML = { Type: 'federated-authentication', FederatedAuthentication: { SAMLProviderArn: { Ref: 'Provider' } } };
const CERTIFICATE = { Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: 'arn:aws:acm:r:1:certificate/1' } };
const signIn = (...options: unknown[]) => ({ ...vpn({ AuthenticationOptions: options }), Provider: { Type: 'AWS::IAM::SAMLProvider' } });
describeRule(Ec2ClientVpnFederated, {
  compliant: { 'by SAML': signIn(SAML), 'by SAML and certificate': signIn(CERTIFICATE, SAML), 'a provider that is a parameter': open(signIn({ ...SAML, FederatedAuthentication: { SAMLProviderArn: OPEN } })) },
  violation: {
    'by certificate alone': signIn(CERTIFICATE), 'by directory': signIn({ Type: 'directory-service-authentication', ActiveDirectory: { DirectoryId: 'd-1' } }), 'by directory too': signIn(SAML, { Type: 'directory-service-authentication' }),
    'not at all': vpn(), 'without a provider': signIn({ Type: 'federated-authentication' }), 'in one branch only': inOneBranch(signIn(CERTIFICATE, either(SAML))),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a kind that is a parameter': open(signIn({ Type: OPEN })), 'options that are a parameter': open(vpn({ AuthenticationOptions: OPEN })) },
});

describeRule(Ec2ClientVpnConnectHandled, {
  compliant: { 'a function': vpn({ ClientConnectOptions: { Enabled: 'true', LambdaFunctionArn: { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:AWSClientVPN-x' } } }) },
  violation: { 'nothing said': vpn(), 'off': vpn({ ClientConnectOptions: { Enabled: false, LambdaFunctionArn: 'arn' } }), 'no function': vpn({ ClientConnectOptions: { Enabled: true } }), 'in one branch only': inOneBranch(vpn({ ClientConnectOptions: either({ Enabled: true, LambdaFunctionArn: 'arn' }) })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vpn({ ClientConnectOptions: { Enabled: OPEN, LambdaFunctionArn: 'arn' } })) },
});

describeRule(Ec2ClientVpnLogged, {
  compliant: { 'a log group of the template': { ...vpn({ ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: { Ref: 'Log' } } }), Log: { Type: 'AWS::Logs::LogGroup' } } },
  violation: { 'off': vpn({ ConnectionLogOptions: { Enabled: false } }), 'nothing said': vpn(), 'no group': vpn({ ConnectionLogOptions: { Enabled: true } }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vpn({ ConnectionLogOptions: { Enabled: OPEN, CloudwatchLogGroup: 'g' } })) },
});

describeRule(Ec2ClientVpnSessionEnds, {
  compliant: { 'eight hours': vpn({ SessionTimeoutHours: 8 }), 'as text, and said twice': vpn({ SessionTimeoutHours: '8', DisconnectOnSessionTimeout: 'true' }) },
  violation: { 'nothing said, thus a day': vpn(), 'twelve hours': vpn({ SessionTimeoutHours: 12 }), 'connects again by itself': vpn({ SessionTimeoutHours: 8, DisconnectOnSessionTimeout: false }), 'in one branch only': inOneBranch(vpn({ SessionTimeoutHours: either(8) })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vpn({ SessionTimeoutHours: OPEN })) },
});

describeRule(Ec2ClientVpnPortalOff, {
  compliant: { 'off': vpn({ SelfServicePortal: 'disabled' }) },
  violation: { 'on': vpn({ SelfServicePortal: 'enabled' }), 'nothing said, thus on': vpn() },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vpn({ SelfServicePortal: OPEN })) },
});

describeRule(Ec2ClientVpnSplitTunnel, {
  compliant: { 'split': vpn({ SplitTunnel: true }), 'as text': vpn({ SplitTunnel: 'true' }) },
  violation: { 'nothing said, thus whole': vpn(), 'whole': vpn({ SplitTunnel: false }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vpn({ SplitTunnel: OPEN })) },
});

const admit = (properties: object) => ({ Rule: { Type: 'AWS::EC2::ClientVpnAuthorizationRule', Properties: { ClientVpnEndpointId: 'cvpn-1', ...properties } } });
describeRule(Ec2ClientVpnAuthorizationNarrow, {
  compliant: { 'a group into a subnet': admit({ AccessGroupId: 'g', TargetNetworkCidr: '10.50.0.128/25', AuthorizeAllGroups: false }), 'a group into a network': admit({ AccessGroupId: 'g', TargetNetworkCidr: '10.50.0.0/20' }), 'by IPv6': admit({ AccessGroupId: 'g', TargetNetworkCidr: '2001:db8::/64' }) },
  violation: {
    'everybody': admit({ AuthorizeAllGroups: true, TargetNetworkCidr: '10.50.0.128/25' }), 'everywhere': admit({ AccessGroupId: 'g', TargetNetworkCidr: '0.0.0.0/0' }), 'half the company': admit({ AccessGroupId: 'g', TargetNetworkCidr: '10.0.0.0/8' }),
    'everywhere by IPv6': admit({ AccessGroupId: 'g', TargetNetworkCidr: '::/0' }), 'no group': admit({ TargetNetworkCidr: '10.50.0.0/24' }), 'no range': admit({ AccessGroupId: 'g' }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(admit({ AccessGroupId: 'g', TargetNetworkCidr: OPEN })) },
});

const NETWORK = { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.50.0.0/24' } }, Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } }, ...vpn({ VpcId: { Ref: 'Vpc' } }) };
const associated = { Association: { Type: 'AWS::EC2::ClientVpnTargetNetworkAssociation', Properties: { ClientVpnEndpointId: { Ref: 'Vpn' }, SubnetId: { Ref: 'Subnet' } } } };
const attached = (vpc: unknown, more: object = { InternetGatewayId: 'igw-1' }) => ({ Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: vpc, ...more } } });
const standing = (type: string, properties: object) => ({ ...NETWORK, Standing: { Type: type, Properties: properties } });
const WORKLOAD = { Workload: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.40.0.0/16' } } };
describeRule(Ec2ClientVpnNetworkSealed, {
  compliant: {
    'a network of its own': NETWORK, 'found by the association': { ...NETWORK, ...vpn(), ...associated }, 'a gateway of another network': { ...NETWORK, ...WORKLOAD, ...attached({ Ref: 'Workload' }) },
    'a virtual private gateway': { ...NETWORK, ...attached({ Ref: 'Vpc' }, { VpnGatewayId: 'vgw-1' }) },
    'network and VPN in stacks of their own': { templates: [
      { account: '1', region: 'r', body: { Resources: { Vpc: NETWORK.Vpc, Subnet: NETWORK.Subnet }, Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } } } }, { account: '1', region: 'r', body: vpn({ VpcId: { 'Fn::ImportValue': 'vpc' } }) },
    ] },
  },
  violation: {
    'an Internet gateway': { ...NETWORK, ...attached({ Ref: 'Vpc' }) }, 'an Internet gateway, found by the association': { ...NETWORK, ...vpn(), ...associated, ...attached({ 'Fn::GetAtt': ['Vpc', 'VpcId'] }) },
    'a NAT gateway': standing('AWS::EC2::NatGateway', { SubnetId: { Ref: 'Subnet' } }), 'a way out by IPv6': standing('AWS::EC2::EgressOnlyInternetGateway', { VpcId: { Ref: 'Vpc' } }), 'a load balancer': standing('AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ Ref: 'Subnet' }] }),
    'a database': standing('AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Subnet' }] }), 'a service': standing('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'Subnet' }] } } }),
    'a route to the Internet': standing('AWS::EC2::ClientVpnRoute', { ClientVpnEndpointId: { Ref: 'Vpn' }, DestinationCidrBlock: '0.0.0.0/0' }),
    'in another stack': { templates: [
      { account: '1', region: 'r', body: { Resources: NETWORK, Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } } } }, { account: '1', region: 'r', body: attached({ 'Fn::ImportValue': 'vpc' }) },
    ] },
  },
  notApplicable: { 'in development': { templates: [{ environment: 'development', body: { ...NETWORK, ...attached({ Ref: 'Vpc' }) } }] } },
  unknown: { 'a network outside the templates': vpn({ VpcId: 'vpc-1' }), 'no word of a network': vpn(), 'a parameter': open(vpn({ VpcId: OPEN })) },
});

const server = (script: unknown) => ({ Server: { Type: 'AWS::EC2::Instance', Properties: { UserData: { 'Fn::Base64': script } } } });
const template = (script: unknown) => ({ Template: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData: { 'Fn::Base64': script } } } } });
describeRule(Ec2UserDataNoAuthorizedKeys, {
  compliant: {
    'updates': server('#!/bin/bash\ndnf -y update\n'), 'keys from EC2 Instance Connect': template('AuthorizedKeysCommand /opt/aws/bin/eic_run_authorized_keys %u %f\nAuthorizedKeysFile none\nPasswordAuthentication no\n'),
    'a text with references': { ...server({ 'Fn::Sub': '#!/bin/bash\necho ${Topic} > /etc/topic\n' }), Topic: { Type: 'AWS::SNS::Topic' } }, 'no passwords by cloud-init': server('#cloud-config\nssh_pwauth: false\n'),
  },
  violation: {
    'a key in a file': server('#!/bin/bash\necho "$KEY" >> /home/ec2-user/.ssh/authorized_keys\n'), 'a key by tee': server('curl -s https://github.com/me.keys | sudo tee -a ~/.ssh/authorized_keys'), 'a key by cloud-init': template('#cloud-config\nssh_authorized_keys:\n  - abc\n'),
    'a key as it is': server({ 'Fn::Sub': 'write ssh-ed25519 AAAAC3NzaC1 ${AWS::Region}' }), 'a password': server('sed -i x /etc/ssh/sshd_config\nPasswordAuthentication yes\n'), 'passwords by cloud-init': server('#cloud-config\nssh_pwauth: True\n'),
    'in one branch only': inOneBranch(server({ 'Fn::If': ['C', 'echo', 'echo x >> ~/.ssh/authorized_keys'] })),
  },
  notApplicable: { 'no user data': { Server: { Type: 'AWS::EC2::Instance', Properties: {} } }, 'another type': OTHER },
  unknown: { 'a parameter': open({ Server: { Type: 'AWS::EC2::Instance', Properties: { UserData: OPEN } } }) },
});
