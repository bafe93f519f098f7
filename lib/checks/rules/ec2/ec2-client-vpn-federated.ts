import { compliant, open, type Rule, violation } from '../../rule';

export const Ec2ClientVpnFederated: Rule = {
  id: 'Ec2ClientVpnFederated',
  title: 'People sign in to the client VPN at an identity provider, by SAML.',
  why: 'A certificate alone proves a file, not a person: it is copied, shared and never asks for a second factor. AWS cannot ask for one; the provider can.',
  mend: 'Give AuthenticationOptions a federated-authentication with SAMLProviderArn; a certificate-authentication may stand beside it, a directory may not.',
  controls: ['ACC2'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/federated-authentication.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  check: (endpoint) => {
    const options = endpoint.at('AuthenticationOptions');
    const kinds = options.items.map((option) => option.at('Type'));
    const opened = kinds.find((kind) => kind.open !== undefined);
    if (opened || (kinds.length === 0 && options.open !== undefined)) {
      return open(opened ?? options);
    }
    const directory = kinds.find((kind) => kind.text === 'directory-service-authentication');
    const federated = options.items.find((option) => option.at('Type').text === 'federated-authentication' && option.at('FederatedAuthentication', 'SAMLProviderArn').present);
    return directory ? violation('people sign in with a directory\'s password', directory)
      : federated ? compliant(federated) : violation('people do not sign in at an identity provider', options);
  },
};
