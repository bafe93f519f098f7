import type { ObjectsRehearsal, RestoreQuery } from '../constructs/backup';

/** What the stores of an environment are asked when they are restored for a test. */
export interface RestoreExpectations {
  /** What databases are asked. */
  readonly queries: RestoreQuery[];
  /** What buckets have to hold. */
  readonly objects: ObjectsRehearsal;
}

/** How the estate keeps its backups. */
export interface BackupsProps {
  /**
   * Least time for which the backup account keeps each backup, in days, 7 or more. No tier of a copied environment keeps
   * its backups for less.
   */
  readonly minRetentionDays: number;

  /** Longest time for which a vault keeps a backup, in days, 36,500 at most. No tier keeps its backups for longer. */
  readonly maxRetentionDays: number;

  /**
   * Days, 3 or more, between the first deployment of a locked vault and the moment from which nobody, not the root user
   * and not AWS, takes its lock away or deletes a backup before its time. Until then the lock can be taken off.
   */
  readonly coolingOffDays: number;

  /**
   * ARN of a multi-party approval team, whose members together open the air-gapped vaults when the backup account is out
   * of reach (control BAK6). A vault keeps its team for ever.
   *
   * @default - the air-gapped vaults are opened from the backup account only
   */
  readonly approvalTeamArn?: string;

  /**
   * What restored stores are asked, twice a week (control BAK8). See `RestoreQuery` for who asks.
   *
   * @default - whether the database has a table at all, and the bucket an object
   */
  readonly rehearsal?: RestoreExpectations;
}
