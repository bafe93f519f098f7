import type { Construct } from 'constructs';
import { DomainKey } from '../../constructs/keys';
import { ImageReplication, ImageRepository, PullThroughCache, RegistryScanning, UpstreamRegistry } from '../../constructs/service';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `ImagesStack`. */
export interface ImagesStackProps extends PlacementProps {
  /**
   * Name of the repository of the hosted service.
   *
   * @default - no repository: the service's image lies in a registry outside the estate
   */
  readonly repositoryName?: string;
  /** ARNs of the roles that use the key, `*` allowed in a name. */
  readonly keyUsers: string[];
  /** Accounts that pull images. */
  readonly pullAccounts: string[];
  /** Organisation that an account must be a member of to pull. */
  readonly organizationId: string;
  /**
   * Region that the images of the hosted service are copied to.
   *
   * @default - they stay in this region
   */
  readonly replicaRegion?: string;
}

/** The estate's own images, and its copies of public ones. */
export class ImagesStack extends EstateStack {
  constructor(scope: Construct, id: string, props: ImagesStackProps) {
    super(scope, id, props, 'Images of the estate');
    const key = new DomainKey(this, 'ImagesKey', { domain: 'images', alias: keyAlias(props, 'images'), usedBy: props.keyUsers, usedThrough: ['ecr'] });
    new RegistryScanning(this, 'Scanning');
    new PullThroughCache(this, 'PublicImages', { upstream: UpstreamRegistry.ECR_PUBLIC, prefix: 'ecr-public', encryptionKey: key });
    if (props.repositoryName) {
      new ImageRepository(this, 'Service', {
        encryptionKey: key,
        repositoryName: props.repositoryName,
        pullAccounts: props.pullAccounts,
        organizationId: props.organizationId,
      });
      if (props.replicaRegion) {
        new ImageReplication(this, 'Replication', { repositoryNames: [props.repositoryName], regions: [props.replicaRegion] });
      }
    }
  }
}
