import { demand, NOT_APPLICABLE, open, type Rule } from '../../rule';

/**
 * TLS 1.2 or newer, ephemeral keys only. The extended policies Ext1 and Ext2 and the plain TLS-1-2 ones offer RSA key
 * exchange, which has no forward secrecy.
 */
const STRONG = /^ELBSecurityPolicy-(TLS13-1-3(-FIPS)?|TLS13-1-2(-Res|-Ext0)?(-FIPS)?|FS-1-2(-Res)?)(-PQ)?-\d{4}-\d{2}$/;

export const ElbListenerTls12: Rule = {
  id: 'ElbListenerTls12',
  title: 'A listener speaks TLS 1.2 or newer, with forward secrecy only.',
  why: 'Without forward secrecy, whoever gets the key one day can read everything recorded before; older versions are broken.',
  mend: 'Set SslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or ELBSecurityPolicy-TLS13-1-2-Res-2021-06.',
  controls: ['EDG3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => {
    const protocol = listener.at('Protocol');
    if (protocol.open !== undefined) {
      return open(protocol);
    }
    // Without a word, CloudFormation creates ELBSecurityPolicy-2016-08, which speaks TLS 1.0.
    return ['HTTPS', 'TLS'].includes(protocol.text ?? '') || listener.at('Certificates').present
      ? demand(listener.at('SslPolicy'), ({ text }) => STRONG.test(text ?? ''), 'the security policy allows old versions or ciphers without forward secrecy') : NOT_APPLICABLE;
  },
};
