import { AutoScalingGroupReplaced } from '../../../../../lib/checks/rules/autoscaling/auto-scaling-group-replaced';
import { AutoScalingGroupScalesByLoad } from '../../../../../lib/checks/rules/autoscaling/auto-scaling-group-scales-by-load';
import { AutoScalingGroupTwoRunning } from '../../../../../lib/checks/rules/autoscaling/auto-scaling-group-two-running';
import { AutoScalingGroupZones } from '../../../../../lib/checks/rules/autoscaling/auto-scaling-group-zones';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const topic = { Topic: resource('AWS::SNS::Topic') };
const inDevelopment = (body: object) => ({ templates: [{ environment: 'development', body }] });
const subnets = (...zones: unknown[]) => Object.fromEntries(zones.map((AvailabilityZone, i) => [`S${i}`, resource('AWS::EC2::Subnet', { AvailabilityZone })]));

const group = (properties: object = {}) => ({ Group: resource('AWS::AutoScaling::AutoScalingGroup', { MinSize: '2', MaxSize: '4', ...properties }) });
const policy = (properties: object = {}) => ({ Policy: resource('AWS::AutoScaling::ScalingPolicy', { AutoScalingGroupName: ref('Group'), ...properties }) });

describeRule(AutoScalingGroupTwoRunning, {
  compliant: { 'two': group(), 'three as a number': group({ MinSize: 3 }) },
  violation: { 'one': group({ MinSize: '1' }), 'none': group({ MinSize: 0 }), 'one in a branch': withCondition(group({ MinSize: when(2, 1) })) },
  notApplicable: { 'development': inDevelopment(group({ MinSize: 1 })), 'another type': topic },
  unknown: { 'a parameter': withParameter(group({ MinSize: ref('P') })) },
});

describeRule(AutoScalingGroupZones, {
  compliant: { 'three zones': { ...subnets('a', 'b', 'c'), ...group({ VPCZoneIdentifier: [ref('S0'), ref('S1'), ref('S2')] }) }, 'zones by name': group({ AvailabilityZones: ['a', 'b', 'c'] }) },
  violation: { 'two zones': { ...subnets('a', 'b'), ...group({ VPCZoneIdentifier: [ref('S0'), ref('S1')] }) }, 'one by name': group({ AvailabilityZones: ['a'] }), 'nothing': group() },
  notApplicable: { 'development': inDevelopment(group()) },
  unknown: { 'a parameter': withParameter(group({ VPCZoneIdentifier: ref('P') })), 'all zones there are': group({ AvailabilityZones: { 'Fn::GetAZs': '' } }) },
});

describeRule(AutoScalingGroupScalesByLoad, {
  compliant: { 'a policy and room': { ...group(), ...policy() } },
  violation: { 'no policy': group(), 'no room': { ...group({ MaxSize: 2 }), ...policy() }, 'another group\'s policy': { ...group(), Other: group().Group, ...policy({ AutoScalingGroupName: ref('Other') }) } },
  notApplicable: { 'development': inDevelopment(group()) },
  unknown: { 'the most is a parameter': withParameter({ ...group({ MaxSize: ref('P') }), ...policy() }), 'the least is a parameter': withParameter({ ...group({ MinSize: ref('P') }), ...policy() }), 'a policy of a parameter': withParameter({ ...group(), ...policy({ AutoScalingGroupName: ref('P') }) }) },
});

describeRule(AutoScalingGroupReplaced, {
  compliant: { 'two weeks': group({ MaxInstanceLifetime: 1209600 }), '30 days as text': group({ MaxInstanceLifetime: '2592000' }) },
  violation: { 'not said': group(), 'never': group({ MaxInstanceLifetime: 0 }), 'a year': group({ MaxInstanceLifetime: 31536000 }) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(group({ MaxInstanceLifetime: ref('P') })) },
});
