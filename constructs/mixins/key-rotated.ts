import { Mixin } from 'aws-cdk-lib/core';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

const YEAR_IN_DAYS = 365;

/**
 * A symmetric key that rotates at least yearly, and takes 30 days to delete.
 *
 * Controls ENC2, KEY2. https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export class KeyRotated extends Mixin {
  /** Supports `AWS::KMS::Key` of the symmetric kind, the only one whose rotation KMS does by itself. */
  public override supports(construct: IConstruct): boolean {
    return CfnKey.isCfnKey(construct) && (construct.keySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT';
  }

  public override applyTo(construct: IConstruct): void {
    const key = construct as CfnKey;
    key.enableKeyRotation = true;
    key.rotationPeriodInDays = Math.min(key.rotationPeriodInDays ?? YEAR_IN_DAYS, YEAR_IN_DAYS);
    key.pendingWindowInDays = 30;
  }
}
