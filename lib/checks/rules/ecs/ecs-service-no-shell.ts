import { demand, type Rule } from '../../rule';

export const EcsServiceNoShell: Rule = {
  id: 'EcsServiceNoShell',
  title: 'Nobody opens a shell in a service\'s containers.',
  why: 'ECS Exec is a way into the workload that passes neither the VPN nor the bastion.',
  mend: 'Leave EnableExecuteCommand out or false.',
  controls: ['ACC1'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html'],
  types: ['AWS::ECS::Service'],
  check: (service) => demand(service.at('EnableExecuteCommand'), (value) => !value.isTrue, 'commands can be run in the containers'),
};
