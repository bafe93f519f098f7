import { RunbookNames } from '../constructs/shared';

/** A role of an account, by its ARN. */
export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/**
 * Names of the roles that make, copy, restore and rehearse backups: agreed ahead, since policies of vaults, keys and the
 * organisation name them. Each begins with the name of its stage and stack, as the execution policy of the bootstrap asks.
 */
export class BackupRoleNames {
  /** The role that makes the backups of an environment. */
  public static plans(stage: string): string {
    return `${stage}-Backup-Plans`;
  }

  /** The role that opts an account in to the services that AWS Backup takes care of. */
  public static optIn(stage: string): string {
    return stage === BACKUP_STAGE ? `${stage}-Watch-OptIn` : `${stage}-Backup-OptIn`;
  }

  /** The role that an environment's stores are restored with. */
  public static restore(stage: string): string {
    return `${stage}-Runbooks-Restore`;
  }

  /** The role that an environment's backups are sent back with. */
  public static copy(environment: string): string {
    return `${BACKUP_STAGE}-Runbooks-${pascal(environment)}Copy`;
  }

  /** The role that restores of an environment's backups are rehearsed with. */
  public static rehearsal(environment: string): string {
    return `${BACKUP_STAGE}-${pascal(environment)}Rehearsal-Restore`;
  }

  private constructor() {}
}

/** Id of the backup account's stage. */
const BACKUP_STAGE = 'Backup';

/** An account with stores. */
interface BackedUpAccount {
  readonly account: string;
  readonly stage: string;
  /** Its name as an environment, e.g. `production`. */
  readonly environment: string;
  /** Whether its backups are copied to the backup account, and can be restored by a runbook. */
  readonly copied: boolean;
}

/** What the organisation's policies say of backups. */
export interface BackupControl {
  /** ARNs of the roles that share snapshots while AWS Backup copies them. */
  readonly sharing: string[];
  /** ARN patterns of the roles that deployments alone change and hand to a service. */
  readonly kept: string[];
  /** ARNs of the roles that say which services AWS Backup takes care of. */
  readonly settings: string[];
}

/** The roles of backups in all accounts. */
export function backupControl(accounts: BackedUpAccount[], backupAccount: string): BackupControl {
  const copied = accounts.filter((each) => each.copied);
  return {
    sharing: [...copied.map(({ account, stage }) => roleArn(account, BackupRoleNames.plans(stage))), ...copied.map(({ environment }) => roleArn(backupAccount, BackupRoleNames.copy(environment)))],
    kept: [
      ...copied.flatMap(({ account, stage }) => ['Backup', 'Runbooks'].map((stack) => roleArn(account, `${stage}-${stack}-*`))), roleArn(backupAccount, `${BACKUP_STAGE}-*`),
      ...[RunbookNames.RESTORES, `${RunbookNames.RETURN_BACKUPS}-*`].map((runbook) => roleArn('*', RunbookNames.roleOf(runbook))),
    ],
    settings: [...accounts.map(({ account, stage }) => roleArn(account, BackupRoleNames.optIn(stage))), roleArn(backupAccount, BackupRoleNames.optIn(BACKUP_STAGE))],
  };
}

function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
