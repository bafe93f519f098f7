import { ports as portsFrom, type Ports } from './addresses';
import type { Question } from './reach';

const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, icmpv6: 58, tcp: 6, udp: 17 };

/** A question as people write it: a port or range such as `1024-65535`, and a protocol by name or number. Or what is wrong with it. */
export function asked(ports: string | undefined, protocol = 'tcp'): Question | string[] {
  const number = PROTOCOLS[protocol.toLowerCase()] ?? (/^\d{1,3}$/.test(protocol) && Number(protocol) < 256 ? Number(protocol) : undefined);
  const set = ports === undefined ? undefined : portsOf(ports);
  return number !== undefined && set !== null ? { protocol: number, ...(set && { ports: set }) } : [
    ...(set === null ? [`'${ports}' is no port; write a number up to 65535, or two with a dash`] : []),
    ...(number === undefined ? [`the protocol is '${protocol}'; write tcp, udp, icmp, icmpv6 or a number up to 255`] : []),
  ];
}

/** `null` if the text is no port or range. */
function portsOf(text: string): Ports | null {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return first === undefined || Number(last) > 65535 || Number(first) > Number(last) ? null : portsFrom(Number(first), Number(last));
}
