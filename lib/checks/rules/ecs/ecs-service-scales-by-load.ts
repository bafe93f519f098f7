import { all, companions, compliant, demand, needs, NOT_APPLICABLE, open, type Resource, type Rule, type Verdict } from '../../rule';

export const EcsServiceScalesByLoad: Rule = {
  id: 'EcsServiceScalesByLoad',
  title: 'A service starts and stops tasks by load.',
  why: 'A fixed number of tasks is too few on the busiest day, when it matters most.',
  mend: 'Register the service as an AWS::ApplicationAutoScaling::ScalableTarget with room above its minimum, and give it a scaling policy.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html'],
  where: 'acceptance-and-production',
  types: ['AWS::ECS::Service'],
  check: (service) => (service.at('SchedulingStrategy').text === 'DAEMON' ? NOT_APPLICABLE
    : needs(service, 'AWS::ApplicationAutoScaling::ScalableTarget', ['ResourceId'], 'the number of tasks is fixed', (target) => verdict(target, service))),
};

function verdict(target: Resource, service: Resource): Verdict {
  const [least, most] = [target.at('MinCapacity'), target.at('MaxCapacity')];
  const vague = [least, most].find((value) => value.open !== undefined);
  const byService = companions(service, 'AWS::ApplicationAutoScaling::ScalingPolicy', 'ResourceId');
  return all([
    vague ? open(vague) : demand(most, ({ number }) => (number ?? 0) > (least.number ?? 0), 'the service cannot grow'),
    byService.length > 0 ? compliant(byService[0].at('PolicyType'))
      : needs(target, 'AWS::ApplicationAutoScaling::ScalingPolicy', ['ScalingTargetId'], 'no policy changes the number of tasks'),
  ]);
}
