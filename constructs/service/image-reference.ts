import { Aws, Token } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Problems } from '../shared/problems';

const DIGEST = /@sha256:[0-9a-f]{64}$/;
const TAG = /:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;
const PRIVATE_REGISTRY = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.(?:com|eu)\/([^:@]+)/;
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
/** What the first pull of an image through a cache takes besides; for other repositories these do nothing. */
const IMPORT = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

/** Records that an image is not pinned: it must carry a digest, or a tag other than `latest`. */
export function checkImage(problems: Problems, path: string, image: string): void {
  if (Token.isUnresolved(image) || DIGEST.test(image)) {
    return;
  }
  const tag = TAG.exec(image)?.[1];
  problems.require(tag !== undefined && tag !== 'latest' && !image.includes('@'), path, image,
    'Pin the image: append a digest (@sha256: and 64 hexadecimal digits, as `docker buildx imagetools inspect` prints it), or a tag that is not latest (:1.4.2). What latest means changes without a review.');
}

/** Statements that let a task execution role pull an image: none for a registry outside ECR. */
export function pullStatements(image: string, repositoryArn?: string): PolicyStatement[] {
  const arn = repositoryArn ?? literalRepositoryArn(image);
  return arn === undefined ? [] : [
    // The action knows no resources.
    new PolicyStatement({ sid: 'SignInToRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({ sid: 'PullImage', actions: [...PULL, ...(repositoryArn ? [] : IMPORT)], resources: [arn] }),
  ];
}

function literalRepositoryArn(image: string): string | undefined {
  const match = PRIVATE_REGISTRY.exec(image);
  return match ? `arn:${Aws.PARTITION}:ecr:${match[2]}:${match[1]}:repository/${match[3]}` : undefined;
}
