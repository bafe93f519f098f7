import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ApplicationProtocol, ApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { FailoverAddress, type FailoverAddressProps, FailoverPart, FailoverSwitch } from '../../../constructs/recovery';

function address(props: Partial<FailoverAddressProps>, region: string | undefined = 'eu-central-1', zoneName = 'www.acme.example'): Template {
  const stack = new Stack(new App(), 'Service', region === '' ? {} : { env: { account: '111122223333', region } });
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc, internetFacing: true });
  const targetGroup = new ApplicationTargetGroup(stack, 'Targets', { vpc, port: 8443, protocol: ApplicationProtocol.HTTPS, targetType: TargetType.IP });
  loadBalancer.addListener('Http', { port: 80, defaultTargetGroups: [targetGroup] });
  new FailoverAddress(stack, 'Address', {
    hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName }),
    part: FailoverPart.PRIMARY,
    switchHealthCheckId: 'switch-id',
    loadBalancer,
    targetGroup,
    alarmTopic: new Topic(stack, 'OnCall'),
    ...props,
  });
  return Template.fromStack(stack);
}

const ENDPOINT = { Ref: Match.stringLikeRegexp('^AddressEndpoint') };

describe('The address of the primary region', () => {
  const template = address({ healthCheckPath: '/health' });

  test('is checked from outside over HTTPS, under a name that no fail-over moves', () => {
    template.hasResourceProperties('AWS::Route53::HealthCheck', { HealthCheckConfig: {
      Type: 'HTTPS', FullyQualifiedDomainName: 'eu-central-1.www.acme.example', Port: 443, ResourcePath: '/health', EnableSNI: true, RequestInterval: 30, FailureThreshold: 3,
    } });
    template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'eu-central-1.www.acme.example.', Type: 'A', Failover: Match.absent(), AliasTarget: Match.objectLike({ EvaluateTargetHealth: true }) });
  });

  test('is checked from as many regions as Route 53 asks for, one of them in the European Economic Area', () => {
    const checks = Object.values(template.findResources('AWS::Route53::HealthCheck')).map(({ Properties }) => (Properties as { HealthCheckConfig: { Regions?: string[] } }).HealthCheckConfig.Regions ?? []);
    const [regions] = checks.filter((each) => each.length > 0);
    expect(new Set(regions).size).toBeGreaterThanOrEqual(3);
    expect(regions).toContain('eu-west-1');
  });

  test('leads users here only while the check is well and the switch is not thrown', () => {
    template.hasResourceProperties('AWS::Route53::HealthCheck', { HealthCheckConfig: { Type: 'CALCULATED', HealthThreshold: 2, ChildHealthChecks: [ENDPOINT, 'switch-id'] } });
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'www.acme.example.', Failover: 'PRIMARY', SetIdentifier: 'eu-central-1', HealthCheckId: { Ref: Match.stringLikeRegexp('^AddressHealth') }, AliasTarget: Match.objectLike({ EvaluateTargetHealth: true }),
    });
  });

  test('tells those on call when no task of the region is well, or nothing is heard of them', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'HealthyHostCount', Statistic: 'Maximum', ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 3, TreatMissingData: 'breaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^OnCall') }],
    });
  });
});

test('the address of the standby is the second choice, and depends on its own health alone', () => {
  const template = address({ part: FailoverPart.STANDBY, switchHealthCheckId: undefined }, 'eu-west-1');
  template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'www.acme.example.', Failover: 'SECONDARY', SetIdentifier: 'eu-west-1', HealthCheckId: ENDPOINT });
  template.resourceCountIs('AWS::Route53::HealthCheck', 1);
});

describe('An address is refused', () => {
  test('without a domain, without a switch and with a path that is none: all at once', () => {
    const build = () => address({ switchHealthCheckId: undefined, healthCheckPath: 'health' }, 'eu-central-1', 'localhost');
    expect(build).toThrow(/hostedZone: got "localhost".*without a domain[\s\S]*switchHealthCheckId: got nothing[\s\S]*healthCheckPath: got "health"/);
  });

  test('where the standby has a switch, or the region is not known', () => {
    expect(() => address({ part: FailoverPart.STANDBY })).toThrow(/switchHealthCheckId: got "switch-id".*take it from the standby/);
    expect(() => address({}, '')).toThrow(/env.region: .*Name the region of the stack/);
  });
});

describe('The switch of a fail-over', () => {
  const stack = new Stack(new App(), 'Recovery', { env: { account: '111122223333', region: 'eu-west-1' } });
  const topic = new Topic(stack, 'OnCall');
  new FailoverSwitch(stack, 'Switch', { hostName: 'www.acme.example', alarmTopic: topic });
  const template = Template.fromStack(stack);

  test('is thrown by publishing 1 to a metric of the recovery region, and those on call hear of it', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Recovery', MetricName: 'TakenOver', Dimensions: [{ Name: 'HostName', Value: 'www.acme.example' }], Statistic: 'Maximum', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^OnCall') }],
    });
  });

  test('keeps to the last word: silence neither throws it nor puts it back', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'ignore' });
    template.hasResourceProperties('AWS::Route53::HealthCheck', { HealthCheckConfig: {
      Type: 'CLOUDWATCH_METRIC', InsufficientDataHealthStatus: 'LastKnownStatus', AlarmIdentifier: { Name: { Ref: Match.stringLikeRegexp('^SwitchThrown') }, Region: 'eu-west-1' },
    } });
  });

  test('is refused without a domain', () => {
    expect(() => new FailoverSwitch(stack, 'Other', { hostName: '', alarmTopic: topic })).toThrow(/hostName: got "".*without a domain/);
  });
});
