import type { Problems } from '../shared/problems';

const MINUTES_A_DAY = 24 * 60;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A stretch of the day or of the week, in minutes from its start. */
interface Stretch {
  readonly day?: number;
  readonly from: number;
  readonly length: number;
}

/**
 * Records what is wrong with a backup window (`hh:mm-hh:mm`) and a maintenance window (`ddd:hh:mm-ddd:hh:mm`), both in
 * UTC: RDS refuses windows under 30 minutes, and windows that overlap.
 */
export function checkWindows(problems: Problems, backupWindow: string, maintenanceWindow: string): void {
  const backup = readBackupWindow(backupWindow);
  const maintenance = readMaintenanceWindow(maintenanceWindow);
  problems.require(backup !== undefined && backup.length >= 30, 'backupWindow', backupWindow, "Write a time of day of 30 minutes or more in UTC, e.g. '01:00-02:00'.");
  problems.require(maintenance !== undefined && maintenance.length >= 30, 'maintenanceWindow', maintenanceWindow, "Write a stretch of 30 minutes or more in UTC, e.g. 'sun:03:00-sun:04:00'.");
  if (backup && maintenance) {
    problems.require(!overlap(backup, maintenance), 'maintenanceWindow', maintenanceWindow, `It overlaps the backup window ${backupWindow}: move one of them.`);
  }
}

function readBackupWindow(window: string): Stretch | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(window);
  if (!match) {
    return undefined;
  }
  const from = minutes(match[1], match[2]);
  return { from, length: (minutes(match[3], match[4]) - from + MINUTES_A_DAY) % MINUTES_A_DAY };
}

function readMaintenanceWindow(window: string): Stretch | undefined {
  const match = /^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)$/.exec(window);
  if (!match || !DAYS.includes(match[1]) || !DAYS.includes(match[4])) {
    return undefined;
  }
  const day = DAYS.indexOf(match[1]);
  const from = minutes(match[2], match[3]);
  const until = DAYS.indexOf(match[4]) * MINUTES_A_DAY + minutes(match[5], match[6]);
  const week = 7 * MINUTES_A_DAY;
  return { day, from, length: (until - day * MINUTES_A_DAY - from + week) % week };
}

/** The backup window comes back every day, so only the times of day count. */
function overlap(backup: Stretch, maintenance: Stretch): boolean {
  const apart = (maintenance.from - backup.from + MINUTES_A_DAY) % MINUTES_A_DAY;
  return apart < backup.length || (MINUTES_A_DAY - apart) % MINUTES_A_DAY < maintenance.length;
}

function minutes(hours: string, rest: string): number {
  return Number(hours) * 60 + Number(rest);
}
