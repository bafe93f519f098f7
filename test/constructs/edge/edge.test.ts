import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  CertificateKey, ManagedRuleGroup, ProtectedLoadBalancer, type ProtectedLoadBalancerProps, ShieldProtection, ValidatedCertificate,
  type ValidatedCertificateProps, WebFirewall, type WebFirewallProps,
} from '../../../constructs/edge';
import { capacityUnits, INCLUDED_CAPACITY } from '../../../constructs/edge/web-firewall-rules';

const ENV = { account: '111122223333', region: 'eu-central-1' };

function newStack(): Stack {
  const app = new App();
  app.node.setContext('availability-zones:account=111122223333:region=eu-central-1', ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
  return new Stack(app, 'Edge', { env: ENV });
}

function firewallTemplate(props?: Partial<WebFirewallProps>): Template {
  const stack = newStack();
  new WebFirewall(stack, 'WebFirewall', { encryptionKey: new Key(stack, 'Key'), ...props });
  return Template.fromStack(stack);
}

interface Rule { readonly Name: string; readonly Priority: number; readonly Statement: Record<string, Record<string, unknown>>; readonly [field: string]: unknown }

function rulesOf(template: Template): Rule[] {
  return Object.values(template.findResources('AWS::WAFv2::WebACL'))[0].Properties.Rules;
}

describe('WebFirewall', () => {
  test('blocks by all five managed groups, none of them set to count', () => {
    const managed = rulesOf(firewallTemplate()).filter((rule) => rule.Statement.ManagedRuleGroupStatement);
    expect(managed.map((rule) => rule.Name).sort()).toEqual(Object.values(ManagedRuleGroup).sort());
    for (const rule of managed) {
      expect(rule.OverrideAction).toEqual({ None: {} });
      expect(rule.Statement.ManagedRuleGroupStatement.RuleActionOverrides).toBeUndefined();
      expect(rule.Statement.ManagedRuleGroupStatement.VendorName).toBe('AWS');
    }
  });

  test('gives every rule a priority, a metric and samples of its own', () => {
    const rules = rulesOf(firewallTemplate());
    expect(new Set(rules.map((rule) => rule.Priority)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.VisibilityConfig).toEqual({ CloudWatchMetricsEnabled: true, MetricName: rule.Name, SampledRequestsEnabled: true });
    }
  });

  test('blocks an address that asks too much, sooner where users sign in', () => {
    const rules = rulesOf(firewallTemplate({ requestsPerAddress: 500, signInRequestsPerAddress: 20, signInPaths: ['/Account/Login', '/sso'] }));
    const rate = (name: string) => rules.find((rule) => rule.Name === name)!;
    expect(rate('RequestsPerAddress').Action).toEqual({ Block: { CustomResponse: { ResponseCode: 429 } } });
    expect(rate('RequestsPerAddress').Statement.RateBasedStatement).toEqual({ AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 500 });
    expect(rate('SignInRequestsPerAddress').Statement.RateBasedStatement).toMatchObject({
      Limit: 20,
      ScopeDownStatement: { OrStatement: { Statements: [
        { ByteMatchStatement: { SearchString: '/account/login', PositionalConstraint: 'STARTS_WITH', FieldToMatch: { UriPath: {} } } },
        { ByteMatchStatement: { SearchString: '/sso' } },
      ] } },
    });
  });

  test('matches a single sign-in path without an or, which AWS WAF would refuse', () => {
    const rule = rulesOf(firewallTemplate({ signInPaths: ['/login'] })).find(({ Name }) => Name === 'SignInRequestsPerAddress')!;
    expect(rule.Statement.RateBasedStatement).toMatchObject({ ScopeDownStatement: { ByteMatchStatement: { SearchString: '/login' } } });
  });

  test('stays within the included capacity with as many sign-in paths as it takes', () => {
    expect(capacityUnits(Array.from({ length: 10 }, (_, index) => `/${index}`))).toBeLessThanOrEqual(INCLUDED_CAPACITY);
    expect(capacityUnits([])).toBeGreaterThanOrEqual(700 + 200 + 200 + 25 + 50);
  });

  test('keeps its full log in an encrypted group whose name AWS WAF accepts, and lets the delivery service write only there', () => {
    const template = firewallTemplate();
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { LogGroupName: Match.stringLikeRegexp('^aws-waf-logs-.+'), KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] }, RetentionInDays: 365 },
    });
    const [policy] = Object.values(template.findResources('AWS::Logs::ResourcePolicy'));
    const text = JSON.stringify(policy.Properties.PolicyDocument);
    expect(text).toContain('delivery.logs.amazonaws.com');
    expect(text).toContain('aws:SourceAccount');
    expect(text).toMatch(/log-group:",\{"Ref":"WebFirewallLog\w+"\},":log-stream:\*/);
    template.hasResource('AWS::WAFv2::LoggingConfiguration', { DependsOn: [Match.stringLikeRegexp('LogDelivery')], Properties: Match.objectLike({ LoggingFilter: Match.absent() }) });
  });

  test('redacts credentials and cookies in the log and in samples', () => {
    const template = firewallTemplate({ redactedHeaders: ['X-Api-Key', 'Cookie'], redactQueryString: true });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }, { SingleHeader: { Name: 'x-api-key' } }, { QueryString: {} }],
    });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: { DataProtections: [
        { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie', 'x-api-key'] } },
        { Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } },
      ] },
    });
    firewallTemplate().hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
    });
  });

  test('counts only the rule that is named, and writes down why', () => {
    const countedRule = { ruleGroup: ManagedRuleGroup.CORE, ruleName: 'SizeRestrictions_BODY', reason: 'Documents of 20 MB are uploaded' };
    const template = firewallTemplate({ countedRules: [countedRule] });
    const overridden = rulesOf(template).filter((rule) => rule.Statement.ManagedRuleGroupStatement?.RuleActionOverrides);
    expect(overridden.map((rule) => rule.Name)).toEqual([ManagedRuleGroup.CORE]);
    expect(overridden[0].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
    template.hasResource('AWS::WAFv2::WebACL', { Metadata: { 'dtap:counted-rules': [countedRule] } });
  });

  test('refuses several bad properties at once', () => {
    expect.assertions(6);
    try {
      firewallTemplate({ requestsPerAddress: 5, signInPaths: ['login', ...Array(10).fill('/a')], countedRules: [{ ruleGroup: ManagedRuleGroup.CORE, ruleName: ' ', reason: 'why' }] });
    } catch (error) {
      const message = (error as Error).message;
      expect(message).toContain("WebFirewall 'Edge/WebFirewall': 6 problems");
      expect(message).toContain('requestsPerAddress: got 5. Give a whole number from 10');
      expect(message).toContain('signInRequestsPerAddress: got 100. Give less than requestsPerAddress (5)');
      expect(message).toContain('signInPaths[0]: got "login". Start the path with /');
      expect(message).toContain('countedRules[0].ruleName: got " "');
      expect(message).toContain('countedRules[0].reason: got "why"');
    }
  });
});

