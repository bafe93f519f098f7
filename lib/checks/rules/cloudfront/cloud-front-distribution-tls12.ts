import { all, demand, NOT_APPLICABLE, unknown, violation, type Rule, type Value, type Verdict } from '../../rule';

export const CloudFrontDistributionTls12: Rule = {
  id: 'CloudFrontDistributionTls12',
  title: 'A CloudFront distribution speaks HTTPS only, TLS 1.2 or newer, to viewers and to origins.',
  why: 'Older versions are broken, and plaintext can be read and changed on the way.',
  mend: 'Set MinimumProtocolVersion TLSv1.2_2021, ViewerProtocolPolicy redirect-to-https or https-only, OriginProtocolPolicy https-only.',
  controls: ['EDG3'],
  references: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html'],
  types: ['AWS::CloudFront::Distribution'],
  check: (distribution) => {
    const config = distribution.at('DistributionConfig');
    const certificate = config.at('ViewerCertificate');
    return all([
      certificate.absent || certificate.at('CloudFrontDefaultCertificate').isTrue ? violation('CloudFront\'s own certificate lets TLS 1.0 in', certificate)
        : demand(certificate.at('MinimumProtocolVersion'), ({ text }) => /^TLSv1\.([3-9]|2_20(19|2[1-9]|[3-9]\d))/.test(text ?? ''), 'old TLS versions or weak ciphers are let in'),
      ...[config.at('DefaultCacheBehavior'), ...config.at('CacheBehaviors').items].map((behaviour) =>
        demand(behaviour.at('ViewerProtocolPolicy'), ({ text }) => ['https-only', 'redirect-to-https'].includes(text ?? ''), 'viewers may come in plaintext')),
      ...config.at('Origins').items.map(origin),
    ]);
  },
};

function origin(item: Value): Verdict {
  const custom = item.at('CustomOriginConfig');
  return custom.absent ? all([]) : all([
    demand(custom.at('OriginProtocolPolicy'), ({ text }) => text === 'https-only', 'an origin is asked in plaintext'),
    custom.at('OriginSSLProtocols').absent ? unknown('CloudFormation does not say which TLS versions an origin is asked over by default', custom.at('OriginSSLProtocols')) : NOT_APPLICABLE,
    ...custom.at('OriginSSLProtocols').items.map((protocol) => demand(protocol, ({ text }) => /^TLSv1\.[2-9]/.test(text ?? ''), 'an origin is asked over an old TLS version')),
  ]);
}
