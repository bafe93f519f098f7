import type { Resource } from '../../../lib/checks/template';
import { add, append, drop, operator, put, remove, setting, swap, through, type Loose, type Operator } from '../support/operator';
import { switchedOff, zoneCollapsed, zonesLost } from './common';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const ACL = 'AWS::WAFv2::WebACL';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const CERTIFICATE = 'AWS::CertificateManager::Certificate';
const ALARM = 'AWS::CloudWatch::Alarm';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';

const isBalancer = (types: readonly string[]) => ({ type }: Resource) => types.includes(type);
const guarded = (...types: string[]) => (association: Resource) => association.at('ResourceArn').targets.filter(isBalancer(types));
const unguarded = (...types: string[]): Operator[] => [
  remove(ASSOCIATION, guarded(...types)),
  through(put(ASSOCIATION, 'ResourceArn', 'arn:aws:elasticloadbalancing:eu-central-1:200000000004:loadbalancer/app/other/50dc6c495c0c9188', 'the association is another resource\'s'), guarded(...types)),
];
const expiring = (alarm: Resource) => alarm.at('Dimensions').targets.filter(({ type }) => type === CERTIFICATE);
const alarmWeak = (made: Operator) => through(made, expiring);
const attributeOf = (key: string, value: Loose) => setting(BALANCER, 'LoadBalancerAttributes', key, value);
const header = (name: string, value: Loose) => setting(LISTENER, 'ListenerAttributes', `routing.http.response.${name}`, value);
const ofAcl = (logging: Resource) => logging.at('ResourceArn').targets;
const managed = (change: (rule: Loose) => void, label: string) => operator(label, ACL, (_, raw) => (raw.Properties.Rules as Loose[]).flatMap((rule, i) =>
  (rule.Statement.ManagedRuleGroupStatement ? [{ place: rule.Name as string, apply: (draft: Loose) => change(draft.Properties.Rules[i]) }] : [])));
const limits = (change: (rule: Loose) => void, label: string) => operator(label, ACL, (_, raw) => {
  const index = (raw.Properties.Rules as Loose[]).findIndex((rule) => rule.Statement.RateBasedStatement && !rule.Statement.RateBasedStatement.ScopeDownStatement);
  return index < 0 ? [] : [{ apply: (draft) => change(draft.Properties.Rules[index]) }];
});

/** Headers are kept out of the log by its own configuration, or by that of the web ACL: each is enough, so both are broken. */
function laidBare(label: string, change: (fields: Loose[] | undefined, keys: Loose[] | undefined) => { fields?: Loose[]; keys?: Loose[] }): Operator {
  return operator(label, LOGGING, (logging) => [{ apply: (raw, { body }) => {
    const acl = body.Resources[logging.at('ResourceArn').target?.logicalId ?? '']?.Properties as Loose;
    const protections = acl?.DataProtectionConfig?.DataProtections as Loose[] | undefined;
    const { fields, keys } = change(raw.Properties.RedactedFields as Loose[] | undefined, protections?.[0].Field.FieldKeys as Loose[] | undefined);
    raw.Properties.RedactedFields = fields;
    if (protections) {
      protections[0].Field.FieldKeys = keys;
    }
  } }]);
}

