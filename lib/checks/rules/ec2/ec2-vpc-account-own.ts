import { compliant, type Rule, unknown, violation } from '../../rule';

export const Ec2VpcAccountOwn: Rule = {
  id: 'Ec2VpcAccountOwn',
  title: "A VPC's account belongs to its environment alone.",
  why: 'In a shared account one mistake, one stolen credential or one exhausted quota reaches every environment.',
  mend: 'Give each environment, and each shared account, an account of its own, and deploy its VPC there.',
  controls: ['SEP1'],
  references: ['https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => {
    const { account, environment, accounts } = vpc;
    const range = vpc.at('CidrBlock');
    if (account === undefined || environment === undefined) {
      return unknown(`${account === undefined ? 'the account' : 'the environment'} of the VPC is not known`, range);
    }
    const neighbour = vpc.set.ofType('AWS::EC2::VPC').find((other) => other.account === account && other.environment !== undefined && other.environment !== environment);
    if (neighbour) {
      return violation(`account ${account} also holds a VPC of ${neighbour.environment}`, range);
    }
    const owner = accounts[account];
    return owner === undefined ? unknown(`whose account ${account} is, is not known`, range)
      : owner === environment ? compliant(range) : violation(`account ${account} belongs to ${owner}, the VPC to ${environment}`, range);
  },
};
