import { Stack } from 'aws-cdk-lib/core';
import { CfnReplicationConfiguration } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { isEeaRegion } from '../shared/regions';

/** What an `ImageReplication` is made of. */
export interface ImageReplicationProps {
  /** Repositories whose images are copied, by name. They exist in every region already. */
  readonly repositoryNames: string[];

  /** Regions that they are copied to: inside the European Economic Area (control RES2). */
  readonly regions: string[];
}

/** Most filters that a rule takes. */
const FILTERS_MAX = 100;

/**
 * Copies every image that is pushed to repositories of this registry to the same account in other regions, so that a region can
 * start tasks without this one.
 *
 * Make the repositories there first: ECR would make them without key, scan and policy. What was pushed before is not copied.
 * A registry has one replication configuration: use this once per account and region.
 *
 * Controls AVA4, RES2. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class ImageReplication extends Construct {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: ImageReplicationProps) {
    super(scope, id);
    validate(this, props);
    new CfnReplicationConfiguration(this, 'Resource', {
      replicationConfiguration: { rules: [{
        destinations: props.regions.map((region) => ({ region, registryId: Stack.of(this).account })),
        repositoryFilters: props.repositoryNames.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })),
      }] },
    });
  }
}

function validate(scope: Construct, { repositoryNames, regions }: ImageReplicationProps): void {
  const problems = new Problems(`ImageReplication '${scope.node.path}'`);
  problems.require(repositoryNames.length > 0 && repositoryNames.length <= FILTERS_MAX, 'repositoryNames', repositoryNames, `Name 1 to ${FILTERS_MAX} repositories.`);
  problems.require(regions.length > 0, 'regions', regions, 'Name at least one region.');
  regions.forEach((region, index) => {
    problems.require(isEeaRegion(region), `regions[${index}]`, region, 'Name a region inside the European Economic Area.');
    problems.require(region !== Stack.of(scope).region, `regions[${index}]`, region, 'Images are there already: name another region.');
  });
  problems.throwIfAny();
}