/** Certificates, load balancers, distributions, APIs, and the web application firewalls before them. */
export const EDGE: Readonly<Record<string, readonly Operator[]>> = {
  AcmCertificateDnsValidated: [
    put(CERTIFICATE, 'ValidationMethod', 'EMAIL'), drop(CERTIFICATE, 'ValidationMethod'),
    put(CERTIFICATE, 'CertificateTransparencyLoggingPreference', 'DISABLED'), put(CERTIFICATE, 'KeyAlgorithm', 'RSA_1024'),
  ],
  AcmCertificateExpiryAlarmed: [
    remove(ALARM, expiring),
    ...[
      put(ALARM, 'Threshold', 7), put(ALARM, 'ComparisonOperator', 'GreaterThanThreshold'), drop(ALARM, 'AlarmActions'), put(ALARM, 'AlarmActions', []),
      put(ALARM, 'ActionsEnabled', false), put(ALARM, 'MetricName', 'Requests'), swap(ALARM, 'Namespace', 'Acme/Certificates'),
      swap(ALARM, 'Dimensions.*.Value', 'arn:aws:acm:eu-central-1:200000000004:certificate/other'),
    ].map(alarmWeak),
  ],
  ApiGatewayDomainTls12: [drop('AWS::ApiGateway::DomainName', 'SecurityPolicy'), put('AWS::ApiGateway::DomainName', 'SecurityPolicy', 'TLS_1_0')],
  ApiGatewayHttpApiClosed: switchedOff('AWS::ApiGatewayV2::Api', 'DisableExecuteApiEndpoint'),
  ApiGatewayStageGuardedByWaf: [
    ...unguarded('AWS::ApiGateway::Stage'),
    remove(ASSOCIATION, (association) => association.at('ResourceArn').targets.flatMap((api) => api.referredBy('AWS::ApiGateway::Stage')), 'delete the association by ARN'),
    through(swap(ASSOCIATION, 'ResourceArn', (old: Loose) => (JSON.stringify(old).includes('/stages/') ? JSON.parse(JSON.stringify(old).replace(/\/stages\/\w+/, '/stages/other')) : undefined), 'the association is another stage\'s'),
      (association) => association.at('ResourceArn').targets.flatMap((api) => api.referredBy('AWS::ApiGateway::Stage'))),
  ],
  AppSyncApiGuardedByWaf: unguarded('AWS::AppSync::GraphQLApi'),
  CloudFrontDistributionGuardedByWaf: [
    drop(DISTRIBUTION, 'DistributionConfig.WebACLId'), put(DISTRIBUTION, 'DistributionConfig.WebACLId', ''),
    put(DISTRIBUTION, 'DistributionConfig.WebACLId', '473e64fd-f30b-4765-81a0-62ad96dd167a', 'a web ACL of WAF Classic'),
  ],
  CloudFrontDistributionTls12: [
    ...['TLSv1', 'TLSv1.1_2016', 'TLSv1.2_2018', 'SSLv3'].map((version) => put(DISTRIBUTION, 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion', version)),
    drop(DISTRIBUTION, 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion'),
    drop(DISTRIBUTION, 'DistributionConfig.ViewerCertificate'), put(DISTRIBUTION, 'DistributionConfig.ViewerCertificate', { CloudFrontDefaultCertificate: true }),
    put(DISTRIBUTION, 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'allow-all'),
    put(DISTRIBUTION, 'DistributionConfig.CacheBehaviors.*.ViewerProtocolPolicy', 'allow-all'),
    swap(DISTRIBUTION, 'DistributionConfig.Origins.*.CustomOriginConfig.OriginProtocolPolicy', 'http-only'),
    swap(DISTRIBUTION, 'DistributionConfig.Origins.*.CustomOriginConfig.OriginProtocolPolicy', 'match-viewer'),
    append(DISTRIBUTION, 'DistributionConfig.Origins.0.CustomOriginConfig.OriginSSLProtocols', 'TLSv1'),
    drop(DISTRIBUTION, 'DistributionConfig.Origins.*.CustomOriginConfig.OriginSSLProtocols'),
  ],
  CognitoUserPoolGuardedByWaf: unguarded('AWS::Cognito::UserPool'),
  ElbClassicLoadBalancerRetired: [
    put('AWS::ElasticLoadBalancing::LoadBalancer', 'Scheme', 'internet-facing'), drop('AWS::ElasticLoadBalancing::LoadBalancer', 'Scheme'),
    put('AWS::ElasticLoadBalancing::LoadBalancer', 'Listeners.*.Protocol', 'HTTP'), put('AWS::ElasticLoadBalancing::LoadBalancer', 'Listeners.*.Protocol', 'tcp'),
  ],
  ElbListenerOnWebPorts: [put(LISTENER, 'Port', 8080), put(LISTENER, 'Port', 22), put(LISTENER, 'Port', '8443')],
  ElbListenerRedirectsToHttps: [
    put(LISTENER, 'DefaultActions', [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }], 'answer instead of redirecting'),
    put(LISTENER, 'DefaultActions', [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }], 'forward instead of redirecting'),
    swap(LISTENER, 'DefaultActions.*.RedirectConfig.Protocol', 'HTTP'), drop(LISTENER, 'DefaultActions.*.RedirectConfig.Protocol'),
    swap(LISTENER, 'DefaultActions.*.RedirectConfig.StatusCode', 'HTTP_302'),
    add(LISTENER, 'a rule forwards', (listener) => ({ Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: { Ref: listener.logicalId }, Priority: 1, Conditions: [], Actions: [{ Type: 'forward', TargetGroupArn: 'arn:aws:x' }] } })),
  ],
  ElbListenerSendsHsts: [header('strict_transport_security.header_value', undefined), header('strict_transport_security.header_value', 'max-age=300'), header('strict_transport_security.header_value', 'includeSubDomains'), drop(LISTENER, 'ListenerAttributes')],
  ElbListenerSendsSecurityHeaders: [
    ...['x_content_type_options.header_value', 'x_frame_options.header_value', 'content_security_policy.header_value', 'server.enabled'].map((name) => header(name, undefined)),
    header('x_frame_options.header_value', 'ALLOWALL'), header('x_content_type_options.header_value', 'sniff'), header('server.enabled', 'true'), header('content_security_policy.header_value', ''),
    drop(LISTENER, 'ListenerAttributes'),
  ],
  ElbListenerTls12: [
    drop(LISTENER, 'SslPolicy'),
    ...['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS-1-0-2015-04', 'ELBSecurityPolicy-TLS13-1-0-2021-06', 'ELBSecurityPolicy-TLS13-1-1-2021-06', 'ELBSecurityPolicy-TLS-1-2-Ext-2018-06', 'ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06', 'ELBSecurityPolicy-FS-2018-06']
      .map((policy) => swap(LISTENER, 'SslPolicy', policy)),
  ],
  ElbLoadBalancerDeletionProtected: [attributeOf('deletion_protection.enabled', undefined), attributeOf('deletion_protection.enabled', 'false'), drop(BALANCER, 'LoadBalancerAttributes')],
  ElbLoadBalancerDesyncStrictest: [attributeOf('routing.http.desync_mitigation_mode', undefined), attributeOf('routing.http.desync_mitigation_mode', 'defensive'), attributeOf('routing.http.desync_mitigation_mode', 'monitor')],
  ElbLoadBalancerDropsInvalidHeaders: [attributeOf('routing.http.drop_invalid_header_fields.enabled', undefined), attributeOf('routing.http.drop_invalid_header_fields.enabled', 'false')],
  ElbLoadBalancerGuardedByWaf: [...unguarded(BALANCER),
    through(swap(ASSOCIATION, 'ResourceArn', (_: Loose, association: Resource) => ({ Ref: association.set.ofType(LISTENER)[0]?.logicalId }), 'the association is a listener\'s'), guarded(BALANCER)),
  ],
  ElbLoadBalancerLogged: [
    ...['access_logs', 'connection_logs'].flatMap((log) => [attributeOf(`${log}.s3.enabled`, 'false'), attributeOf(`${log}.s3.enabled`, undefined), attributeOf(`${log}.s3.bucket`, undefined), attributeOf(`${log}.s3.bucket`, '')]),
  ],
  ElbLoadBalancerWafFailClosed: [attributeOf('waf.fail_open.enabled', 'true'), attributeOf('waf.fail_open.enabled', true)],
  ElbLoadBalancerZones: [...zonesLost(BALANCER, 'Subnets'), zoneCollapsed(BALANCER, ['Subnets'])],
  ElbTargetGroupEncrypted: [
    swap(TARGETS, 'Protocol', (_: Loose, group: Resource) => (group.at('Protocol').text === 'HTTPS' && !group.set.ofType('AWS::EC2::VPCEncryptionControl').some((control) => control.at('Mode').text === 'enforce') ? 'HTTP' : undefined), 'speak plaintext with the targets'),
    through(put('AWS::EC2::VPCEncryptionControl', 'Mode', 'monitor'), (control) => control.set.ofType(TARGETS).filter((group) => group.at('Protocol').text === 'HTTP' && group.at('VpcId').target?.is(control.at('VpcId').target))),
    remove('AWS::EC2::VPCEncryptionControl', (control) => control.set.ofType(TARGETS).filter((group) => group.at('Protocol').text === 'HTTP' && group.at('VpcId').target?.is(control.at('VpcId').target))),
  ],
  WafLogRedacted: [
    ...['authorization', 'cookie'].map((name) => laidBare(`log the header ${name}`, (fields, keys) => ({
      fields: fields?.filter((field) => field.SingleHeader?.Name.toLowerCase() !== name), keys: keys?.filter((key) => key !== name),
    }))),
    laidBare('log all headers', () => ({})),
    laidBare('redact something else', () => ({ fields: [{ QueryString: {} }], keys: ['x-trace'] })),
  ],
  WafWebAclBlocksCommonAttacks: [
    managed((rule) => { rule.OverrideAction = { Count: {} }; }, 'count instead of blocking'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.ExcludedRules = [{ Name: 'SizeRestrictions_BODY' }]; }, 'exclude a rule'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.RuleActionOverrides = [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } }]; }, 'count one rule'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.RuleActionOverrides = [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Allow: {} } }]; }, 'allow by one rule'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.ScopeDownStatement = { GeoMatchStatement: { CountryCodes: ['NL'] } }; }, 'look at a part of the requests'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.VendorName = 'Acme'; }, 'another vendor\'s rule group'),
    managed((rule) => { rule.Statement.ManagedRuleGroupStatement.Name = 'AWSManagedRulesAdminProtectionRuleSet'; }, 'another rule group'),
    operator('an earlier rule allows everything', ACL, () => [{ apply: (raw) => {
      raw.Properties.Rules.unshift({ Name: 'AllowAll', Priority: -1, Action: { Allow: {} }, Statement: { NotStatement: { Statement: { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-central-1:200000000004:regional/ipset/none/1' } } } }, VisibilityConfig: {} });
    } }]),
    drop(ACL, 'Rules'),
  ],
  WafWebAclLogged: [
    remove(LOGGING, ofAcl), through(put(LOGGING, 'LogDestinationConfigs', []), ofAcl),
    through(put(LOGGING, 'ResourceArn', 'arn:aws:wafv2:eu-central-1:200000000004:regional/webacl/other/1'), ofAcl),
    through(put(LOGGING, 'LoggingFilter', { DefaultBehavior: 'DROP', Filters: [] }), ofAcl),
    through(put(LOGGING, 'LoggingFilter', { DefaultBehavior: 'KEEP', Filters: [{ Behavior: 'DROP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] }] }, 'drop blocked requests from the log'), ofAcl),
  ],
  WafWebAclRateLimited: [
    limits((rule) => { rule.Action = { Count: {} }; }, 'count instead of blocking'),
    limits((rule) => { rule.Statement.RateBasedStatement.ScopeDownStatement = { GeoMatchStatement: { CountryCodes: ['NL'] } }; }, 'limit a part of the requests'),
    limits((rule) => { rule.Statement.RateBasedStatement.AggregateKeyType = 'CONSTANT'; }, 'limit all addresses together'),
    operator('no limits', ACL, () => [{ apply: (raw) => { raw.Properties.Rules = raw.Properties.Rules.filter((rule: Loose) => !rule.Statement.RateBasedStatement); } }]),
    limits((rule) => { rule.Statement.RateBasedStatement.Limit = 2000000000; }, 'a limit that nobody reaches'),
  ],
};
