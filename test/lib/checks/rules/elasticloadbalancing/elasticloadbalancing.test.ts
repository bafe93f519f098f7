import { ElbClassicLoadBalancerRetired } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-classic-load-balancer-retired';
import { ElbListenerOnWebPorts } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-listener-on-web-ports';
import { ElbListenerRedirectsToHttps } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-listener-redirects-to-https';
import { ElbListenerSendsHsts } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-listener-sends-hsts';
import { ElbListenerSendsSecurityHeaders } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-listener-sends-security-headers';
import { ElbListenerTls12 } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-listener-tls12';
import { ElbLoadBalancerDeletionProtected } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-deletion-protected';
import { ElbLoadBalancerDesyncStrictest } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-desync-strictest';
import { ElbLoadBalancerDropsInvalidHeaders } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-drops-invalid-headers';
import { ElbLoadBalancerGuardedByWaf } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-guarded-by-waf';
import { ElbLoadBalancerLogged } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-logged';
import { ElbLoadBalancerWafFailClosed } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-waf-fail-closed';
import { ElbLoadBalancerZones } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-load-balancer-zones';
import { ElbTargetGroupEncrypted } from '../../../../../lib/checks/rules/elasticloadbalancing/elb-target-group-encrypted';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const topic = { Topic: resource('AWS::SNS::Topic') };
const inDevelopment = (body: object) => ({ templates: [{ environment: 'development', body }] });

const balancer = (properties?: object) => ({ Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', properties) });
const attributes = (values: Record<string, unknown>, properties: object = {}) => balancer({ ...properties, LoadBalancerAttributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })) });
const listener = (properties: object = {}) => ({ Listener: resource('AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), ...properties }) });
const association = { Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: ref('Balancer'), WebACLArn: 'arn:acl' }) };
const network = { Type: 'network' };

describeRule(ElbLoadBalancerGuardedByWaf, {
  compliant: {
    'associated': { ...balancer({ Scheme: 'internet-facing' }), ...association },
    'associated from another template': {
      templates: [
        { body: { Resources: balancer(), Outputs: { B: { Value: ref('Balancer'), Export: { Name: 'b' } } } } },
        { body: { Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: { 'Fn::ImportValue': 'b' } }) } },
      ],
    },
    'a network load balancer in front of an application load balancer': {
      ...balancer(network), Targets: resource('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'alb' }),
      ...listener({ Port: 443, DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }] }),
    },
  },
  violation: {
    'no association': balancer({ Scheme: 'internet-facing' }), 'no scheme': balancer(),
    'associated with something else': { ...balancer(), Other: balancer({ Scheme: 'internal' }).Balancer, Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: ref('Other') }) },
    'in one branch': withCondition({ ...balancer(), Guard: { ...association.Guard, Condition: 'Is' } }),
    'a network load balancer for the web': { ...balancer(network), ...listener({ Port: '443', DefaultActions: [] }) },
  },
  notApplicable: { 'internal': balancer({ Scheme: 'internal' }), 'a network load balancer for something else': { ...balancer(network), ...listener({ Port: 22 }) }, 'another type': topic },
  unknown: { 'associated with a parameter': withParameter({ ...balancer(), Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: ref('P') }) }), 'the type is a parameter': withParameter(balancer({ Type: ref('P') })) },
});

const byAttribute = (key: string, good: unknown, bad: unknown, absentIsGood = false) => ({
  compliant: { 'set': attributes({ other: 'x', [key]: good }), ...(absentIsGood && { 'absent': balancer() }), 'in both branches': withCondition(attributes({ [key]: when(good, good) })) },
  violation: { 'set otherwise': attributes({ [key]: bad }), 'otherwise in one branch': withCondition(attributes({ [key]: when(good, bad) })), ...(!absentIsGood && { 'absent': balancer(), 'another attribute only': attributes({ other: good }) }) },
  notApplicable: { 'a network load balancer': attributes({ [key]: bad }, network), 'another type': topic },
  unknown: { 'a parameter': withParameter(attributes({ [key]: ref('P') })), 'all attributes a parameter': withParameter(balancer({ LoadBalancerAttributes: ref('P') })) },
});

describeRule(ElbLoadBalancerDropsInvalidHeaders, byAttribute('routing.http.drop_invalid_header_fields.enabled', 'true', 'false'));
describeRule(ElbLoadBalancerDesyncStrictest, byAttribute('routing.http.desync_mitigation_mode', 'strictest', 'defensive'));
describeRule(ElbLoadBalancerWafFailClosed, byAttribute('waf.fail_open.enabled', 'false', true, true));
describeRule(ElbLoadBalancerDeletionProtected, {
  ...byAttribute('deletion_protection.enabled', true, 'false'),
  notApplicable: { 'development': inDevelopment(balancer()) },
});

const access = { 'access_logs.s3.enabled': 'true', 'access_logs.s3.bucket': 'b' };
const connection = { 'connection_logs.s3.enabled': true, 'connection_logs.s3.bucket': ref('Bucket') };
const bucket = { Bucket: resource('AWS::S3::Bucket') };

