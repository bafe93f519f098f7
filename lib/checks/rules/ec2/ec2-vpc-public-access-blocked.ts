import { companions, compliant, NOT_APPLICABLE, open, sameAccountAndRegion, violation, type Rule } from '../../rule';

export const Ec2VpcPublicAccessBlocked: Rule = {
  id: 'Ec2VpcPublicAccessBlocked',
  title: 'Where a VPC has an Internet gateway, VPC block public access is on for the account and region.',
  why: 'One wrong route makes a private subnet public; the block holds whatever the routes say.',
  mend: 'Add AWS::EC2::VPCBlockPublicAccessOptions with block-bidirectional or block-ingress in the account and region, and exclude the edge.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => {
    if (!companions(vpc, 'AWS::EC2::VPCGatewayAttachment', 'VpcId').some((attachment) => attachment.at('InternetGatewayId').present)) {
      return NOT_APPLICABLE;
    }
    const block = vpc.set.ofType('AWS::EC2::VPCBlockPublicAccessOptions').find((options) => sameAccountAndRegion(options, vpc));
    const mode = block?.at('InternetGatewayBlockMode');
    if (!mode) {
      return violation('VPC block public access is not on in this account and region');
    }
    return mode.open !== undefined ? open(mode)
      : ['block-bidirectional', 'block-ingress'].includes(mode.text ?? '') ? compliant(mode) : violation('VPC block public access does not block', mode);
  },
};
