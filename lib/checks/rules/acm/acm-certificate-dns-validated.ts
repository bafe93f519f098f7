import { all, demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const AcmCertificateDnsValidated: Rule = {
  id: 'AcmCertificateDnsValidated',
  title: 'A certificate is validated by DNS, so that it renews by itself, and is logged publicly.',
  why: 'A certificate validated by e-mail expires when nobody reads the mail; one that is not logged can be issued to a stranger unnoticed.',
  mend: 'Set ValidationMethod to DNS and leave transparency logging on.',
  controls: ['EDG4'],
  references: ['https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html'],
  types: ['AWS::CertificateManager::Certificate'],
  check: (certificate) => (certificate.at('CertificateAuthorityArn').present ? NOT_APPLICABLE : all([
    demand(certificate.at('ValidationMethod'), ({ text }) => text === 'DNS', 'the certificate is validated by e-mail'),
    demand(certificate.at('CertificateTransparencyLoggingPreference'), ({ text }) => text !== 'DISABLED', 'the certificate is not logged publicly'),
    demand(certificate.at('KeyAlgorithm'), ({ text }) => text !== 'RSA_1024', 'the key is too short'),
  ])),
};
