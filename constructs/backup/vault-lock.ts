import type { Duration } from 'aws-cdk-lib/core';
import type { Problems } from '../shared/problems';

/** How long a vault holds on to what it keeps. */
export interface VaultLock {
  /** Least time for which every backup is kept: 1 day or more. A job that asks for less is refused. */
  readonly minRetention: Duration;

  /** Longest time for which a backup is kept, 36,500 days at most. A job that asks for more is refused. */
  readonly maxRetention: Duration;

  /**
   * Cooling-off period, 3 days or more, after which the lock is in compliance mode: from then on nobody, not the root
   * user and not AWS, can delete or shorten what the vault keeps, nor take the lock away; deleting the account is all
   * that remains. Until then the lock can be taken off.
   *
   * @default the lock is in governance mode: who may delete the lock may delete what it guards
   */
  readonly coolingOff?: Duration;
}

/** Longest retention that AWS Backup takes, in days. */
const MAX_DAYS = 36_500;

/**
 * Records what is wrong with a lock.
 *
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function checkLock(problems: Problems, lock: VaultLock, leastDays: number): void {
  const min = lock.minRetention.toDays({ integral: false });
  const max = lock.maxRetention.toDays({ integral: false });
  const coolingOff = lock.coolingOff?.toDays({ integral: false });
  problems.require(Number.isInteger(min) && min >= leastDays, 'vaultLock.minRetention', min, `Write ${leastDays} days or more, in whole days.`);
  problems.require(Number.isInteger(max) && max <= MAX_DAYS, 'vaultLock.maxRetention', max, `Write ${MAX_DAYS.toLocaleString('en')} days or less, in whole days.`);
  problems.require(max >= min, 'vaultLock.maxRetention', max, `It is less than the least retention of ${min} days: the vault would take no backup at all.`);
  problems.require(coolingOff === undefined || (Number.isInteger(coolingOff) && coolingOff >= 3), 'vaultLock.coolingOff', coolingOff, 'AWS Backup takes 3 days or more, in whole days.');
}
