import { Mixin } from 'aws-cdk-lib/core';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { IConstruct } from 'constructs';

/**
 * An image repository whose tags never move, and whose images are scanned when they are pushed.
 *
 * Control OPS3. It sets no key: a repository cannot change its encryption without being replaced.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class RepositoryImmutable extends Mixin {
  /** Supports `AWS::ECR::Repository`. */
  public override supports(construct: IConstruct): boolean {
    return CfnRepository.isCfnRepository(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const repository = construct as CfnRepository;
    repository.imageTagMutability = 'IMMUTABLE';
    repository.imageScanningConfiguration = { scanOnPush: true };
  }
}