describeRule(ElbLoadBalancerLogged, {
  compliant: { 'both': { ...bucket, ...attributes({ ...access, ...connection }) }, 'a network load balancer': attributes(access, network) },
  violation: { 'none': balancer(), 'requests only': attributes(access), 'an empty name': attributes({ ...access, ...connection, 'access_logs.s3.bucket': '' }), 'no bucket': attributes({ ...connection, 'access_logs.s3.enabled': 'true' }), 'off': attributes({ ...access, ...connection, 'access_logs.s3.enabled': 'false' }) },
  notApplicable: { 'a gateway load balancer': balancer({ Type: 'gateway' }) },
  unknown: { 'a parameter': withParameter({ ...bucket, ...attributes({ ...access, ...connection, 'access_logs.s3.enabled': ref('P') }) }) },
});

const subnets = (...zones: unknown[]) => Object.fromEntries(zones.map((AvailabilityZone, i) => [`S${i}`, resource('AWS::EC2::Subnet', { AvailabilityZone })]));

describeRule(ElbLoadBalancerZones, {
  compliant: { 'three zones': { ...subnets('a', 'b', 'c'), ...balancer({ Subnets: [ref('S0'), ref('S1'), ref('S2')] }) }, 'by mapping': { ...subnets('a', 'b', 'c'), ...balancer({ SubnetMappings: [0, 1, 2].map((i) => ({ SubnetId: ref(`S${i}`) })) }) } },
  violation: { 'two zones': { ...subnets('a', 'b'), ...balancer({ Subnets: [ref('S0'), ref('S1')] }) }, 'three subnets in two zones': { ...subnets('a', 'b', 'b'), ...balancer({ Subnets: [ref('S0'), ref('S1'), ref('S2')] }) }, 'none': balancer() },
  notApplicable: { 'development': inDevelopment(balancer()) },
  unknown: { 'a parameter': withParameter(balancer({ Subnets: ref('P') })), 'literal subnets': balancer({ Subnets: ['subnet-1', 'subnet-2', 'subnet-3'] }) },
});

const secure = (SslPolicy?: unknown, Protocol: unknown = 'HTTPS') => listener({ Protocol, Port: 443, SslPolicy });

describeRule(ElbListenerTls12, {
  compliant: Object.fromEntries(['TLS13-1-2-Res-2021-06', 'TLS13-1-2-2021-06', 'TLS13-1-3-2021-06', 'TLS13-1-2-Res-PQ-2025-09', 'TLS13-1-2-FIPS-2023-04', 'TLS13-1-2-Res-FIPS-PQ-2025-09', 'FS-1-2-Res-2020-10', 'FS-1-2-2019-08']
    .map((name) => [name, secure(`ELBSecurityPolicy-${name}`, name.startsWith('FS') ? 'TLS' : 'HTTPS')])),
  violation: {
    ...Object.fromEntries(['2016-08', 'TLS-1-1-2017-01', 'TLS-1-2-2017-01', 'TLS-1-2-Ext-2018-06', 'FS-2018-06', 'FS-1-1-2019-08', 'TLS13-1-2-Ext1-2021-06', 'TLS13-1-2-Ext2-PQ-2025-09', 'TLS13-1-1-2021-06', 'TLS13-1-0-2021-06']
      .map((name) => [name, secure(`ELBSecurityPolicy-${name}`)])),
    'none': secure(), 'old in one branch': withCondition(secure(when('ELBSecurityPolicy-TLS13-1-2-Res-2021-06', 'ELBSecurityPolicy-2016-08'))),
  },
  notApplicable: { 'plaintext': listener({ Protocol: 'HTTP', Port: 80 }), 'TCP': listener({ Protocol: 'TCP' }) },
  unknown: { 'a parameter': withParameter(secure(ref('P'))), 'the protocol is a parameter': withParameter(secure('x', ref('P'))) },
});

