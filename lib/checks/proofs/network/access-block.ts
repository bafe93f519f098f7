import type { Line, Network, Subnet } from './model';
import { line } from './reading';

/** What VPC block public access says of traffic between a subnet and the Internet. */
export type Blocked = { readonly verdict: 'no' | 'yes'; readonly line: Line } | { readonly verdict: 'open'; readonly line: Line; readonly why: string };

interface Traffic {
  readonly initiated: 'inside' | 'outside';
  /** Through a NAT gateway or an egress-only gateway. */
  readonly translated: boolean;
  /** Through a firewall or Gateway Load Balancer endpoint. */
  readonly inspected: boolean;
}

/**
 * Whether VPC block public access stops it. Exclusions for what leaves count only where both directions are blocked. Excluding a subnet is not enough for what goes through a firewall endpoint: only
 * excluding the VPC is.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function blockOf({ accessBlocks }: Network, subnet: Subnet, { initiated, translated, inspected }: Traffic): Blocked | undefined {
  const { account, region } = subnet.resource;
  const block = accessBlocks.find((one) => one.account === account && one.region === region);
  if (!block) {
    return undefined;
  }
  const { vpc } = subnet;
  const exclusion = block.exclusions.find(({ of }) => of.is(vpc.resource)) ?? block.exclusions.find(({ of }) => of.is(subnet.resource));
  if (exclusion && (!exclusion.egressOnly || (initiated === 'inside' && block.mode !== 'block-ingress'))) {
    const whole = exclusion.of.is(vpc.resource);
    return inspected && !whole ? { verdict: 'open', line: exclusion.line, why: `whether VPC block public access lets pass what goes through an endpoint when only ${subnet.name} is excluded` }
      : { verdict: 'yes', line: exclusion.line };
  }
  if (block.mode === 'open' || block.doubt !== undefined) {
    return { verdict: 'open', line: block.line, why: block.doubt ?? `${block.line.resource.logicalId} ${block.line.path}` };
  }
  return block.mode === 'block-ingress' && initiated === 'inside' && translated ? { verdict: 'yes', line: block.line }
    : { verdict: 'no', line: line(block.line.resource, block.line.path, block.line.says) };
}
