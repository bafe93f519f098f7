import type { Duration } from 'aws-cdk-lib/core';
import type { Problems } from '../shared/problems';
import { isEeaRegion } from '../shared/regions';
import type { BackupPlansProps } from './backup-plans';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** Records what is wrong with backup plans whose rules start at those hours. */
export function checkPlans(problems: Problems, props: BackupPlansProps, hours: number[]): void {
  problems.require(props.kinds.length > 0, 'kinds', props.kinds, 'Name the kinds of stores that are there.');
  problems.require(new Set(props.kinds).size === props.kinds.length, 'kinds', props.kinds, 'Name each kind once.');
  checkDays(problems, 'dailyRetention', props.dailyRetention, 36_500);
  checkDays(problems, 'monthlyRetention', props.monthlyRetention, 36_500);
  checkDays(problems, 'continuousRetention', props.continuousRetention, 35);
  const start = props.startHour ?? 0;
  problems.require(Number.isInteger(start) && start >= 0 && start <= 23, 'startHour', props.startHour, 'Write an hour of the day in UTC, 0 to 23.');
  Object.entries(props.copies ?? {}).forEach(([name, arn]) => checkVault(problems, `copies.${name}`, String(arn)));
  (props.maintenanceWindows ?? []).forEach((window, index) => checkWindow(problems, `maintenanceWindows[${index}]`, window, hours));
}

function checkDays(problems: Problems, path: string, retention: Duration | undefined, most: number): void {
  const days = retention?.toDays({ integral: false });
  problems.require(days === undefined || (Number.isInteger(days) && days >= 1 && days <= most), path, days, `Write 1 to ${most.toLocaleString('en')} days, in whole days.`);
}

function checkVault(problems: Problems, path: string, arn: string): void {
  const region = /^arn:[^:]+:backup:([^:]+):\d{12}:backup-vault:[\w-]{2,50}$/.exec(arn)?.[1];
  problems.require(region !== undefined, path, arn, 'Write the ARN of a vault, e.g. arn:aws:backup:eu-north-1:111122223333:backup-vault:central.');
  problems.require(region === undefined || isEeaRegion(region), path, arn, 'Copies stay inside the European Economic Area: London (eu-west-2) and Zurich (eu-central-2) are not in it.');
}

/** A backup starts within the hour; a database refuses to start one in the hour before its maintenance, and in it. */
function checkWindow(problems: Problems, path: string, window: string, hours: number[]): void {
  const match = /^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)$/.exec(window);
  if (!match || !DAYS.includes(match[1]) || !DAYS.includes(match[4])) {
    problems.add(path, window, "Write a stretch of the week in UTC, e.g. 'sun:03:00-sun:04:00'.");
    return;
  }
  const minute = (day: string, hour: string, rest: string) => DAYS.indexOf(day) * MINUTES_A_DAY + Number(hour) * 60 + Number(rest);
  const from = minute(match[1], match[2], match[3]) - 60;
  const length = (minute(match[4], match[5], match[6]) - from + MINUTES_A_WEEK) % MINUTES_A_WEEK;
  const met = hours.filter((hour) => {
    const apart = (hour * 60 - (from % MINUTES_A_DAY) + 2 * MINUTES_A_DAY) % MINUTES_A_DAY;
    return length >= MINUTES_A_DAY || apart < length || MINUTES_A_DAY - apart < 60;
  });
  problems.require(met.length === 0, path, window, `A backup starts at ${met.map((hour) => `${String(hour).padStart(2, '0')}:00`).join(' and ')} UTC, within the window or the hour before it, and would be refused: move the window, or startHour.`);
}
