import { all, demand, type Rule } from '../../rule';

export const EcsTaskNonRoot: Rule = {
  id: 'EcsTaskNonRoot',
  title: 'No container runs as root.',
  why: 'Who breaks out of the application as root owns the container, and needs one hole less to own the host.',
  mend: 'Set User of each container definition to a user other than root, by number.',
  controls: ['OPS5'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => all(task.at('ContainerDefinitions').items.map((container) =>
    demand(container.at('User'), ({ text }) => text !== undefined && !/^(root|0+|ContainerAdministrator)?(:|$)/i.test(text), 'a container runs as root, or as whoever the image says'))),
};
