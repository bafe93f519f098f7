import { all, any, demand, NOT_APPLICABLE, type Resource, type Rule, type Verdict } from '../../rule';

export const Route53RecordFailsOver: Rule = {
  id: 'Route53RecordFailsOver',
  title: 'A name that fails over has a checked primary and a secondary.',
  why: 'Without a health check the primary is answered for ever, dead or alive; without a secondary there is nowhere to go.',
  mend: 'Give the PRIMARY record a HealthCheckId (or EvaluateTargetHealth of its alias), and write a SECONDARY record of the same name and type.',
  controls: ['AVA5'],
  references: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html'],
  types: ['AWS::Route53::RecordSet'],
  check: (record) => {
    const role = record.at('Failover');
    if (role.absent) {
      return NOT_APPLICABLE;
    }
    const wanted = role.text === 'PRIMARY' ? 'SECONDARY' : 'PRIMARY';
    const others = record.set.ofType('AWS::Route53::RecordSet').filter((other) => !other.is(record) && isSameName(record, other)).map((other) => other.at('Failover'));
    return all([
      any([...others.map((other) => demand(other, ({ text }) => text === wanted, `there is no ${wanted} record of this name`)), demand(role, () => false, `there is no ${wanted} record of this name`)]),
      ...(role.text === 'PRIMARY' ? [checked(record)] : []),
    ]);
  },
};

function checked(record: Resource): Verdict {
  return any([
    demand(record.at('HealthCheckId'), (check) => check.present, 'nothing checks whether the primary lives'),
    demand(record.at('AliasTarget', 'EvaluateTargetHealth'), (evaluated) => evaluated.isTrue, 'nothing checks whether the primary lives'),
  ]);
}

function isSameName(one: Resource, other: Resource): boolean {
  const text = ({ text: name = '' }: { text: string | undefined }) => name.toLowerCase().replace(/\.$/, '');
  return text(one.at('Name')) === text(other.at('Name')) && one.at('Type').text === other.at('Type').text;
}
