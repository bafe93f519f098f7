import { demand, type Rule } from '../../rule';

export const ApiGatewayDomainTls12: Rule = {
  id: 'ApiGatewayDomainTls12',
  title: 'The domain of an API speaks TLS 1.2 or newer.',
  why: 'Older versions are broken.',
  mend: 'Set SecurityPolicy to TLS_1_2 or to a SecurityPolicy_TLS13 policy.',
  controls: ['EDG3'],
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html'],
  types: ['AWS::ApiGateway::DomainName'],
  check: (domain) => demand(domain.at('SecurityPolicy'), ({ text }) => /^(TLS_1_2|SecurityPolicy_TLS13_(1_3|1_2)_)/.test(text ?? ''), 'old TLS versions are let in'),
};
