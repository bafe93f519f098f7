import { demand, type Rule } from '../../rule';

export const RedshiftClusterNotPublic: Rule = {
  id: 'RedshiftClusterNotPublic',
  title: 'A warehouse has no public address.',
  why: 'With a public address only a security group stands between the data and the Internet.',
  mend: 'Set PubliclyAccessible to false.',
  controls: ['NET1', 'NET10'],
  references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html'],
  types: ['AWS::Redshift::Cluster', 'AWS::RedshiftServerless::Workgroup'],
  check: (cluster) => demand(cluster.at('PubliclyAccessible'), (value) => value.isFalse, 'the warehouse may get a public address'),
};
