import { all, demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const EcsTaskReadOnlyRoot: Rule = {
  id: 'EcsTaskReadOnlyRoot',
  title: 'No container can write to its own file system.',
  why: 'Malware that is dropped needs a place to be written to and started from.',
  mend: 'Set ReadonlyRootFilesystem to true, and mount volumes where the application must write.',
  controls: ['OPS5'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => (/^WINDOWS/.test(task.at('RuntimePlatform', 'OperatingSystemFamily').text ?? '') ? NOT_APPLICABLE // Windows cannot.
    : all(task.at('ContainerDefinitions').items.map((container) => demand(container.at('ReadonlyRootFilesystem'), (value) => value.isTrue, 'a container can write to its root file system')))),
};
