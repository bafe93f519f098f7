import type { Place, Subnet } from '../proofs/network/model';
import { unknown, violation, compliant, type Verdict } from '../verdict';

/** The availability zones that something stands in. */
export interface Zones {
  readonly known: readonly string[];
  /** Why more may be, or others. */
  readonly open: readonly string[];
}

/** What becomes of a component without one zone: the verdict, and what is left, for people. */
export interface Loss {
  readonly verdict: Verdict;
  readonly left: string;
}

/** The zone of a subnet. Undefined if the templates leave it open. */
export function zoneOf({ resource, zone }: Subnet): string | undefined {
  const named = ['AvailabilityZone', 'AvailabilityZoneId'].map((key) => resource.at(key)).find(({ present }) => present);
  return named?.open === undefined ? zone : undefined;
}

export function zonesOf(places: readonly Pick<Place, 'subnet'>[], doubt?: string): Zones {
  const vague = places.filter(({ subnet }) => zoneOf(subnet) === undefined);
  return {
    known: [...new Set(places.flatMap(({ subnet }) => zoneOf(subnet) ?? []))].sort(),
    open: [...(doubt === undefined ? [] : [doubt]), ...vague.map(({ subnet }) => `the zone of ${subnet.name}`)],
  };
}

/** A zone as people call it, e.g. `a`. */
export function short(zone: string): string {
  return /^[a-z]{2}(?:-[a-z]+)+-\d([a-z])$/.exec(zone)?.[1] ?? /^\$\{AWS::AvailabilityZone (\d+)/.exec(zone)?.[1] ?? zone;
}

export function shown({ known, open }: Zones): string {
  return [...known.map(short), ...(open.length > 0 ? ['open'] : [])].join(', ') || 'none';
}

export function leftOf({ known }: Zones, lost: string): string[] {
  return known.filter((zone) => zone !== lost);
}

/** What stands in several zones is there as long as one of them is. */
export function stands(name: string, zones: Zones, lost: string): Loss {
  const left = leftOf(zones, lost);
  return left.length > 0 ? kept(left.map(short).join(', '))
    : zones.open.length > 0 ? vague(`it is not decided whether ${name} stands anywhere without zone ${lost}: ${zones.open[0]}`)
      : gone(`without zone ${lost} nothing of ${name} is left`);
}

export function kept(left: string): Loss {
  return { verdict: compliant(), left };
}

export function vague(message: string): Loss {
  return { verdict: unknown(message), left: '? open' };
}

export function gone(message: string, left = 'nothing'): Loss {
  return { verdict: violation(message), left: `✕ ${left}` };
}

/** The worst of several losses; what is left is told of the worst, or else of all. */
export function worst(losses: readonly Loss[]): Loss {
  const bad = (['violation', 'unknown'] as const).map((kind) => losses.filter(({ verdict }) => verdict.kind === kind)).find((found) => found.length > 0);
  const told = [...new Set((bad ?? losses).map(({ left }) => left))];
  const messages = [...new Set((bad ?? []).flatMap(({ verdict }) => verdict.messages))];
  return { verdict: bad ? { ...bad[0].verdict, messages } : compliant(), left: told.join('; ') };
}
