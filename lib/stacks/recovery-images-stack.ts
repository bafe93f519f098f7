import type { Construct } from 'constructs';
import { DomainKey } from '../../constructs/keys';
import { ImageRepository, RegistryScanning } from '../../constructs/service';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `RecoveryImagesStack`. */
export interface RecoveryImagesStackProps extends PlacementProps {
  /** Name of the repository of the hosted service, in both regions. */
  readonly repositoryName: string;
  /** ARNs of the roles that use the key, `*` allowed in a name. */
  readonly keyUsers: string[];
  /** Accounts that pull images. */
  readonly pullAccounts: string[];
  /** Organisation that an account must be a member of to pull. */
  readonly organizationId: string;
}

/** Where the images of the hosted service are copied to: a repository of the recovery region, under a key of that region. */
export class RecoveryImagesStack extends EstateStack {
  constructor(scope: Construct, id: string, props: RecoveryImagesStackProps) {
    super(scope, id, props, 'Images of the estate in the recovery region');
    const key = new DomainKey(this, 'ImagesKey', { domain: 'images', alias: keyAlias(props, 'images'), usedBy: props.keyUsers, usedThrough: ['ecr'] });
    new RegistryScanning(this, 'Scanning');
    new ImageRepository(this, 'Service', {
      encryptionKey: key,
      repositoryName: props.repositoryName,
      pullAccounts: props.pullAccounts,
      organizationId: props.organizationId,
    });
  }
}
