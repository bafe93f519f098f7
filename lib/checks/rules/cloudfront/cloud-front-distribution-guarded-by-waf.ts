import { compliant, demand, type Rule } from '../../rule';

export const CloudFrontDistributionGuardedByWaf: Rule = {
  id: 'CloudFrontDistributionGuardedByWaf',
  title: 'A web application firewall guards a CloudFront distribution.',
  why: 'Injections and known exploits pass a content delivery network like every other request.',
  mend: 'Set DistributionConfig.WebACLId to the ARN of a web ACL of scope CLOUDFRONT.',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6'],
  types: ['AWS::CloudFront::Distribution'],
  check: (distribution) => {
    const acl = distribution.at('DistributionConfig', 'WebACLId');
    return acl.target?.type === 'AWS::WAFv2::WebACL' ? compliant(acl) : demand(acl, ({ text }) => /:wafv2:/.test(text ?? ''), 'no web application firewall guards the distribution');
  },
};
