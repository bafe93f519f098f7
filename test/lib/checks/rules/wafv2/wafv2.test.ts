import { ApiGatewayDomainTls12 } from '../../../../../lib/checks/rules/apigateway/api-gateway-domain-tls12';
import { ApiGatewayHttpApiClosed } from '../../../../../lib/checks/rules/apigateway/api-gateway-http-api-closed';
import { ApiGatewayStageGuardedByWaf } from '../../../../../lib/checks/rules/apigateway/api-gateway-stage-guarded-by-waf';
import { AppSyncApiGuardedByWaf } from '../../../../../lib/checks/rules/appsync/app-sync-api-guarded-by-waf';
import { CloudFrontDistributionGuardedByWaf } from '../../../../../lib/checks/rules/cloudfront/cloud-front-distribution-guarded-by-waf';
import { CloudFrontDistributionTls12 } from '../../../../../lib/checks/rules/cloudfront/cloud-front-distribution-tls12';
import { CognitoUserPoolGuardedByWaf } from '../../../../../lib/checks/rules/cognito/cognito-user-pool-guarded-by-waf';
import { WafLogRedacted } from '../../../../../lib/checks/rules/wafv2/waf-log-redacted';
import { WafWebAclBlocksCommonAttacks } from '../../../../../lib/checks/rules/wafv2/waf-web-acl-blocks-common-attacks';
import { WafWebAclLogged } from '../../../../../lib/checks/rules/wafv2/waf-web-acl-logged';
import { WafWebAclRateLimited } from '../../../../../lib/checks/rules/wafv2/waf-web-acl-rate-limited';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const topic = { Topic: resource('AWS::SNS::Topic') };

