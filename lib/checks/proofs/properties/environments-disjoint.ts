import type { TemplateSet } from '../../template';
import { unknown, violation, type Verdict } from '../../verdict';
import { originalOf } from '../network/conditions';
import { linksOf, type Link } from '../network/links';
import type { Vpc } from '../network/model';
import { networkOf } from '../network/network';
import { proved, worstOf } from '../network/verdicts';
import type { Property, PropertyFinding } from '../property';

/** Accounts that serve every environment. What they share joins nothing that they do not control. */
const SHARED = new Set(['management', 'security', 'backup', 'release']);

export const EnvironmentsDisjoint: Property = {
  id: 'EnvironmentsDisjoint',
  title: 'No peering, transit gateway, VPN, PrivateLink or share joins two environments, and their addresses are disjoint.',
  why: 'A test system that reaches production is production, without its guards.',
  mend: 'Take the link away; exchange data through the release and backup accounts. Give each environment a range of its own.',
  proof: 'path',
  controls: ['SEP2'],
  references: ['https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/benefits-of-using-multiple-aws-accounts.html'],
  check: (set) => [...links(set), ...networks(set)],
};

function links(set: TemplateSet): PropertyFinding[] {
  return linksOf(set).map((link) => ({ template: originalOf(set, link.resource.view.template), logicalId: link.resource.logicalId, verdict: verdictOn(link) }));
}

function verdictOn({ resource, kind, environments, open }: Link): Verdict {
  const joined = [...new Set(environments)].filter((environment) => !SHARED.has(environment));
  return joined.length > 1 ? violation(`the ${kind} joins ${joined.join(' and ')}`)
    : open.length > 0 ? unknown(`it is not decided ${open.join('; ')}`)
      : proved([{ resource, path: 'Properties', says: `the ${kind} stays in ${joined[0] ?? 'one environment'}` }]);
}

function networks(set: TemplateSet): PropertyFinding[] {
  const { vpcs } = networkOf(set);
  return vpcs.map((vpc) => ({
    template: originalOf(set, vpc.resource.view.template), logicalId: vpc.resource.logicalId, verdict: worstOf([
      proved([{ resource: vpc.resource, path: 'Properties.CidrBlock', says: `${vpc.resource.at('CidrBlock').shown(40)}, and no other environment has any of it` }]),
      ...vpcs.filter(({ resource }) => resource.environment !== vpc.resource.environment).flatMap((other) => overlap(vpc, other)),
    ]),
  }));
}

function overlap(vpc: Vpc, other: Vpc): Verdict[] {
  const name = `${other.name} of ${other.resource.environment ?? 'no known environment'}`;
  return ([4, 6] as const).flatMap((family) => {
    const [a, b] = [vpc.addresses[family], other.addresses[family]];
    return !a.sure.intersect(b.sure).empty ? [violation(`its address range is one of ${name}, too`)]
      : !a.may.intersect(b.may).empty ? [unknown(`it is not decided whether its address range is one of ${name}, too`)] : [];
  });
}
