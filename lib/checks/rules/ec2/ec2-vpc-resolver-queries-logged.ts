import { needs, type Rule } from '../../rule';

export const Ec2VpcResolverQueriesLogged: Rule = {
  id: 'Ec2VpcResolverQueriesLogged',
  title: 'The names that a VPC asks the resolver for are logged.',
  why: 'Data leaves by name queries, and malware finds its masters by them; flow logs do not show either.',
  mend: 'Associate a Route 53 Resolver query logging configuration with the VPC.',
  controls: ['LOG3'],
  references: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => needs(vpc, 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', ['ResourceId'], 'name queries are not logged'),
};
