import { NetworkFirewallLogged } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-logged';
import { NetworkFirewallPolicyStrictDrop } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-policy-strict-drop';
import { NetworkFirewallPolicyThreatSignatures } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-policy-threat-signatures';
import { NetworkFirewallProtected } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-protected';
import { NetworkFirewallRuleGroupEgressAllowListed } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-rule-group-egress-allow-listed';
import { NetworkFirewallZones } from '../../../../../lib/checks/rules/networkfirewall/network-firewall-zones';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const topic = { Topic: resource('AWS::SNS::Topic') };

const strict = {
  StatelessDefaultActions: ['aws:forward_to_sfe'], StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
  StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' }, StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
};
const policy = (properties: object = {}) => ({ Policy: resource('AWS::NetworkFirewall::FirewallPolicy', { FirewallPolicy: { ...strict, ...properties } }) });
const inDevelopment = (body: object) => ({ templates: [{ environment: 'development', body }] });

describeRule(NetworkFirewallPolicyStrictDrop, {
  compliant: {
    'strict, dropping established connections': policy(),
    'dropping everything at once': policy({ StatefulDefaultActions: ['aws:drop_strict'], StatelessFragmentDefaultActions: ['aws:drop'] }),
    'strict in both branches': withCondition(policy({ StatefulDefaultActions: when(['aws:drop_strict'], ['aws:drop_established_app_layer_to_server']) })),
  },
  violation: {
    'the default order': policy({ StatefulEngineOptions: { RuleOrder: 'DEFAULT_ACTION_ORDER' } }),
    'connections out of sight go on': policy({ StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'CONTINUE' } }),
    'no engine options': policy({ StatefulEngineOptions: undefined }),
    'alerts only': policy({ StatefulDefaultActions: ['aws:alert_strict'] }),
    'no stateful default': policy({ StatefulDefaultActions: undefined }),
    'stateless pass': policy({ StatelessDefaultActions: ['aws:pass'] }),
    'fragments pass': policy({ StatelessFragmentDefaultActions: ['aws:pass'] }),
    'drop in one branch': withCondition(policy({ StatefulDefaultActions: when(['aws:drop_strict']) })),
  },
  notApplicable: { 'development': inDevelopment(policy({ StatefulEngineOptions: undefined })), 'another type': topic },
  unknown: { 'the order is a parameter': withParameter(policy({ StatefulEngineOptions: { RuleOrder: ref('P') } })), 'the default is a parameter': withParameter(policy({ StatefulDefaultActions: [ref('P')] })) },
});

