import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { type IRepository, Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/** Properties of `ImageRepository`. */
export interface ImageRepositoryProps {
  /** Key that encrypts the images. Accounts that pull need no right on it: ECR decrypts by its own grant. */
  readonly encryptionKey: IKey;

  /**
   * Name, where other accounts must know it ahead of the deployment.
   *
   * @default - CloudFormation chooses one
   */
  readonly repositoryName?: string;

  /**
   * Accounts, besides the repository's own, that may pull.
   *
   * @default - only the repository's own account
   */
  readonly pullAccounts?: string[];

  /**
   * Organisation, as `o-…`, that an account must still be a member of to pull.
   *
   * @default - membership is not looked at
   */
  readonly organizationId?: string;

  /**
   * How many of the newest images are kept. At least 2, so that the one in use and its predecessor are.
   *
   * @default 100
   */
  readonly keepImages?: number;

  /**
   * Age at which an image without a tag is removed, in whole days.
   *
   * @default - 14 days
   */
  readonly untaggedAfter?: Duration;

  /**
   * What becomes of the repository when the stack goes.
   *
   * @default - it stays, unless its very creation failed
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A private image repository: immutable tags, scan on push, encrypted under a customer-managed key, old images removed
 * (controls ENC1, OPS3, NET10, DAT4).
 *
 * Who may pull is a list of accounts, never a wildcard; each account's own policies decide who in it may.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class ImageRepository extends Construct {
  /** The repository. */
  public readonly repository: IRepository;
  /** Address to push to and pull from, without a tag. */
  public readonly repositoryUri: string;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    validate(this.node.path, props);
    const repository = new Repository(this, 'Resource', {
      repositoryName: props.repositoryName,
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.KMS,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        { rulePriority: 1, description: 'Remove images that lost their tag', tagStatus: TagStatus.UNTAGGED, maxImageAge: props.untaggedAfter ?? Duration.days(14) },
        { rulePriority: 2, description: 'Keep the newest images', tagStatus: TagStatus.ANY, maxImageCount: props.keepImages ?? 100 },
      ],
    });
    if (props.pullAccounts?.length) {
      repository.addToResourcePolicy(new PolicyStatement({
        sid: 'PullFromListedAccounts',
        principals: props.pullAccounts.map((account) => new AccountPrincipal(account)),
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'],
        conditions: props.organizationId ? { StringEquals: { 'aws:PrincipalOrgID': props.organizationId } } : undefined,
      }));
    }
    this.repository = repository;
    this.repositoryUri = repository.repositoryUri;
  }
}

function validate(path: string, props: ImageRepositoryProps): void {
  const problems = new Problems(`ImageRepository '${path}'`);
  const { repositoryName, pullAccounts = [], organizationId, keepImages = 100 } = props;
  problems.require(repositoryName === undefined || /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/.test(repositoryName), 'repositoryName', repositoryName, 'Give 2 to 256 lower-case letters, digits and single separators, e.g. acme/portal.');
  pullAccounts.forEach((account, index) => {
    problems.require(/^\d{12}$/.test(account), `pullAccounts[${index}]`, account, 'Give an account id of 12 digits.');
  });
  problems.require(organizationId === undefined || /^o-[a-z0-9]{10,32}$/.test(organizationId), 'organizationId', organizationId, 'Give the id of an organisation, o- and 10 to 32 letters or digits.');
  problems.require(Number.isInteger(keepImages) && keepImages >= 2, 'keepImages', keepImages, 'Give a whole number from 2.');
  problems.throwIfAny();
}
