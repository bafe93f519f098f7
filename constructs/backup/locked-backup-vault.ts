import { Annotations, RemovalPolicy } from 'aws-cdk-lib/core';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { checkLock, type VaultLock } from './vault-lock';
import { vaultPolicy, type VaultAccess } from './vault-statements';
import { checkAccess } from './vault-checks';

/** What a `LockedBackupVault` is made of. */
export interface LockedBackupVaultProps {
  /** Name of the vault, 2 to 50 letters, digits, hyphens and underscores: agreed ahead, as copies name it. */
  readonly backupVaultName: string;

  /** Key of the vault, another than that of the data (control BAK4). It is refused to everybody to delete or disable it. */
  readonly key: kms.IKey;

  /** How long what the vault keeps is held. */
  readonly vaultLock: VaultLock;

  /** Who may do what. */
  readonly access: VaultAccess;
}

/**
 * A vault that nobody empties.
 *
 * Guarantees: under its own key; locked from the day it is made, in compliance mode if the lock has a cooling-off
 * period; a policy that refuses every deletion and shortening to everybody, restoring to all but named roles, and
 * everything to principals outside the organisation; kept when its stack goes.
 *
 * The lock does not guard the key: give one whose loss is refused (`DomainKey.denyLoss`), and see `OrganizationGuardrails`.
 *
 * Controls BAK3, BAK4, BAK5, BAK7. https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class LockedBackupVault extends backup.BackupVault {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: LockedBackupVaultProps) {
    const problems = new Problems('LockedBackupVault');
    problems.require(/^[\w-]{2,50}$/.test(props.backupVaultName), 'backupVaultName', props.backupVaultName, 'Write 2 to 50 letters, digits, hyphens or underscores.');
    checkLock(problems, props.vaultLock, 1);
    checkAccess(problems, props.access);
    problems.throwIfAny();
    super(scope, id, {
      backupVaultName: props.backupVaultName,
      encryptionKey: props.key,
      lockConfiguration: { minRetention: props.vaultLock.minRetention, maxRetention: props.vaultLock.maxRetention, changeableFor: props.vaultLock.coolingOff },
      accessPolicy: vaultPolicy(scope, props.access),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    classify(this, DataClassification.PERSONAL);
    if (props.vaultLock.coolingOff) {
      Annotations.of(this).addWarningV2('cdk-dtap:compliance-lock', complianceWarning(props.backupVaultName, props.vaultLock));
    }
  }
}

function complianceWarning(name: string, lock: VaultLock): string {
  return `${lock.coolingOff?.toDays()} days after its first deployment the vault ${name} is locked in compliance mode. From then on nobody, not the root user and not AWS, can delete a backup before ` +
    `its time, keep one for less than ${lock.minRetention.toDays()} days, change the lock or take it away, and what is stored is paid for until it expires (up to ${lock.maxRetention.toDays()} days).`;
}
