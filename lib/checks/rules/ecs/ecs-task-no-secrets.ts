import { all, holdsNoSecret, type Rule, textHoldsNoSecret } from '../../rule';

export const EcsTaskNoSecrets: Rule = {
  id: 'EcsTaskNoSecrets',
  title: "A container's environment and command hold no secrets.",
  why: 'Everybody who may describe the task definition reads them.',
  mend: 'Move the value into Secrets, which the agent reads from Secrets Manager.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => all(task.at('ContainerDefinitions').items.flatMap((container) => [
    ...container.at('Environment').items.map((variable) => holdsNoSecret(variable.at('Name').text ?? '', variable.at('Value'), task, `variable ${variable.at('Name').text}`)),
    ...['Command', 'EntryPoint'].flatMap((key) => container.at(key).items).map((part) => textHoldsNoSecret(part, task, 'the command')),
  ])),
};
