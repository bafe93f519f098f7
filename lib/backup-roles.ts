import { RunbookNames } from '../constructs/shared';
import { pascal } from './pascal';

/** A role of an account, by its ARN. */
export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/**
 * Names of the roles that make, copy, restore and rehearse backups: agreed ahead, since policies of vaults, keys and the
 * organisation name them. Each begins with the name of its stage and stack, as the execution policy of the bootstrap asks.
 */
export class BackupRoleNames {
  /** The role that makes the backups of an environment, in one of its regions. */
  public static plans(stage: string, place: BackupPlace): string {
    return `${stage}-${place}-Plans`;
  }

  /** The role that opts a region of an account in to the services that AWS Backup takes care of. */
  public static optIn(stage: string, place: BackupPlace): string {
    return `${stage}-${place}-OptIn`;
  }

  /** The role that an environment's stores are restored with. */
  public static restore(stage: string): string {
    return `${stage}-Runbooks-Restore`;
  }

  /** The role that an environment's backups are sent back with. */
  public static copyBack(environment: string): string {
    return `${BACKUP_STAGE}-Runbooks-${pascal(environment)}Copy`;
  }

  /** The role that restores of an environment's backups are rehearsed with. */
  public static rehearsal(environment: string): string {
    return `${BACKUP_STAGE}-${pascal(environment)}Rehearsal-Restore`;
  }

  private constructor() {}
}

/** Stacks that make backups, or watch over them: one for each region of an account. */
export enum BackupPlace {
  /** The home of an environment. */
  HOME = 'Backup',
  /** The region that an environment stands by in. */
  RECOVERY = 'RecoveryBackup',
  /** The backup account. */
  VAULTS = 'Watch',
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
  /** Whether it stands by in a second region, and keeps backups there. */
  readonly standsBy: boolean;
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
  const places = ({ standsBy }: BackedUpAccount) => [BackupPlace.HOME, ...(standsBy ? [BackupPlace.RECOVERY] : [])];
  return {
    sharing: [...copied.flatMap((each) => places(each).map((place) => roleArn(each.account, BackupRoleNames.plans(each.stage, place)))), ...copied.map(({ environment }) => roleArn(backupAccount, BackupRoleNames.copyBack(environment)))],
    kept: [
      ...copied.flatMap(({ account, stage }) => ['*Backup', 'Runbooks'].map((stack) => roleArn(account, `${stage}-${stack}-*`))), roleArn(backupAccount, `${BACKUP_STAGE}-*`),
      ...[RunbookNames.RESTORES, `${RunbookNames.RETURN_BACKUPS}-*`].map((runbook) => roleArn('*', RunbookNames.roleOf(runbook))),
    ],
    settings: [...accounts.flatMap((each) => places(each).map((place) => roleArn(each.account, BackupRoleNames.optIn(each.stage, place)))), roleArn(backupAccount, BackupRoleNames.optIn(BACKUP_STAGE, BackupPlace.VAULTS))],
  };
}
