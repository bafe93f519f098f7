import type { Property, PropertyFinding } from '../../proofs/property';
import { compliant, unknown, violation, type Verdict } from '../../verdict';
import { told } from '../durations';
import { templateOf } from '../ground';
import { POINT_MINUTES, pointsOf, type Point } from '../recovery-point';
import { recoveryTime, type RecoveryTime } from '../recovery-time';
import { pairOf, type Pair } from '../standby';
import type { Table } from '../table';

/** Control AVA5. */
const TIME_MINUTES = 60;

export const RecoveryAsPromised: Property = {
  id: 'RecoveryAsPromised',
  title: 'Production is back in the second region within 60 minutes, with all but the last 5 minutes of data.',
  why: 'A second region that takes longer, or is further behind, is found out on the day that it is needed.',
  mend: 'Put the databases into a global database, copy objects in controlled time, bound or watch the lag of both at 5 minutes, and shorten the steps that are named.',
  proof: 'model',
  controls: ['AVA5'],
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  check: (set) => {
    const pair = pairOf(set);
    return pair ? findings(pair) : [];
  },
};

function findings(pair: Pair): PropertyFinding[] {
  const { ground } = pair.first.site;
  const able = pair.missing.length === 0 ? pair.second : undefined;
  const time = able && recoveryTime(pair, able);
  const points = pointsOf(pair, pair.second);
  const { resource } = pair.first.record ?? pair.first.balancer;
  const verdicts = [onTime(pair, time), ...points.map(onPoint)];
  return [resource, ...points.map((point) => point.resource)].map((about, i) => ({
    template: templateOf(ground, about), logicalId: about.logicalId, verdict: verdicts[i], ...(i === 0 && { table: tableOf(pair, time, points, verdicts) }),
  }));
}

function onTime({ missing }: Pair, time: RecoveryTime | undefined): Verdict {
  if (!time) {
    return violation(`traffic does not move to a second region: ${missing.join('; ')}`);
  }
  const longest = time.stages.reduce((a, b) => (b.minutes > a.minutes ? b : a));
  return time.open.length > 0 ? unknown(`the recovery time is not decided: ${time.open.slice(0, 3).join('; ')}`)
    : time.minutes <= TIME_MINUTES ? { ...compliant(), facts: [{ path: 'recovery time', value: told(time.minutes) }] }
      : violation(`the recovery time is ${told(time.minutes)}, more than ${TIME_MINUTES}; what takes longest is ${longest.what} with ${told(longest.minutes)}`);
}

function onPoint({ missing, open, held, committed }: Point): Verdict {
  return open !== undefined ? unknown(`the recovery point is not decided: ${open}`)
    : missing !== undefined ? violation(`the recovery point is not known to be at most ${POINT_MINUTES} minutes: ${missing}`)
      : held && held.minutes > POINT_MINUTES ? violation(`the recovery point may be ${told(held.minutes)}, more than ${POINT_MINUTES} minutes: ${held.by}`)
        : { ...compliant(), facts: [{ path: 'recovery point', value: `${held!.by}; AWS commits to ${committed}` }] };
}

function tableOf(pair: Pair, time: RecoveryTime | undefined, points: readonly Point[], verdicts: readonly Verdict[]): Table {
  const bad = verdicts.flatMap(({ messages }) => messages);
  return {
    title: `Recovery: ${pair.first.site.environment}`,
    columns: ['Of', 'What', 'Counted', 'Because', 'Source'],
    rows: [
      ...points.map(({ what, how, typical, committed, held, source, missing }) => ['recovery point', what, held ? `${held.bounded ? 'at most' : 'watched at'} ${told(held.minutes)}` : '✕ not known', `${how}: ${typical}; AWS commits to ${committed}; ${held?.by ?? missing}`, source]),
      ...(time?.stages ?? []).map(({ what, minutes, says, source, open }) => ['recovery time', what, open === undefined ? told(minutes) : '? open', says, source]),
      ['recovery time', 'all', time ? told(time.minutes) : '✕ not known', time ? `${time.stages.length} steps, one after the other` : pair.missing.join('; '), ''],
    ],
    notes: [
      bad.length === 0 ? `Result: back after ${told(time!.minutes)}, of ${TIME_MINUTES}; data is bounded, or watched, at ${told(Math.max(...points.map(({ held }) => held?.minutes ?? 0)))} or less, of ${POINT_MINUTES}.` : `Result: ${bad.join('; ')}.`,
      'Steps are counted one after the other, though some run at the same time. What is assumed is not in any template: each rehearsal measures it.',
      'What is watched is not bounded: the alarm tells those on call that the point is missed, before it is needed. For objects AWS commits to 15 minutes; 5 are watched, and seconds are usual.',
      'Objects that were not copied yet are late, not lost, unless the region itself is destroyed.',
    ],
  };
}