const managed = (name: string) => ({ ResourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:network-firewall:\${AWS::Region}:aws-managed:stateful-rulegroup/${name}` } });

describeRule(NetworkFirewallPolicyThreatSignatures, {
  compliant: {
    'a managed group': policy({ StatefulRuleGroupReferences: [{ ResourceArn: ref('Own') }, managed('ThreatSignaturesMalwareStrictOrder')] }),
    'alerting only': policy({ StatefulRuleGroupReferences: [{ ...managed('ThreatSignaturesBotnetStrictOrder'), Override: { Action: 'DROP_TO_ALERT' } }] }),
  },
  violation: { 'no groups': policy(), 'domains only': policy({ StatefulRuleGroupReferences: [managed('MalwareDomainsStrictOrder')] }) },
  notApplicable: { 'development': inDevelopment(policy()), 'another type': topic },
  unknown: { 'a group by parameter': withParameter(policy({ StatefulRuleGroupReferences: [{ ResourceArn: ref('P') }] })), 'all groups by parameter': withParameter(policy({ StatefulRuleGroupReferences: ref('P') })) },
});

const rules = (source: object, type: unknown = 'STATEFUL') => ({ Rules: resource('AWS::NetworkFirewall::RuleGroup', { Type: type, RuleGroup: { RulesSource: source } }) });
const list = (...targets: unknown[]) => rules({ RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: targets } });

describeRule(NetworkFirewallRuleGroupEgressAllowListed, {
  compliant: {
    'named domains': list('api.example.com', '.example.org'),
    'rules that compare names': rules({ RulesString: 'pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:"example.com"; endswith; sid:1;)\ndrop ip any any -> any any (sid:2;)' }),
    'inbound to the edge, and what an Internet router reports': rules({ RulesString: 'pass tcp $EXTERNAL_NET any -> $EDGE_NET 443 (sid:1;)\npass icmp any any -> $HOME_NET any (itype:3; sid:2;)' }),
    'handshakes, before the name is known': rules({ RulesString: 'pass tcp $HOME_NET any -> $EXTERNAL_NET 443 (flow:not_established, to_server; sid:1;)' }),
    'rules that only drop': rules({ StatefulRules: [{ Action: 'DROP', Header: { Source: '$HOME_NET', Destination: 'ANY' } }] }),
    'stateless rules that hand on': rules({ StatelessRulesAndCustomActions: { StatelessRules: [{ Priority: 1, RuleDefinition: { Actions: ['aws:forward_to_sfe'] } }] } }, 'STATELESS'),
  },
  violation: {
    'a top-level domain': list('.com'),
    'a star': list('example.org', '*'),
    'a top-level domain by a rule': rules({ RulesString: 'pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:".com"; endswith; sid:1;)' }),
    'all names but one': rules({ RulesString: 'pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:!"example.com"; sid:1;)' }),
    'everything out': rules({ RulesString: 'pass ip any any -> any any (sid:1;)' }),
    'HTTPS to anywhere': rules({ RulesString: 'drop tcp any any -> any 22 (sid:1;)\npass tcp $HOME_NET any -> $EXTERNAL_NET 443 (sid:2;)' }),
    'HTTPS to anywhere as text of the whole group': { Rules: resource('AWS::NetworkFirewall::RuleGroup', { Type: 'STATEFUL', Rules: 'pass tcp $HOME_NET any -> any 443 (sid:2;)' }) },
    'a rule by its header': rules({ StatefulRules: [{ Action: 'PASS', Header: { Source: '$HOME_NET', Destination: 'ANY' } }] }),
    'a stateless pass': rules({ StatelessRulesAndCustomActions: { StatelessRules: [{ Priority: 1, RuleDefinition: { Actions: ['aws:pass'] } }] } }, 'STATELESS'),
  },
  notApplicable: { 'development': inDevelopment(list('.com')), 'another type': topic },
  unknown: {
    'the domains are a parameter': withParameter(rules({ RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', Targets: ref('P') } })),
    'the text is a parameter': withParameter(rules({ RulesString: ref('P') })), 'the type is a parameter': withParameter(rules({}, ref('P'))),
  },
});

const firewall = (properties: object = {}) => ({ Firewall: resource('AWS::NetworkFirewall::Firewall', properties) });
const logging = (...types: unknown[]) => ({
  Logging: resource('AWS::NetworkFirewall::LoggingConfiguration', { FirewallArn: ref('Firewall'), LoggingConfiguration: { LogDestinationConfigs: types.map((LogType) => ({ LogType, LogDestinationType: 'S3' })) } }),
});

describeRule(NetworkFirewallLogged, {
  compliant: {
    'alerts and flows': { ...firewall(), ...logging('ALERT', 'FLOW') },
    'by attribute, with TLS too': { ...firewall(), Logging: { ...logging('FLOW', 'TLS', 'ALERT').Logging, Properties: { ...logging('FLOW', 'TLS', 'ALERT').Logging.Properties, FirewallArn: att('Firewall', 'FirewallArn') } } },
  },
  violation: { 'none': firewall(), 'alerts only': { ...firewall(), ...logging('ALERT') }, 'flows only in one branch': withCondition({ ...firewall(), ...logging('FLOW', when('ALERT', 'TLS')) }) },
  notApplicable: { 'another type': topic },
  unknown: { 'the kind is a parameter': withParameter({ ...firewall(), ...logging('ALERT', ref('P')) }) },
});

const guarded = { DeleteProtection: true, SubnetChangeProtection: 'true', FirewallPolicyChangeProtection: true };

describeRule(NetworkFirewallProtected, {
  compliant: { 'all three': firewall(guarded) },
  violation: { 'none': firewall(), 'deletion only': firewall({ DeleteProtection: true }), 'policy changes': firewall({ ...guarded, FirewallPolicyChangeProtection: false }) },
  notApplicable: { 'development': inDevelopment(firewall()) },
  unknown: { 'a parameter': withParameter(firewall({ ...guarded, DeleteProtection: ref('P') })) },
});

const zoned = (...zones: unknown[]) => ({
  ...Object.fromEntries(zones.map((AvailabilityZone, i) => [`S${i}`, resource('AWS::EC2::Subnet', { AvailabilityZone })])),
  ...firewall({ SubnetMappings: zones.map((_, i) => ({ SubnetId: ref(`S${i}`) })) }),
});

describeRule(NetworkFirewallZones, {
  compliant: { 'three zones': zoned('a', 'b', 'c'), 'on a transit gateway': firewall({ TransitGatewayId: 'tgw-1', AvailabilityZoneMappings: ['a', 'b', 'c'].map((AvailabilityZone) => ({ AvailabilityZone })) }) },
  violation: { 'one zone': zoned('a'), 'twice the same': zoned('a', 'b', 'a'), 'none': firewall(), 'two on a transit gateway': firewall({ TransitGatewayId: 'tgw-1', AvailabilityZoneMappings: [{ AvailabilityZone: 'a' }] }) },
  notApplicable: { 'development': inDevelopment(zoned('a')) },
  unknown: { 'a parameter': withParameter(firewall({ SubnetMappings: ref('P') })), 'a zone by parameter': withParameter(zoned('a', 'b', ref('P'))), 'literal subnets': firewall({ SubnetMappings: ['1', '2', '3'].map((SubnetId) => ({ SubnetId })) }) },
});
