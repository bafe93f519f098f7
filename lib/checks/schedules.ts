import type { Value } from './template';
import { compliant, open, unknown, violation, type Verdict } from './verdict';

const HOURS: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };
const EVERY_DAY = /^(\*|\?|[*1]\/1|1-31)$/;
const EVERY_WEEKDAY = /^(\*|\?|1-7|sun-sat|mon-sun)$/i;
const EVERY_MONTH = /^(\*|[*1]\/1|1-12|jan-dec)$/i;

/** The schedule, `cron(…)` or `rate(…)`, must come round every day, or more often. */
export function everyDay(schedule: Value): Verdict {
  return often(schedule, 24, ([, , day, month, weekday, year]) => EVERY_DAY.test(day) && EVERY_WEEKDAY.test(weekday) && EVERY_MONTH.test(month) && year === '*', 'daily');
}

/** The schedule must come round every month, or more often. */
export function everyMonth(schedule: Value): Verdict {
  return often(schedule, 31 * 24, ([, , , month, , year]) => EVERY_MONTH.test(month) && year === '*', 'monthly');
}

function often(schedule: Value, hours: number, isOften: (fields: readonly string[]) => boolean, word: string): Verdict {
  if (schedule.open !== undefined) {
    return open(schedule);
  }
  const text = schedule.text ?? '';
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  const fields = /^cron\(\s*(\S+(?:\s+\S+){5})\s*\)$/.exec(text)?.[1].split(/\s+/);
  if (!rate && !fields) {
    return unknown(`${text || 'nothing'} is no schedule that can be read`, schedule);
  }
  const holds = rate ? Number(rate[1]) * HOURS[rate[2]] <= hours : isOften(fields ?? []);
  return holds ? compliant(schedule) : violation(`${text} comes round less often than ${word}`, schedule);
}
