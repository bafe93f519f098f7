import type { Construct } from 'constructs';
import { SharedAccountKind } from '../environment';
import { ImagesStack } from '../stacks/images-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** Properties of `ReleaseStage`. */
export interface ReleaseStageProps extends AccountStageProps {
  /** Image of the hosted service. */
  readonly image: string;
  /** Accounts that pull it. */
  readonly environmentAccounts: string[];
}

/** The release account: the images that every environment runs. */
export class ReleaseStage extends AccountStage {
  constructor(scope: Construct, id: string, props: ReleaseStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.primary, true);
    this.people(placement, SharedAccountKind.RELEASE, this.baseline('Baseline', placement));
    new ImagesStack(this, 'Images', {
      ...placement,
      repositoryName: repositoryIn(`${props.account}.dkr.ecr.${props.regions.primary}.amazonaws.com`, props.image),
      keyUsers: this.keyUsers(),
      pullAccounts: props.environmentAccounts,
      organizationId: props.organization.id,
    });
  }
}

/** Name of the repository that an image lies in, if it lies in that registry. */
function repositoryIn(registry: string, image: string): string | undefined {
  return image.startsWith(`${registry}/`) ? image.slice(registry.length + 1).replace(/[@:].*$/, '') : undefined;
}
