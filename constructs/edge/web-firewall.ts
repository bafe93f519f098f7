import { Aws, Names, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResourcePolicy, type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { capacityUnits, INCLUDED_CAPACITY, managedRules, pathStartsWithAny, rateRule, visibility } from './web-firewall-rules';

/** The AWS managed rule groups that every `WebFirewall` has, for naming a rule of one of them. */
export enum ManagedRuleGroup {
  /** Addresses that Amazon's threat intelligence knows as sources of attacks. */
  AMAZON_IP_REPUTATION = 'AWSManagedRulesAmazonIpReputationList',
  /** VPNs, proxies, Tor nodes and hosting providers. */
  ANONYMOUS_IP = 'AWSManagedRulesAnonymousIpList',
  /** Request patterns known to exploit vulnerabilities. */
  KNOWN_BAD_INPUTS = 'AWSManagedRulesKnownBadInputsRuleSet',
  /** SQL injection. */
  SQL_INJECTION = 'AWSManagedRulesSQLiRuleSet',
  /** The core rule set: the common risks of the OWASP publications. */
  CORE = 'AWSManagedRulesCommonRuleSet',
}

/** One rule of a managed group that counts its matches instead of blocking them. */
export interface CountedRule {
  /** The group that the rule is part of. */
  readonly ruleGroup: ManagedRuleGroup;
  /** The rule's name as AWS publishes it, case-sensitive, e.g. `SizeRestrictions_BODY`. */
  readonly ruleName: string;
  /** Why the application needs this, for the reviewer; it is written into the template's metadata. */
  readonly reason: string;
}

/** Properties of `WebFirewall`. */
export interface WebFirewallProps {
  /**
   * Key that encrypts the log. Its policy must let CloudWatch Logs of this region use it:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey: IKey;

  /**
   * Requests that one address may make in five minutes, from 10.
   *
   * @default - 2000 requests in five minutes
   */
  readonly requestsPerAddress?: number;

  /**
   * Beginnings of the paths where users sign in, each starting with `/`, letter case ignored. At most 10.
   *
   * @default - `/auth`, `/login`, `/oauth2`, `/sign-in`, `/signin`
   */
  readonly signInPaths?: string[];

  /**
   * Requests that one address may make to the sign-in paths in five minutes, from 10 and below `requestsPerAddress`.
   *
   * @default - 100 requests in five minutes
   */
  readonly signInRequestsPerAddress?: number;

  /**
   * Rules of the managed groups that count instead of block, each with its reason.
   *
   * @default - every rule of every group acts as AWS publishes it
   */
  readonly countedRules?: CountedRule[];

  /**
   * Names of request headers to redact besides `authorization` and `cookie`, e.g. `x-api-key`.
   *
   * @default - `authorization` and `cookie` are redacted
   */
  readonly redactedHeaders?: string[];

  /**
   * Whether the query string is redacted too, for applications that carry personal data in it.
   *
   * @default - the query string is logged
   */
  readonly redactQueryString?: boolean;

  /**
   * How long the log is kept here.
   *
   * @default - one year
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of the log group when the stack goes.
   *
   * @default - it stays, unless its very creation failed
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

const DEFAULT_SIGN_IN_PATHS = ['/auth', '/login', '/oauth2', '/sign-in', '/signin'];
const MAX_SIGN_IN_PATHS = 10;
const MIN_RATE = 10;
const MAX_RATE = 2_000_000_000;

/**
 * A web application firewall that blocks: IP reputation, anonymous addresses, known bad inputs, SQL injection, the core rule
 * set, and a rate limit per address with a tighter one where users sign in (answered with 429).
 *
 * Every request is logged to an encrypted log group. `authorization` and `cookie` are redacted twice: by data protection, which
 * also covers sampled requests and matched rules, and in the logging configuration.
 *
 * It stays within the 1,500 capacity units that the basic price includes. Controls EDG1, EDG2, EDG5; ENC1 and LOG3 for the log.
 *
 * The delivery policy counts towards the ten CloudWatch Logs resource policies of a region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
export class WebFirewall extends Construct {
  /** ARN of the web ACL, for an `AWS::WAFv2::WebACLAssociation` with whatever else it is to guard: an API stage, a user pool. */
  public readonly webAclArn: string;
  /** The log of every request; its name starts with `aws-waf-logs-`, which AWS WAF demands. */
  public readonly logGroup: ILogGroup;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const signInPaths = props.signInPaths ?? DEFAULT_SIGN_IN_PATHS;
    const requests = props.requestsPerAddress ?? 2000;
    const signInRequests = props.signInRequestsPerAddress ?? 100;
    validate(this.node.path, props, signInPaths, requests, signInRequests);

    const headers = [...new Set(['authorization', 'cookie', ...(props.redactedHeaders ?? []).map((name) => name.toLowerCase())])];
    const countedRules = props.countedRules ?? [];
    const webAcl = new CfnWebACL(this, 'Resource', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [
        rateRule('RequestsPerAddress', 0, requests),
        rateRule('SignInRequestsPerAddress', 1, signInRequests, pathStartsWithAny(signInPaths)),
        ...managedRules(2, countedByGroup(countedRules)),
      ],
      visibilityConfig: visibility('WebFirewall'),
      dataProtectionConfig: { dataProtections: protectedFields(headers, props.redactQueryString) },
      onSourceDDoSProtectionConfig: { albLowReputationMode: 'ACTIVE_UNDER_DDOS' },
    });
    if (countedRules.length > 0) {
      webAcl.addMetadata('dtap:counted-rules', countedRules);
    }
    this.webAclArn = webAcl.attrArn;
    this.logGroup = this.createLog(props, headers);
  }

  private createLog(props: WebFirewallProps, headers: string[]): ILogGroup {
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `aws-waf-logs-${Names.uniqueResourceName(this, { maxLength: 80, separator: '-' })}`,
      encryptionKey: props.encryptionKey,
      retention: props.logRetention ?? RetentionDays.ONE_YEAR,
      removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // AWS WAF takes the ARN without the `:*` that CloudFormation's attribute ends in.
    const logGroupArn = Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${logGroup.logGroupName}` });
    const delivery = new CfnResourcePolicy(this, 'LogDelivery', {
      policyName: Names.uniqueResourceName(this, { maxLength: 80, separator: '-' }),
      policyDocument: Stack.of(this).toJsonString(deliveryPolicy(logGroupArn)),
    });
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      logDestinationConfigs: [logGroupArn],
      redactedFields: [
        ...headers.map((name) => ({ singleHeader: { Name: name } })),
        ...(props.redactQueryString ? [{ queryString: {} }] : []),
      ],
    });
    logging.addResourceDependency(delivery);
    return logGroup;
  }
}

/** Data protection redacts in logs, samples and match details alike; only the logging configuration's redaction does not. */
function protectedFields(headers: string[], queryString?: boolean): CfnWebACL.DataProtectProperty[] {
  const protect = (field: CfnWebACL.FieldToProtectProperty): CfnWebACL.DataProtectProperty => ({ action: 'SUBSTITUTION', field });
  return [
    protect({ fieldType: 'SINGLE_HEADER', fieldKeys: headers }),
    ...(queryString ? [protect({ fieldType: 'QUERY_STRING' })] : []),
  ];
}

function deliveryPolicy(logGroupArn: string): PolicyDocument {
  return new PolicyDocument({
    statements: [new PolicyStatement({
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroupArn}:log-stream:*`],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
      },
    })],
  });
}

