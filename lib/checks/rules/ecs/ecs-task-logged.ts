import { all, demand, type Rule } from '../../rule';

export const EcsTaskLogged: Rule = {
  id: 'EcsTaskLogged',
  title: 'A container\'s output is kept.',
  why: 'What a container said before it failed, or before it was broken into, is gone with it.',
  mend: 'Give each container definition a LogConfiguration with a LogDriver other than none.',
  controls: ['MON1'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => all(task.at('ContainerDefinitions').items.map((container) =>
    demand(container.at('LogConfiguration', 'LogDriver'), ({ text }) => (text ?? 'none') !== 'none', 'a container\'s output is thrown away'))),
};
