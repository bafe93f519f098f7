import { TemplateSet } from '../../../../../lib/checks/template';
import { ALL_PORTS } from '../../../../../lib/checks/proofs/network/addresses';
import { connect, type End } from '../../../../../lib/checks/proofs/network/connect';
import { networkOf } from '../../../../../lib/checks/proofs/network/network';
import { holds } from '../../../../../lib/checks/proofs/network/space';
import { templateOf } from './brute/template';
import { number, Walker, type Outcome, type Somebody } from './brute/walker';
import { EDGES, OUTSIDE, random, world } from './brute/world';

/** `npm run prove` walks through all of them; a part is enough for every day. */
const WORLDS = Number(process.env.PROOF_WORLDS ?? 100);
const PACKETS = 16;
const PORTS = [0, 21, ...EDGES, ...EDGES.map((edge) => edge + 1).filter((port) => port < 65536), 50000];

interface Tally {
  readonly counts: Record<Outcome, number>;
  readonly disagreements: string[];
}

function compare(seed: number, tally: Tally): void {
  const made = world(seed);
  const network = networkOf(new TemplateSet([{ name: 'World', body: templateOf(made) }]));
  const walker = new Walker(made);
  const next = random(seed + 1_000_003);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const ends = made.hosts.map((spec, h): [Somebody, End] => {
    const host = network.hosts.find(({ resource }) => resource.logicalId === `Host${h}`)!;
    return [spec, { kind: 'host', host, place: host.places[0] }];
  });
  const outside: [Somebody, End] = ['internet', { kind: 'internet' }];
  for (const [from, sender] of [...ends, outside]) {
    for (const [to, receiver] of [...ends, outside]) {
      for (const protocol of from === to ? [] : [6, 17]) {
        const { flow } = connect(network, sender, receiver, { family: 4, protocol, ports: ALL_PORTS });
        for (let p = 0; p < PACKETS; p += 1) {
          const [src, dst] = [from, to].map((who) => number(who === 'internet' ? pick(OUTSIDE) : who.address));
          const ping = { src, sport: pick(PORTS), dst, dport: pick(PORTS), protocol };
          const expected = walker.outcome(from, to, ping);
          const packet = { ...ping, src: BigInt(src), dst: BigInt(dst) };
          const told: Outcome = holds(flow.sure, packet) ? 'yes' : holds(flow.may, packet) ? 'half' : 'no';
          tally.counts[expected] += 1;
          if (told !== expected) {
            tally.disagreements.push(`world ${seed}: ${JSON.stringify(ping)} is ${expected}, the model says ${told}`);
          }
        }
      }
    }
  }
}

test(`the model and a packet walker agree on every packet of ${WORLDS} small networks`, () => {
  const tally: Tally = { counts: { yes: 0, half: 0, no: 0 }, disagreements: [] };
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    compare(seed, tally);
  }
  expect(tally.disagreements.slice(0, 5)).toEqual([]);
  // The worlds must be such that there is something to disagree about.
  expect(Math.min(tally.counts.yes, tally.counts.half, tally.counts.no)).toBeGreaterThan(WORLDS);
}, 600_000);