function countedByGroup(rules: readonly CountedRule[]): Map<string, string[]> {
  const byGroup = new Map<string, string[]>();
  for (const { ruleGroup, ruleName } of rules) {
    byGroup.set(ruleGroup, [...(byGroup.get(ruleGroup) ?? []), ruleName]);
  }
  return byGroup;
}

function validate(path: string, props: WebFirewallProps, signInPaths: string[], requests: number, signInRequests: number): void {
  const problems = new Problems(`WebFirewall '${path}'`);
  const isRate = (value: number) => Number.isInteger(value) && value >= MIN_RATE && value <= MAX_RATE;
  problems.require(isRate(requests), 'requestsPerAddress', requests, `Give a whole number from ${MIN_RATE} to ${MAX_RATE}.`);
  problems.require(isRate(signInRequests), 'signInRequestsPerAddress', signInRequests, `Give a whole number from ${MIN_RATE} to ${MAX_RATE}.`);
  problems.require(signInRequests < requests, 'signInRequestsPerAddress', signInRequests, `Give less than requestsPerAddress (${requests}): signing in is limited tighter than browsing.`);
  problems.require(signInPaths.length > 0 && signInPaths.length <= MAX_SIGN_IN_PATHS, 'signInPaths', signInPaths, `Give 1 to ${MAX_SIGN_IN_PATHS} paths; more would pass ${INCLUDED_CAPACITY} capacity units (these take ${capacityUnits(signInPaths)}).`);
  signInPaths.forEach((prefix, index) => {
    problems.require(/^\/\S+$/.test(prefix), `signInPaths[${index}]`, prefix, 'Start the path with / and name at least one character after it.');
  });
  (props.countedRules ?? []).forEach((rule, index) => {
    problems.require(rule.ruleName.trim() !== '', `countedRules[${index}].ruleName`, rule.ruleName, 'Name one rule of the group; a whole group cannot be set to count.');
    problems.require(rule.reason.trim().length >= 10, `countedRules[${index}].reason`, rule.reason, 'Say why the application cannot do with the rule blocking.');
  });
  problems.throwIfAny();
}
