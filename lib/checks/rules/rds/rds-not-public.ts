import { demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const RdsNotPublic: Rule = {
  id: 'RdsNotPublic',
  title: 'A database has no public address.',
  why: 'With a public address only a security group stands between the data and the Internet.',
  mend: 'Set PubliclyAccessible to false.',
  controls: ['NET1', 'NET10'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const address = database.at('PubliclyAccessible');
    // Aurora clusters leave this to their members; absent, it depends on whether the VPC has an Internet gateway.
    return database.type === 'AWS::RDS::DBCluster' && address.absent ? NOT_APPLICABLE
      : demand(address, (value) => value.isFalse, 'the database may get a public address');
  },
};
