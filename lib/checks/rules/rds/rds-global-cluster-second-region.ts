import { companions, compliant, regionOfArn, type Rule, unknown, violation } from '../../rule';

export const RdsGlobalClusterSecondRegion: Rule = {
  id: 'RdsGlobalClusterSecondRegion',
  title: 'A global database has a cluster in a second region.',
  why: 'A global database of one region is a database: with the region goes the data.',
  mend: 'Add a cluster in another region whose GlobalClusterIdentifier names the global database.',
  controls: ['AVA4', 'AVA5'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html'],
  types: ['AWS::RDS::GlobalCluster'],
  where: 'production',
  check: (database) => {
    const [name, source] = [database.at('GlobalClusterIdentifier'), database.at('SourceDBClusterIdentifier')];
    const members = [
      ...companions(database, 'AWS::RDS::DBCluster', 'GlobalClusterIdentifier'),
      ...database.set.ofType('AWS::RDS::DBCluster').filter((cluster) => name.present && name.open === undefined && cluster.at('GlobalClusterIdentifier').text === name.text),
      ...source.targets,
    ];
    const regions = new Set([...members.map(({ region }) => region), ...(source.targets.length === 0 && source.present ? [regionOfArn(source)] : [])]);
    return regions.size === 0 || regions.has(undefined) ? unknown('the templates do not show in which regions the database has clusters', name)
      : regions.size > 1 ? compliant(name) : violation(`every cluster of the database is in ${[...regions].join()}`, name);
  },
};