function withLoadBalancer(build: (stack: Stack, defaults: ProtectedLoadBalancerProps) => void): Template {
  const stack = newStack();
  const webFirewall = new WebFirewall(stack, 'WebFirewall', { encryptionKey: new Key(stack, 'Key') });
  build(stack, {
    vpc: new Vpc(stack, 'Vpc'),
    subnets: { subnetType: SubnetType.PUBLIC },
    certificates: [Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-central-1:111122223333:certificate/a')],
    webFirewall,
    logBucket: new Bucket(stack, 'Logs'),
  });
  return Template.fromStack(stack);
}

describe('ProtectedLoadBalancer', () => {
  const template = withLoadBalancer((stack, defaults) => { new ProtectedLoadBalancer(stack, 'LoadBalancer', defaults); });
  const attributes = (type: string, list: string, filter: object = {}): Record<string, string> => {
    const [resource] = Object.values(template.findResources(type, { Properties: filter }));
    return Object.fromEntries(resource.Properties[list].map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]));
  };

  test('drops what is malformed and fails closed', () => {
    expect(attributes('AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes')).toMatchObject({
      'deletion_protection.enabled': 'true',
      'load_balancing.cross_zone.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'strictest',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.xff_header_processing.mode': 'append',
      'waf.fail_open.enabled': 'false',
      'zonal_shift.config.enabled': 'true',
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', IpAddressType: 'ipv4' });
  });

  test('listens with TLS 1.2 or newer and forward secrecy only, and answers 404 to what no service claims', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { ContentType: 'text/plain', MessageBody: 'Not found', StatusCode: '404' } }],
    });
  });

  test('answers port 80 with a permanent redirect', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }],
    });
  });

  test('sends HSTS and the security headers, and hides the server', () => {
    expect(attributes('AWS::ElasticLoadBalancingV2::Listener', 'ListenerAttributes', { Port: 443 })).toEqual({
      'routing.http.response.strict_transport_security.header_value': 'max-age=63072000; includeSubDomains',
      'routing.http.response.content_security_policy.header_value': expect.stringContaining("frame-ancestors 'none'"),
      'routing.http.response.x_content_type_options.header_value': 'nosniff',
      'routing.http.response.x_frame_options.header_value': 'DENY',
      'routing.http.response.server.enabled': 'false',
    });
    expect(attributes('AWS::ElasticLoadBalancingV2::Listener', 'ListenerAttributes', { Port: 80 })).toEqual({ 'routing.http.response.server.enabled': 'false' });
  });

  test('does not listen before the firewall stands in front', () => {
    const [association] = Object.keys(template.findResources('AWS::WAFv2::WebACLAssociation', {
      Properties: { ResourceArn: { Ref: Match.stringLikeRegexp('^LoadBalancer') }, WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WebFirewall'), 'Arn'] } },
    }));
    template.hasResource('AWS::ElasticLoadBalancingV2::Listener', { Properties: Match.objectLike({ Port: 443 }), DependsOn: Match.arrayWith([association]) });
  });

  test('opens 443 and 80 to IPv4 and nothing outwards', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('^Load balancer'),
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
        Match.objectLike({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }),
      ],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('keeps access, connection and health check logs, and lets only load balancers of this account write them', () => {
    expect(attributes('AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes')).toMatchObject({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.prefix': 'load-balancer/access',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.prefix': 'load-balancer/connection',
      'health_check_logs.s3.enabled': 'true',
      'health_check_logs.s3.prefix': 'load-balancer/health-check',
    });
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::S3::BucketPolicy'));
    const [statement] = policy.Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':elasticloadbalancing:eu-central-1:111122223333:loadbalancer/*'])] } } },
    });
    expect(JSON.stringify(statement.Resource)).toContain('/load-balancer/health-check/AWSLogs/');
    template.hasResource('AWS::ElasticLoadBalancingV2::LoadBalancer', { DependsOn: Match.arrayWith([policyId]) });
  });

  test('takes a policy, an age and preloading for its headers', () => {
    const own = withLoadBalancer((stack, defaults) => {
      new ProtectedLoadBalancer(stack, 'LoadBalancer', { ...defaults, contentSecurityPolicy: "default-src 'none'", hstsMaxAge: Duration.days(365), hstsPreload: true, deletionProtection: false });
    });
    own.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      ListenerAttributes: Match.arrayWith([
        { Key: 'routing.http.response.strict_transport_security.header_value', Value: 'max-age=31536000; includeSubDomains; preload' },
        { Key: 'routing.http.response.content_security_policy.header_value', Value: "default-src 'none'" },
      ]),
    });
    own.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'deletion_protection.enabled', Value: 'false' }]),
    });
  });

  test('refuses several bad properties at once', () => {
    expect.assertions(6);
    try {
      withLoadBalancer((stack, defaults) => {
        const logBucket = new Bucket(stack, 'Encrypted', { encryption: BucketEncryption.KMS });
        new ProtectedLoadBalancer(stack, 'LoadBalancer', { ...defaults, certificates: [], logBucket, logPrefix: '/logs', contentSecurityPolicy: 'x'.repeat(1025), hstsMaxAge: Duration.days(30) });
      });
    } catch (error) {
      const message = (error as Error).message;
      expect(message).toContain("ProtectedLoadBalancer 'Edge/LoadBalancer': 5 problems");
      expect(message).toContain('certificates: got 0. Give at least one certificate');
      expect(message).toContain('logBucket: got "a bucket under a KMS key". Give a bucket encrypted with SSE-S3');
      expect(message).toContain('logPrefix: got "/logs"');
      expect(message).toContain('Give 1 to 1024 characters');
      expect(message).toContain('hstsMaxAge: got');
    }
  });
});