const acl = (rules?: unknown, properties: object = {}) => ({ Acl: resource('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Rules: rules, ...properties }) });
const NAMES = ['CommonRuleSet', 'KnownBadInputsRuleSet', 'SQLiRuleSet', 'AmazonIpReputationList', 'AnonymousIpList'];
const managed = (name: string, rule: object = {}, statement: object = {}) => ({
  Name: name, OverrideAction: { None: {} }, ...rule, Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${name}`, ...statement } },
});
const everything = (rule: object = {}, statement: object = {}) => NAMES.map((name) => managed(name, name === 'SQLiRuleSet' ? rule : {}, name === 'SQLiRuleSet' ? statement : {}));

describeRule(WafWebAclBlocksCommonAttacks, {
  compliant: {
    'all five': acl(everything()), 'and a rule made stricter': acl(everything({}, { RuleActionOverrides: [{ Name: 'x', ActionToUse: { Block: {} } }] })),
    'one by condition, in both branches': withCondition(acl([...everything().slice(1), when(managed('CommonRuleSet'), managed('CommonRuleSet'))])),
  },
  violation: {
    'no rules': acl(), 'one missing': acl(everything().slice(1)),
    'one counting': acl(everything({ OverrideAction: { Count: {} } })),
    'a rule of one counting': acl(everything({}, { RuleActionOverrides: [{ Name: 'x', ActionToUse: { Count: {} } }] })),
    'a rule of one excluded': acl(everything({}, { ExcludedRules: [{ Name: 'x' }] })),
    'one for a part of the requests': acl(everything({}, { ScopeDownStatement: { GeoMatchStatement: { CountryCodes: ['NL'] } } })),
    'one of another vendor': acl(everything({}, { VendorName: 'Somebody' })),
    'one in one branch only': withCondition(acl([...everything().slice(1), when(managed('CommonRuleSet'))])),
  },
  notApplicable: { 'another type': topic },
  unknown: {
    'the rules are a parameter': withParameter(acl(ref('P'))), 'a group\'s name is a parameter': withParameter(acl([...everything().slice(1), managed('x', {}, { Name: ref('P') })])),
    'a rule lets some in before': acl([{ Name: 'Partners', Priority: -1, Action: { Allow: {} }, Statement: { IPSetReferenceStatement: {} } }, ...everything({ Priority: 5 })]),
    'an override is a parameter': withParameter(acl(everything({ OverrideAction: ref('P') }))),
  },
});

const rate = (statement: object, rule: object = {}) => acl([{ Name: 'Rate', Action: { Block: {} }, ...rule, Statement: { RateBasedStatement: { Limit: 2000, ...statement } } }]);

describeRule(WafWebAclRateLimited, {
  compliant: {
    'per address': rate({ AggregateKeyType: 'IP' }), 'per address by default': rate({}), 'per forwarded address, challenged': rate({ AggregateKeyType: 'FORWARDED_IP' }, { Action: { Challenge: {} } }),
    'by address among other keys': rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ Header: { Name: 'x' } }, { IP: {} }] }),
  },
  violation: {
    'none': acl(everything()), 'counting': rate({ AggregateKeyType: 'IP' }, { Action: { Count: {} } }), 'per header': rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ Header: { Name: 'x' } }] }),
    'on one path only': rate({ ScopeDownStatement: { ByteMatchStatement: {} } }), 'no rules': acl(), 'beyond measure': rate({ Limit: 2000000000 }),
  },
  notApplicable: { 'another type': topic },
  unknown: { 'the key is a parameter': withParameter(rate({ AggregateKeyType: ref('P') })), 'the action is a parameter': withParameter(rate({}, { Action: ref('P') })) },
});

const logging = (properties: object = {}) => ({ Log: resource('AWS::WAFv2::LoggingConfiguration', { ResourceArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, LogDestinationConfigs: ['arn:aws:logs:x'], ...properties }) });

describeRule(WafWebAclLogged, {
  compliant: { 'the full log': { ...acl(), ...logging() }, 'a filter that keeps': { ...acl(), ...logging({ LoggingFilter: { DefaultBehavior: 'KEEP', Filters: [{ Behavior: 'KEEP' }] } }) } },
  violation: {
    'none': acl(), 'dropped by default': { ...acl(), ...logging({ LoggingFilter: { DefaultBehavior: 'DROP', Filters: [{ Behavior: 'KEEP' }] } }) },
    'some dropped': { ...acl(), ...logging({ LoggingFilter: { DefaultBehavior: 'KEEP', Filters: [{ Behavior: 'DROP' }] } }) },
    'another web ACL\'s': { ...acl(), Other: acl().Acl, ...logging({ ResourceArn: { 'Fn::GetAtt': ['Other', 'Arn'] } }) },
    'no destination': { ...acl(), ...logging({ LogDestinationConfigs: [] }) },
  },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter({ ...acl(), ...logging({ ResourceArn: ref('P') }) }) },
});

const redacted = (...headers: unknown[]) => logging({ RedactedFields: headers.map((Name) => ({ SingleHeader: { Name } })) });
const protection = (...FieldKeys: unknown[]) => acl([], { DataProtectionConfig: { DataProtections: [{ Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys } }] } });

describeRule(WafLogRedacted, {
  compliant: { 'both headers': redacted('authorization', 'Cookie'), 'one redacted, one protected in the web ACL': { ...protection('cookie'), ...redacted('Authorization') } },
  violation: { 'none': logging(), 'cookies only': redacted('cookie'), 'the query only': logging({ RedactedFields: [{ QueryString: {} }] }) },
  notApplicable: { 'another type': acl() },
  unknown: { 'a parameter': withParameter(redacted('cookie', ref('P'))) },
});

const association = (arn: unknown) => ({ Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn: arn, WebACLArn: 'arn:acl' }) });
const api = (properties: object = {}) => ({ Api: resource('AWS::ApiGateway::RestApi', properties), Stage: resource('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'live' }) });
const stageArn = (name: unknown) => ({ 'Fn::Sub': ['arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Name}', { Name: name }] });

describeRule(ApiGatewayStageGuardedByWaf, {
  compliant: { 'by the stage': { ...api(), ...association(stageArn(ref('Stage'))) }, 'by the stage\'s name': { ...api(), ...association(stageArn('live')) } },
  violation: { 'none': api(), 'another stage': { ...api(), ...association(stageArn('test')) } },
  notApplicable: { 'a private API': api({ EndpointConfiguration: { Types: ['PRIVATE'] } }), 'another type': topic },
  unknown: { 'a parameter': withParameter({ ...api(), ...association(ref('P')) }) },
});

const graph = (properties: object = {}) => ({ Graph: resource('AWS::AppSync::GraphQLApi', properties) });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describeRule(AppSyncApiGuardedByWaf, {
  compliant: { 'associated': { ...graph(), ...association(arnOf('Graph')) } },
  violation: { 'none': graph({ Visibility: 'GLOBAL' }) },
  notApplicable: { 'private': graph({ Visibility: 'PRIVATE' }) },
  unknown: { 'a parameter': withParameter({ ...graph(), ...association(ref('P')) }) },
});

const pool = { Pool: resource('AWS::Cognito::UserPool') };

describeRule(CognitoUserPoolGuardedByWaf, {
  compliant: { 'associated': { ...pool, ...association(arnOf('Pool')) } },
  violation: { 'none': pool },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter({ ...pool, ...association(ref('P')) }) },
});

const distribution = (config: object) => ({ Web: resource('AWS::CloudFront::Distribution', { DistributionConfig: config }) });

describeRule(CloudFrontDistributionGuardedByWaf, {
  compliant: { 'a web ACL of the template': { ...acl([]), ...distribution({ WebACLId: arnOf('Acl') }) }, 'by ARN': distribution({ WebACLId: 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/a/b' }) },
  violation: { 'none': distribution({}), 'a classic one': distribution({ WebACLId: '473e64fd-f30b-4765-81a0-62ad96dd167a' }) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(distribution({ WebACLId: ref('P') })) },
});

const secure = { ViewerCertificate: { AcmCertificateArn: 'arn', MinimumProtocolVersion: 'TLSv1.2_2021' }, DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' } };
const origin = (custom: object) => ({ Origins: [{ S3OriginConfig: {} }, { CustomOriginConfig: custom }] });

describeRule(CloudFrontDistributionTls12, {
  compliant: {
    'throughout': distribution({ ...secure, CacheBehaviors: [{ ViewerProtocolPolicy: 'https-only' }], ...origin({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] }) }),
    'TLS 1.3 only': distribution({ ...secure, ViewerCertificate: { AcmCertificateArn: 'arn', MinimumProtocolVersion: 'TLSv1.3_2025' } }),
  },
  violation: {
    'CloudFront\'s own certificate': distribution({ ...secure, ViewerCertificate: { CloudFrontDefaultCertificate: true } }), 'no certificate': distribution({ DefaultCacheBehavior: secure.DefaultCacheBehavior }),
    'an old version': distribution({ ...secure, ViewerCertificate: { AcmCertificateArn: 'arn', MinimumProtocolVersion: 'TLSv1.1_2016' } }),
    'weak ciphers': distribution({ ...secure, ViewerCertificate: { AcmCertificateArn: 'arn', MinimumProtocolVersion: 'TLSv1.2_2018' } }),
    'plaintext for one path': distribution({ ...secure, CacheBehaviors: [{ ViewerProtocolPolicy: 'allow-all' }] }),
    'a plaintext origin': distribution({ ...secure, ...origin({ OriginProtocolPolicy: 'http-only' }) }), 'an old origin': distribution({ ...secure, ...origin({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1', 'TLSv1.2'] }) }),
  },
  notApplicable: { 'another type': topic },
  unknown: { 'an origin asked over what CloudFormation takes': distribution({ ...secure, ...origin({ OriginProtocolPolicy: 'https-only' }) }), 'a parameter': withParameter(distribution({ ...secure, ViewerCertificate: { AcmCertificateArn: 'arn', MinimumProtocolVersion: ref('P') } })) },
});

const httpApi = (properties: object = {}) => ({ Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', ...properties }) });

describeRule(ApiGatewayHttpApiClosed, {
  compliant: { 'closed': httpApi({ DisableExecuteApiEndpoint: true }) },
  violation: { 'not said': httpApi(), 'a WebSocket API': httpApi({ ProtocolType: 'WEBSOCKET', DisableExecuteApiEndpoint: 'false' }) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(httpApi({ DisableExecuteApiEndpoint: ref('P') })) },
});

const domain = (SecurityPolicy?: unknown) => ({ Domain: resource('AWS::ApiGateway::DomainName', { SecurityPolicy }) });

describeRule(ApiGatewayDomainTls12, {
  compliant: { '1.2': domain('TLS_1_2'), '1.3': domain('SecurityPolicy_TLS13_1_3_2025_09') },
  violation: { 'not said': domain(), '1.0': domain('TLS_1_0') },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(domain(ref('P'))) },
});
