import { companions, compliant, demand, isClusterMember, NOT_APPLICABLE, type Rule, type Value, type Verdict, violation } from '../../rule';

export const RdsMultiZone: Rule = {
  id: 'RdsMultiZone',
  title: 'A database has members in more than one zone.',
  why: 'A zone fails now and then, and takes a database of one member with it.',
  mend: 'Give an Aurora cluster two instances or more, or set MultiAZ to true.',
  controls: ['AVA2', 'DAT1'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  where: 'acceptance-and-production',
  check: (database) => {
    if (database.type === 'AWS::RDS::DBInstance') {
      return isClusterMember(database) || ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'].some((key) => database.at(key).present)
        ? NOT_APPLICABLE : demand(database.at('MultiAZ'), (value) => value.isTrue, 'the database runs in one zone');
    }
    const size = database.at('DBClusterInstanceClass');
    const members = companions(database, 'AWS::RDS::DBInstance', 'DBClusterIdentifier');
    return size.present ? compliant(size)
      : members.length >= 2 ? apart(members.map((member) => member.at('AvailabilityZone')))
        : violation(`the cluster has ${members.length === 1 ? 'one member' : 'no members'}`, ...members.map((member) => member.at('DBClusterIdentifier')));
  },
};

/** Members that name no zone are spread by Aurora itself. */
function apart(zones: readonly Value[]): Verdict {
  return zones.every((zone) => zone.present && zone.open === undefined && zone.text === zones[0].text)
    ? violation(`all members stand in ${zones[0].text}`, ...zones) : compliant(...zones);
}
