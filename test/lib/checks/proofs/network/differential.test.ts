import { TemplateSet } from '../../../../../lib/checks/template';
import { networkOf } from '../../../../../lib/checks/proofs/network/network';
import { hostParty, THE_INTERNET, type Party } from '../../../../../lib/checks/proofs/network/parties';
import { reach } from '../../../../../lib/checks/proofs/network/reach';
import { relays } from '../../../../../lib/checks/proofs/network/relays';
import { holds } from '../../../../../lib/checks/proofs/network/space';
import type { Network } from '../../../../../lib/checks/proofs/network/model';
import { address, type Address } from './brute/addresses';
import { overBalancer, strangers } from './brute/balancers';
import { random, world } from './brute/make';
import { beings, type Being, type Standing } from './brute/standing';
import { templateOf } from './brute/template';
import { SPORTS, Walker, type Outcome, type Somebody } from './brute/walker';
import { OUTSIDE, type World } from './brute/world';

/** `npm run prove` walks through all of them; a part is enough for every day. */
const WORLDS = Number(process.env.PROOF_WORLDS ?? 60);
const PACKETS = 16;
const PORTS = [...SPORTS, 21, 8192, 22000, 50000];

/** What the worlds can have: each is counted where a packet gets through that has to do with it. */
const KINDS = ['server', 'function', 'transfer', 'client', 'balancer', 'six', 'lists', 'transit', 'block', 'egress-only', 'over a balancer'] as const;

interface Tally {
  readonly counts: Record<Outcome, number>;
  readonly seen: Record<string, number>;
  readonly disagreements: string[];
}

class Comparison {
  private readonly made: World;
  private readonly network: Network;
  private readonly walker: Walker;
  private readonly next: () => number;

  constructor(private readonly seed: number, private readonly tally: Tally) {
    this.made = world(seed);
    this.network = networkOf(new TemplateSet([{ name: 'World', body: templateOf(this.made) }]));
    this.walker = new Walker(this.made);
    this.next = random(seed + 1_000_003);
  }

  public run(): void {
    const everybody: (Being | 'internet')[] = [...beings(this.made), 'internet'];
    for (const from of everybody) {
      for (const to of everybody) {
        for (const protocol of from === to ? [] : [6, 17]) {
          this.packets(from, to, protocol);
        }
      }
    }
    this.balanced(everybody);
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  private party(who: Being | 'internet'): Party {
    return who === 'internet' ? THE_INTERNET : hostParty(this.network.hosts.find(({ resource }) => resource.logicalId === who.logicalId)!);
  }

  private packets(from: Being | 'internet', to: Being | 'internet', protocol: number): void {
    const { flows } = reach(this.network, this.party(from), this.party(to), { protocol });
    for (let p = 0; p < PACKETS; p += 1) {
      const six = this.next() < 0.4;
      const [sender, receiver] = [from, to].map((who): [Somebody, Address | undefined] => {
        const standing: Somebody = who === 'internet' ? who : this.pick(who.standings);
        return [standing, who === 'internet' ? address(this.pick(OUTSIDE[six ? 6 : 4])) : who.addresses(standing as Standing, six, this.next)];
      });
      const [sport, dport] = [this.pick(PORTS), this.pick(PORTS)];
      if (sender[1] && receiver[1]) {
        const ping = { src: sender[1], sport, dst: receiver[1], dport, protocol };
        const expected = this.walker.outcome(sender[0], receiver[0], ping);
        const packet = { src: ping.src.value, sport, dst: ping.dst.value, dport };
        const flow = flows[six ? 6 : 4];
        const told: Outcome = holds(flow.sure, packet) ? 'yes' : holds(flow.may, packet) ? 'half' : 'no';
        this.judge(expected, told, [sender[0], receiver[0]].map((who) => (who === 'internet' ? who : who.kind)), six, () => `${from === 'internet' ? from : from.logicalId} → ${to === 'internet' ? to : to.logicalId} ${JSON.stringify(ping, (_, value) => (typeof value === 'bigint' ? String(value) : value as unknown))}`);
      }
    }
  }

  /** Ways over load balancers, as verdicts. */
  private balanced(everybody: readonly (Being | 'internet')[]): void {
    for (const balancer of this.made.balancers) {
      for (const target of new Set(balancer.listeners.map((listener) => listener.target))) {
        const host = this.network.hosts.find(({ resource }) => resource.logicalId === `Host${target}`)!;
        for (const from of everybody.filter((who) => who === 'internet' || (who.logicalId !== `Host${target}` && who.standings.every(({ kind }) => kind === 'server')))) {
          for (const protocol of [6, 17]) {
            const clients = from === 'internet' ? strangers() : from.standings.map((who) => ({ who, addresses: [from.addresses(who, false, this.next)!] }));
            const expected = overBalancer(this.made, this.walker, clients, balancer, protocol, target);
            const verdicts = relays(this.network, this.party(from), host, { protocol }).map(({ verdict }) => verdict);
            this.judge(expected, verdicts.includes('yes') ? 'yes' : verdicts.length > 0 ? 'half' : 'no', ['over a balancer'], false, () => `${from === 'internet' ? from : from.logicalId} over ${balancer.kind} to Host${target}, ${protocol}`);
          }
        }
      }
    }
  }

  private judge(expected: Outcome, told: Outcome, kinds: readonly string[], six: boolean, what: () => string): void {
    const { counts, seen, disagreements } = this.tally;
    counts[expected] += 1;
    if (expected !== 'no') {
      const { lists, transit, block, vpcs } = this.made;
      const all = [...kinds, ...(six ? ['six'] : []), ...(lists.length > 0 ? ['lists'] : []), ...(transit ? ['transit'] : []), ...(block ? ['block'] : []), ...(six && vpcs.some((vpc) => vpc.egressOnly) ? ['egress-only'] : [])];
      all.forEach((kind) => { seen[kind] = (seen[kind] ?? 0) + 1; });
    }
    if (told !== expected) {
      disagreements.push(`world ${this.seed}: ${what()} is ${expected}, the model says ${told}`);
    }
  }
}

test(`the model and a packet walker agree on every packet of ${WORLDS} small networks`, () => {
  const tally: Tally = { counts: { yes: 0, half: 0, no: 0 }, seen: {}, disagreements: [] };
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    new Comparison(seed, tally).run();
  }
  expect(tally.disagreements.slice(0, 5)).toEqual([]);
  // The worlds must be such that there is something to disagree about, of every kind.
  expect(Math.min(tally.counts.yes, tally.counts.half, tally.counts.no)).toBeGreaterThan(WORLDS);
  expect(KINDS.filter((kind) => (tally.seen[kind] ?? 0) === 0)).toEqual([]);
}, 600_000);
