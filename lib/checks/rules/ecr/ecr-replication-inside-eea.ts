import { all, insideEea, type Rule } from '../../rule';

export const EcrReplicationInsideEea: Rule = {
  id: 'EcrReplicationInsideEea',
  title: 'Images are replicated inside the European Economic Area only.',
  why: 'A replica elsewhere is out of the reach of European law.',
  mend: 'Name EEA regions only in the rules of ReplicationConfiguration.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html'],
  types: ['AWS::ECR::ReplicationConfiguration'],
  check: (replication) => all(replication.at('ReplicationConfiguration', 'Rules').items
    .flatMap((rule) => rule.at('Destinations').items.map((destination) => insideEea(destination.at('Region'))))),
};
