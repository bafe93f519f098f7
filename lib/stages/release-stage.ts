import type { Construct } from 'constructs';
import { SharedAccountKind } from '../environment';
import { ImagesStack } from '../stacks/images-stack';
import { RecoveryImagesStack } from '../stacks/recovery-images-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** Properties of `ReleaseStage`. */
export interface ReleaseStageProps extends AccountStageProps {
  /** Image of the hosted service. */
  readonly image: string;
  /** Whether an environment runs it in the recovery region too. */
  readonly replicated: boolean;
  /** Accounts that pull it. */
  readonly environmentAccounts: string[];
}

/** The release account: the images that every environment runs. */
export class ReleaseStage extends AccountStage {
  constructor(scope: Construct, id: string, props: ReleaseStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.primary, true);
    this.people(placement, SharedAccountKind.RELEASE, this.baseline('Baseline', placement));
    const repositoryName = repositoryIn(`${props.account}.dkr.ecr.${props.regions.primary}.amazonaws.com`, props.image);
    const readers = { keyUsers: this.keyUsers(), pullAccounts: props.environmentAccounts, organizationId: props.organization.id };
    const images = new ImagesStack(this, 'Images', { ...placement, ...readers, repositoryName, replicaRegion: props.replicated ? props.regions.recovery : undefined });
    if (props.replicated && repositoryName) {
      const replica = new RecoveryImagesStack(this, 'RecoveryImages', { ...this.placement(props.regions.recovery, true), ...readers, repositoryName });
      images.addStackDependency(replica, 'ECR would make the repository there without key and policy');
    }
  }
}

/** Name of the repository that an image lies in, if it lies in that registry. */
function repositoryIn(registry: string, image: string): string | undefined {
  return image.startsWith(`${registry}/`) ? image.slice(registry.length + 1).replace(/[@:].*$/, '') : undefined;
}
