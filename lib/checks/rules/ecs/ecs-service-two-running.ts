import { all, companions, demand, NOT_APPLICABLE, type Rule } from '../../rule';

const MESSAGE = 'fewer than two tasks run';

export const EcsServiceTwoRunning: Rule = {
  id: 'EcsServiceTwoRunning',
  title: 'A service has at least two tasks running.',
  why: 'A single task is an outage whenever it fails, is replaced or loses its zone.',
  mend: 'Set DesiredCount, or MinCapacity of the scalable target, to 2 or more.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html'],
  where: 'acceptance-and-production',
  types: ['AWS::ECS::Service'],
  check: (service) => {
    const targets = companions(service, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId');
    if (service.at('SchedulingStrategy').text === 'DAEMON') {
      return NOT_APPLICABLE;
    }
    return targets.length > 0 ? all(targets.map((target) => demand(target.at('MinCapacity'), ({ number }) => (number ?? 0) >= 2, MESSAGE)))
      // A service starts one task if it is not told how many.
      : demand(service.at('DesiredCount'), ({ number }) => (number ?? 1) >= 2, MESSAGE);
  },
};
