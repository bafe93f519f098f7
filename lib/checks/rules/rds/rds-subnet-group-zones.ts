import { spread, STORE_SUBNET_TYPES, storeSubnets, type Rule } from '../../rule';

export const RdsSubnetGroupZones: Rule = {
  id: 'RdsSubnetGroupZones',
  title: 'The subnets of a data store stand in three availability zones.',
  why: 'With two zones, losing one leaves a single copy; with one, it leaves none.',
  mend: 'Name subnets in three availability zones.',
  controls: ['AVA1'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html'],
  where: 'acceptance-and-production',
  // A mount target stands in one subnet; each zone has its own.
  types: STORE_SUBNET_TYPES.filter((type) => type !== 'AWS::EFS::MountTarget'),
  check: (store) => spread(storeSubnets(store), 3, 'the data store'),
};
