import { all, any, compliant, needs, open, violation, type Resource, type Rule, type Verdict } from '../../rule';

export const NetworkFirewallLogged: Rule = {
  id: 'NetworkFirewallLogged',
  title: 'A firewall keeps its alerts and a record of each flow.',
  why: 'An attack that was stopped, and one that was not, leave no trace otherwise.',
  mend: 'Add an AWS::NetworkFirewall::LoggingConfiguration with destinations for ALERT and FLOW.',
  controls: ['LOG3', 'NET6'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html'],
  types: ['AWS::NetworkFirewall::Firewall'],
  check: (firewall) => needs(firewall, 'AWS::NetworkFirewall::LoggingConfiguration', ['FirewallArn'], 'the firewall keeps no log',
    (logging) => all(['ALERT', 'FLOW'].map((kind) => keeps(logging, kind)))),
};

function keeps(logging: Resource, kind: string): Verdict {
  const destinations = logging.at('LoggingConfiguration', 'LogDestinationConfigs');
  return any([violation(`the ${kind} log is not kept`, destinations), ...destinations.items.map((destination) => {
    const type = destination.at('LogType');
    return type.open !== undefined ? open(type) : type.text === kind ? compliant(type) : violation(`the ${kind} log is not kept`, destinations);
  })]);
}
