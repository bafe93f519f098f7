import { ports } from '../proofs/network/addresses';
import type { Host, Middlebox, Network, Place, Vpc } from '../proofs/network/model';
import { hostParty, THE_INTERNET, type Party } from '../proofs/network/parties';
import { reach } from '../proofs/network/reach';
import { gone, kept, vague, zoneOf, type Loss } from './zones';

/** A way between two places, as the network proof finds it. */
interface Way {
  readonly from?: Place;
  readonly to?: Place;
  readonly certain: boolean;
  readonly crossed: readonly Middlebox[];
  readonly doubts: readonly string[];
}

/** The ways of connections that a service lives from, found once; each is asked for without one zone after the other. */
export class Ways {
  private constructor(private readonly found: readonly Way[], private readonly from: Host | undefined, private readonly to: Host | undefined, private readonly doubt?: string) {}

  /** TCP from one host, or from the Internet, to another one, or to the Internet. */
  public static between(network: Network, from: Host | undefined, to: Host | undefined, port?: number): Ways {
    const party = (host: Host | undefined): Party => (host ? hostParty(host) : THE_INTERNET);
    const answer = reach(network, party(from), party(to), { protocol: 6, ...(port !== undefined && { ports: ports(port) }), anyPort: port !== undefined });
    const found = answer.witnesses.map(({ from: sender, to: receiver, path }): Way => ({
      ...(sender.kind === 'host' && { from: sender.place }), ...(receiver.kind === 'host' && { to: receiver.place }),
      certain: path.flow.sure.length > 0, crossed: [...path.crossed.there, ...path.crossed.back], doubts: path.doubts,
    }));
    return new Ways(found, from, to, answer.verdict === 'unknown' ? answer.open[0] : undefined);
  }

  /** Whether there is a way at all, whatever zone is lost. Without any, nothing depends on it. */
  public get any(): boolean {
    return this.found.length > 0 || this.doubt !== undefined;
  }

  /** Without a zone: whether every place that is left has a way that crosses nothing in the lost zone. */
  public without(lost: string): Loss {
    const [own, side] = this.from ? [this.from, 'from' as const] : [this.to!, 'to' as const];
    const others = side === 'from' ? this.to : undefined;
    const isLeft = ({ subnet }: Place) => zoneOf(subnet) !== lost;
    const cut = own.places.filter(isLeft).map((place): Loss => {
      const ways = this.found.filter((way) => way[side] === place && (!others || (way.to && isLeft(way.to))));
      const sound = ways.filter(({ crossed }) => crossed.every(({ subnet }) => zoneOf(subnet) !== undefined && zoneOf(subnet) !== lost));
      const where = `${place.subnet.name} (${zoneOf(place.subnet) ?? 'zone open'})`;
      if (sound.some(({ certain }) => certain)) {
        return kept('');
      }
      const what = `${this.label(side, where)} without zone ${lost}`;
      const through = ways.flatMap(({ crossed }) => crossed).find(({ subnet }) => zoneOf(subnet) === lost);
      const doubt = sound[0]?.doubts[0] ?? this.doubt ?? (zoneOf(place.subnet) === undefined ? `the zone of ${place.subnet.name}` : ways.find(() => !through)?.doubts[0]);
      return doubt !== undefined || sound.length > 0 ? vague(`it is not decided whether there is a way ${what}: ${doubt ?? 'the templates leave it open'}`)
        : gone(`there is no way ${what}${through ? `: the one there is goes through ${through.name}` : ''}`, `${where} cut off`);
    });
    return cut.find(({ verdict }) => verdict.kind === 'violation') ?? cut.find(({ verdict }) => verdict.kind === 'unknown') ?? kept('');
  }

  private label(side: 'from' | 'to', where: string): string {
    return side === 'to' ? `from the Internet to ${where}` : `from ${where} to ${this.to?.name ?? 'the Internet'}`;
  }
}

/** Routes of a VPC that lead through endpoints of a firewall, with the subnet whose packets go there. */
export interface Crossing {
  readonly route: string;
  readonly subnet: Place['subnet'];
  readonly boxes: readonly Middlebox[];
  readonly doubt?: string;
}

/** Which subnets depend on which endpoints: by their own routes, and by those of the Internet gateway. */
export function crossings({ subnets, internet }: Vpc): Crossing[] {
  const own = subnets.flatMap((subnet) => [...subnet.table.routes[4], ...subnet.table.routes[6]].flatMap((route): Crossing[] => (route.target.kind === 'middlebox'
    ? [{ route: route.line.resource.logicalId, subnet, boxes: route.target.boxes, doubt: subnet.table.doubt ?? route.doubt }] : [])));
  const back = ([4, 6] as const).flatMap((family) => (internet?.table?.routes[family] ?? []).flatMap((route) => (route.target.kind !== 'middlebox' ? []
    : subnets.filter(({ addresses }) => !addresses[family].may.intersect(route.destination.may).empty)
      .map((subnet): Crossing => ({ route: route.line.resource.logicalId, subnet, boxes: route.target.kind === 'middlebox' ? route.target.boxes : [], doubt: route.doubt })))));
  return [...own, ...back];
}
