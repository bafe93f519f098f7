import { Mixin } from 'aws-cdk-lib/core';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/** How a log group is encrypted and kept. */
export interface LogGroupEncryptedProps {
  /** Key that encrypts the log group. Its policy must allow CloudWatch Logs: `DomainKey.allowLogGroups`. */
  readonly key: IKey;

  /**
   * How long events are kept.
   *
   * @default what the log group already says, else a year
   */
  readonly retention?: RetentionDays;
}

/**
 * A log group under a customer-managed key whose events expire.
 *
 * Controls ENC1, DAT4. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export class LogGroupEncrypted extends Mixin {
  constructor(private readonly props: LogGroupEncryptedProps) {
    super();
  }

  /** Supports `AWS::Logs::LogGroup`. */
  public override supports(construct: IConstruct): boolean {
    return CfnLogGroup.isCfnLogGroup(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const group = construct as CfnLogGroup;
    group.kmsKeyId = this.props.key.keyArn;
    group.retentionInDays = this.props.retention ?? group.retentionInDays ?? 365;
  }
}
