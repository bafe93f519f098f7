import { Stack } from 'aws-cdk-lib/core';
import { CfnPullThroughCacheRule, CfnRepositoryCreationTemplate } from 'aws-cdk-lib/aws-ecr';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/** Registries that ECR caches from. */
export enum UpstreamRegistry {
  /** Amazon ECR Public; open to everybody. */
  ECR_PUBLIC = 'public.ecr.aws',
  /** The Kubernetes project's registry; open to everybody. */
  KUBERNETES = 'registry.k8s.io',
  /** Quay; open to everybody. */
  QUAY = 'quay.io',
  /** Docker Hub; needs a credential. */
  DOCKER_HUB = 'registry-1.docker.io',
  /** GitHub Container Registry; needs a credential. */
  GITHUB = 'ghcr.io',
}

/** Properties of `PullThroughCache`. */
export interface PullThroughCacheProps {
  /** Where images come from on their first pull. */
  readonly upstream: UpstreamRegistry;

  /** First part of the cached repositories' names, 2 to 30 characters, e.g. `ecr-public`. One cache per prefix in a registry. */
  readonly prefix: string;

  /** Key that encrypts the cached images. */
  readonly encryptionKey: IKey;

  /**
   * User name and access token for the upstream, in a secret whose name starts with `ecr-pullthroughcache/`.
   *
   * @default - the upstream is asked without signing in, which Docker Hub and GitHub refuse
   */
  readonly credential?: ISecret;
}

const CREDENTIAL_REGISTRIES = [UpstreamRegistry.DOCKER_HUB, UpstreamRegistry.GITHUB];
const UNTAGGED_DAYS = 14;

/**
 * Keeps copies of public images in the account's own registry, so that nothing runs that was pulled from the Internet directly:
 * pull `<account>.dkr.ecr.<region>.amazonaws.com/<prefix>/<upstream repository>:<tag>`.
 *
 * ECR creates a repository on the first pull of an image: encrypted under the key, its tags immutable. A tag that moves
 * upstream therefore stays as it was first pulled here (controls ENC1, OPS3).
 *
 * Whoever pulls first needs `ecr:BatchImportUpstreamImage` and `ecr:CreateRepository`; `ContainerService` has them for such images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  /** First part of the cached repositories' names. */
  public readonly prefix: string;
  /** Address that cached images are pulled from: append `/<upstream repository>:<tag>`. */
  public readonly uri: string;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    validate(this.node.path, props);
    const stack = Stack.of(this);
    const template = new CfnRepositoryCreationTemplate(this, 'Template', {
      prefix: props.prefix,
      description: `Cached from ${props.upstream}`,
      appliedFor: ['PULL_THROUGH_CACHE'],
      imageTagMutability: 'IMMUTABLE',
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: props.encryptionKey.keyArn },
      lifecyclePolicy: JSON.stringify(UNTAGGED_OUT),
      customRoleArn: this.createRole(props).roleArn,
    });
    const rule = new CfnPullThroughCacheRule(this, 'Resource', {
      ecrRepositoryPrefix: props.prefix,
      upstreamRegistryUrl: props.upstream,
      credentialArn: props.credential?.secretArn,
    });
    rule.addResourceDependency(template);
    this.prefix = props.prefix;
    this.uri = `${stack.account}.dkr.ecr.${stack.region}.${stack.urlSuffix}/${props.prefix}`;
  }

  /** The role that ECR creates repositories with: it must have one to encrypt them under a customer-managed key. */
  private createRole(props: PullThroughCacheProps): Role {
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'What ECR may do to keep copies of upstream images',
      statements: [
        new PolicyStatement({
          actions: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
          resources: [Stack.of(this).formatArn({ service: 'ecr', resource: 'repository', resourceName: `${props.prefix}/*` })],
        }),
        new PolicyStatement({ actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'], resources: [props.encryptionKey.keyArn] }),
      ],
    });
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ecr.amazonaws.com'),
      description: 'Creates repositories for cached images',
      managedPolicies: [policy],
    });
  }
}

const UNTAGGED_OUT = {
  rules: [{
    rulePriority: 1,
    description: 'Remove images that lost their tag',
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: UNTAGGED_DAYS },
    action: { type: 'expire' },
  }],
};

function validate(path: string, props: PullThroughCacheProps): void {
  const problems = new Problems(`PullThroughCache '${path}'`);
  problems.require(/^(?=.{2,30}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/.test(props.prefix), 'prefix', props.prefix, 'Give 2 to 30 lower-case letters, digits and single separators, e.g. ecr-public.');
  problems.require(!CREDENTIAL_REGISTRIES.includes(props.upstream) || props.credential !== undefined, 'credential', props.credential, `Give a secret with user name and access token: ${props.upstream} answers only who signs in.`);
  problems.throwIfAny();
}
