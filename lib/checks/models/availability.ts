import { LEVELS, type Level } from './levels';
import { linksOf, type Link } from './links';
import { recoveryTime } from './recovery-time';
import type { Pair, Side } from './standby';

/** Minutes that an outage lasts on average. */
export const OUTAGE_MINUTES = 240;
/** What the assumption goes by: the disruption of S3 in Northern Virginia of 28 February 2017, from 9:37 to 13:54. */
export const OUTAGE_SOURCE = 'https://aws.amazon.com/message/41926/';

/** A row of links, with what they make together. */
export interface Row {
  readonly side: Side;
  readonly links: readonly Link[];
  /** Share of the time that all are there. */
  readonly share: number;
}

/** The composite availability of an environment. */
export interface Availability {
  readonly first: Row;
  readonly second?: Row;
  /** Minutes until the second region serves. */
  readonly switching?: number;
  /** Of both regions together; of the first if there is no second. */
  readonly share: number;
  /** The link of the first region that is most often away. */
  readonly weakest: Link;
  readonly open: readonly string[];
}

export function availabilityOf(pair: Pair): Availability {
  const first = rowOf(pair.first);
  const weakest = first.links.reduce((a, b) => (b.level.percent < a.level.percent ? b : a));
  const open = first.links.flatMap((link) => (link.open === undefined ? [] : [`${link.what} ${link.name}: ${link.open}`]));
  if (!pair.second || pair.missing.length > 0) {
    return { first, share: first.share, weakest, open: [...open, ...(pair.second ? pair.open : [])] };
  }
  const second = rowOf(pair.second);
  const { minutes: switching, open: vague } = recoveryTime(pair, pair.second);
  return { first, second, switching, weakest, share: together(first.share, second.share, switching), open: [...open, ...vague, ...second.links.flatMap((link) => link.open ?? [])] };
}

/** How often a service must be there. @returns what its regions make of it, if every outage of the first costs the time to move at most */
export function together(first: number, second: number, switching: number): number {
  const waiting = Math.min(1, switching / OUTAGE_MINUTES);
  return 1 - (1 - first) * (waiting + (1 - waiting) * (1 - second));
}

/** Minutes that outages have to last on average for so much to be reached; shorter ones end before anybody has moved. */
export function breakEven(first: number, second: number, switching: number, least: number): number {
  const [gone, both] = [1 - first, (1 - first) * (1 - second)];
  return gone <= 1 - least ? 0 : (switching * (gone - both)) / (1 - least - both);
}

/** One after the other: all have to be there. */
export function product(levels: readonly Level[]): number {
  return levels.reduce((share, { percent }) => (share * percent) / 100, 1);
}

function rowOf(side: Side): Row {
  const links = [...(side.record ? [{ what: 'names', resource: side.record.resource, name: 'Route 53', how: 'global', level: LEVELS.dns, ...(side.record.doubt !== undefined && { open: side.record.doubt }) }] : []), ...linksOf(side.site, side.balancer)];
  return { side, links, share: product(links.map(({ level }) => level)) };
}