const redirect = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } };
const plain = (action: object, properties: object = {}) => listener({ Protocol: 'HTTP', Port: 80, DefaultActions: [action], ...properties });
const listenerRule = (action: object) => ({ Rule: resource('AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: ref('Listener'), Actions: [action] }) });

describeRule(ElbListenerRedirectsToHttps, {
  compliant: { 'a permanent redirect': plain(redirect), 'redirecting rules too': { ...plain(redirect), ...listenerRule(redirect) } },
  violation: {
    'forwards': plain({ Type: 'forward', TargetGroupArn: 'arn' }), 'found, not moved': plain({ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_302' } }),
    'to the same protocol': plain({ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }), 'nothing': listener({ Protocol: 'HTTP', Port: 80 }),
    'a rule that forwards': { ...plain(redirect), ...listenerRule({ Type: 'forward' }) },
    'port 80 without a protocol': listener({ Port: '80', DefaultActions: [{ Type: 'fixed-response' }] }),
  },
  notApplicable: { 'HTTPS': listener({ Protocol: 'HTTPS', Port: 443 }), 'another type': topic },
  unknown: { 'the action is a parameter': withParameter(plain({ ...redirect, Type: ref('P') })), 'the protocol is a parameter': withParameter(listener({ Protocol: ref('P') })) },
});

const headers = (values: Record<string, unknown>, Protocol = 'HTTPS') => listener({ Protocol, ListenerAttributes: Object.entries(values).map(([key, Value]) => ({ Key: `routing.http.response.${key}`, Value })) });
const hsts = (value: unknown) => headers({ 'strict_transport_security.header_value': value });

describeRule(ElbListenerSendsHsts, {
  compliant: { 'two years': hsts('max-age=63072000; includeSubDomains; preload'), 'a year': hsts('max-age=31536000') },
  violation: { 'none': headers({}), 'a day': hsts('max-age=86400'), 'none in one branch': withCondition(hsts(when('max-age=63072000'))) },
  notApplicable: { 'plaintext': headers({}, 'HTTP') },
  unknown: { 'a parameter': withParameter(hsts(ref('P'))) },
});

const hardened = { 'x_content_type_options.header_value': 'nosniff', 'x_frame_options.header_value': 'DENY', 'content_security_policy.header_value': 'default-src \'self\'', 'server.enabled': 'false' };

describeRule(ElbListenerSendsSecurityHeaders, {
  compliant: { 'all': headers(hardened), 'a redirect': headers({ 'server.enabled': 'false' }, 'HTTP'),
    'framed by itself': headers({ ...hardened, 'x_frame_options.header_value': 'SAMEORIGIN', 'server.enabled': false }) },
  violation: {
    'none': headers({}), 'a redirect that shows the server': headers({}, 'HTTP'), 'the server is shown': headers({ ...hardened, 'server.enabled': 'true' }), 'the server is not mentioned': headers({ ...hardened, 'server.enabled': { Ref: 'AWS::NoValue' } }),
    'an empty content security policy': headers({ ...hardened, 'content_security_policy.header_value': '' }), 'framed by anybody': headers({ ...hardened, 'x_frame_options.header_value': 'ALLOWALL' }),
  },
  notApplicable: { 'TCP': headers({}, 'TCP') },
  unknown: { 'a parameter': withParameter(headers({ ...hardened, 'server.enabled': ref('P') })) },
});

describeRule(ElbListenerOnWebPorts, {
  compliant: { '443': { ...balancer(), ...listener({ Port: 443 }) }, '80 as text': { ...balancer({ Scheme: 'internet-facing' }), ...listener({ Port: '80' }) } },
  violation: { '8443': { ...balancer(), ...listener({ Port: 8443 }) }, 'SSH on a network load balancer': { ...balancer(network), ...listener({ Port: 22 }) } },
  notApplicable: { 'internal': { ...balancer({ Scheme: 'internal' }), ...listener({ Port: 8080 }) } },
  unknown: { 'a parameter': withParameter({ ...balancer(), ...listener({ Port: ref('P') }) }), 'a load balancer elsewhere': listener({ LoadBalancerArn: 'arn:x', Port: 1 }), 'a load balancer by parameter': withParameter(listener({ LoadBalancerArn: ref('P') })) },
});

const group = (Protocol?: unknown) => ({ Vpc: resource('AWS::EC2::VPC', {}), Group: resource('AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol, VpcId: ref('Vpc') }) });
const control = (Mode: unknown) => ({ Control: resource('AWS::EC2::VPCEncryptionControl', { VpcId: ref('Vpc'), Mode }) });

describeRule(ElbTargetGroupEncrypted, {
  compliant: { 'HTTPS': group('HTTPS'), 'what the client encrypted': group('TCP'), 'the VPC enforces it': { ...group('HTTP'), ...control('enforce') } },
  violation: { 'plaintext': group('HTTP'), 'the VPC only watches': { ...group('HTTP'), ...control('monitor') } },
  notApplicable: { 'a function': group(), 'test': { templates: [{ environment: 'test', body: group('HTTP') }] } },
  unknown: { 'a parameter': withParameter(group(ref('P'))), 'the mode is a parameter': withParameter({ ...group('HTTP'), ...control(ref('P')) }) },
});

const classic = (properties: object = {}) => ({ Old: resource('AWS::ElasticLoadBalancing::LoadBalancer', properties) });

describeRule(ElbClassicLoadBalancerRetired, {
  compliant: { 'internal, over TLS': classic({ Scheme: 'internal', Listeners: [{ Protocol: 'HTTPS' }, { Protocol: 'ssl' }] }) },
  violation: { 'facing the Internet': classic({ Listeners: [{ Protocol: 'HTTPS' }] }), 'internal, in plaintext': classic({ Scheme: 'internal', Listeners: [{ Protocol: 'HTTPS' }, { Protocol: 'HTTP' }] }) },
  notApplicable: { 'the newer kind': balancer() },
  unknown: { 'a parameter': withParameter(classic({ Scheme: 'internal', Listeners: [{ Protocol: ref('P') }] })) },
});