function certificateTemplate(props?: Partial<ValidatedCertificateProps>): Template {
  const stack = newStack();
  new ValidatedCertificate(stack, 'Certificate', {
    domainName: 'app.example.com',
    hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    alarmTopic: new Topic(stack, 'Topic'),
    ...props,
  });
  return Template.fromStack(stack);
}

describe('ValidatedCertificate', () => {
  test('is validated by DNS in the zone and logged for transparency', () => {
    certificateTemplate({ subjectAlternativeNames: ['*.app.example.com'] }).hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'app.example.com',
      SubjectAlternativeNames: ['*.app.example.com'],
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'app.example.com', HostedZoneId: 'Z1' }],
      CertificateTransparencyLoggingPreference: 'ENABLED',
      KeyAlgorithm: 'RSA_2048',
    });
    certificateTemplate({ certificateKey: CertificateKey.EC_P256 }).hasResourceProperties('AWS::CertificateManager::Certificate', { KeyAlgorithm: 'EC_prime256v1' });
  });

  test('raises an alarm 30 days before expiry, and when nothing is heard of it any more', () => {
    certificateTemplate().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/CertificateManager',
      MetricName: 'DaysToExpiry',
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: 30,
      TreatMissingData: 'breaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }],
    });
  });

  test('refuses malformed names and names outside the zone together', () => {
    expect(() => certificateTemplate({ domainName: 'app_1.example.com', subjectAlternativeNames: ['app.notexample.com'] })).toThrow(
      /2 problems\n {2}- domainName: got "app_1\.example\.com"\. Give a fully qualified host name.*\n {2}- subjectAlternativeNames\[0\]: got "app\.notexample\.com"\. Give a name in the hosted zone example\.com/,
    );
  });

  test('refuses more names than ACM takes', () => {
    const names = Array.from({ length: 10 }, (_, index) => `n${index}.example.com`);
    expect(() => certificateTemplate({ subjectAlternativeNames: names })).toThrow('subjectAlternativeNames: got 10. Give at most 9');
    expect(() => certificateTemplate({ subjectAlternativeNames: names.slice(1) })).not.toThrow();
  });
});

test('ShieldProtection protects the resource it is given', () => {
  const stack = newStack();
  new ShieldProtection(stack, 'Shield', { resourceArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/a/b' });
  Template.fromStack(stack).hasResourceProperties('AWS::Shield::Protection', {
    Name: Match.anyValue(),
    ResourceArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/a/b',
  });
});
