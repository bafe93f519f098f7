import { companions, compliant, NOT_APPLICABLE, open, violation, type Resource, type Rule, type Verdict } from '../../rule';

/** GENEVE wraps packets for inspection appliances; TCP and UDP pass on what the client encrypted. */
const PLAIN = ['HTTP'];

export const ElbTargetGroupEncrypted: Rule = {
  id: 'ElbTargetGroupEncrypted',
  title: 'A load balancer speaks TLS with its targets, or the VPC enforces encryption.',
  why: 'Behind the load balancer, requests with personal data and sessions otherwise cross the network in plaintext.',
  mend: 'Set the target group\'s Protocol to HTTPS, or add AWS::EC2::VPCEncryptionControl in mode enforce.',
  controls: ['ENC5'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html'],
  where: 'acceptance-and-production',
  types: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
  check: (group) => {
    const protocol = group.at('Protocol');
    if (protocol.open !== undefined) {
      return open(protocol);
    }
    if (protocol.absent) {
      return NOT_APPLICABLE;
    }
    return PLAIN.includes(protocol.text ?? '') ? enforced(group) : compliant(protocol);
  },
};

function enforced(group: Resource): Verdict {
  const vpc = group.at('VpcId').target;
  const modes = vpc ? companions(vpc, 'AWS::EC2::VPCEncryptionControl', 'VpcId').map((control) => control.at('Mode')) : [];
  const mode = modes.find(({ text }) => text === 'enforce') ?? modes.find((value) => value.open !== undefined);
  return !mode ? violation('the load balancer speaks plaintext with its targets', group.at('Protocol')) : mode.open !== undefined ? open(mode) : compliant(mode);
}
