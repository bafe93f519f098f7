import { TemplateSet } from '../../../../../lib/checks/template';
import { networkOf } from '../../../../../lib/checks/proofs/network/network';
import { DataStoreReachedOnlyByNamedGroups } from '../../../../../lib/checks/proofs/properties/data-store-reached-only-by-named-groups';
import { DataStoreUnreachableFromInternet } from '../../../../../lib/checks/proofs/properties/data-store-unreachable-from-internet';
import { EgressOnlyThroughFirewall } from '../../../../../lib/checks/proofs/properties/egress-only-through-firewall';
import { OnlyLoadBalancerReachableFromInternet } from '../../../../../lib/checks/proofs/properties/only-load-balancer-reachable-from-internet';
import { ShellPortsUnreachable } from '../../../../../lib/checks/proofs/properties/shell-ports-unreachable';
import { synthetic } from './synthetic';

test('a network of 10 VPCs, 400 security groups and as many servers is judged whole', () => {
  const set = new TemplateSet(synthetic(10, 40));
  expect(networkOf(set).hosts.length).toBeGreaterThan(400);
  const counts = [DataStoreUnreachableFromInternet, DataStoreReachedOnlyByNamedGroups, OnlyLoadBalancerReachableFromInternet, EgressOnlyThroughFirewall, ShellPortsUnreachable]
    .map((property) => property.check(set).reduce<Record<string, number>>((all, { verdict: { kind } }) => ({ ...all, [kind]: (all[kind] ?? 0) + 1 }), {}));
  // Every tenth server is a database; one database of each VPC admits a range, and all egress is without a firewall.
  expect(counts[0]).toEqual({ compliant: 40 });
  expect(counts[1]).toEqual({ compliant: 30, violation: 10 });
  expect(counts[2]).toEqual({ compliant: 410 });
  expect(counts[3].violation).toBeGreaterThan(300);
  expect(counts[4]).toEqual({ compliant: 360 });
});
