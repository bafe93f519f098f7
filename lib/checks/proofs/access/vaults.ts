import type { AccessModel } from './model';
import { policyOf, type Policy } from './statement';
import type { Target } from './targets';

const NOWHERE = { template: '', logicalId: '', path: '' };
const VAULT = /^AWS::Backup::(LogicallyAirGapped)?BackupVault$/;
/** ARN of a recovery point that AWS Backup itself keeps; where it lies is not in it. */
export const RECOVERY_POINT = /^arn:[^:]*:backup:([^:]*):(\d{12}):recovery-point:/;

export function isVault({ type }: Pick<Target, 'type'>): boolean {
  return VAULT.test(type);
}

/**
 * What AWS Backup holds to whatever a vault's policy says: of another account's calls it takes none but copies into the vault.
 * A vault that is shared through Resource Access Manager is not looked at.
 *
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
export function rulesOfBackup(target: Target | undefined): readonly Policy[] {
  return target && isVault(target) ? [policyOf({ Version: '2012-10-17', Statement: [{
    Sid: 'CrossAccountCallsAreRejected', Effect: 'Deny', Principal: '*', NotAction: 'backup:CopyIntoBackupVault', Resource: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalAccount': target.account }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  }] }, 'resource', NOWHERE)] : [];
}

/**
 * Patterns of the ARNs that calls of AWS Backup about what is in a vault are about: its policy decides on them. What the
 * databases' and EC2's own APIs do to snapshots, it does not.
 *
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html#resource-arns-table
 */
export function inside({ arn, account, region }: Target): string[] {
  return [
    arn, `arn:aws:backup:${region}:${account}:recovery-point:*`, `arn:aws:rds:${region}:${account}:cluster-snapshot:awsbackup:*`, `arn:aws:rds:${region}:${account}:snapshot:awsbackup:*`,
    `arn:aws:ec2:${region}::snapshot/*`, `arn:aws:ec2:${region}::image/*`,
  ];
}

/** The key of a vault, if the templates show it. */
export function keyOfVault(model: AccessModel, { template, logicalId }: Target): Target | undefined {
  const key = template.resource(logicalId)?.at('EncryptionKeyArn');
  return key?.present ? model.targetOf(model.names.text(key.raw)) : undefined;
}
