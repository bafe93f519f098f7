import { demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const EcsServiceNoPublicAddress: Rule = {
  id: 'EcsServiceNoPublicAddress',
  title: 'The tasks of a service have no public addresses.',
  why: 'A task with a public address is attacked directly, round the load balancer and its web application firewall.',
  mend: 'Leave AssignPublicIp out or DISABLED, and reach AWS by VPC endpoints.',
  controls: ['NET3'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2'],
  types: ['AWS::ECS::Service', 'AWS::ECS::TaskSet'],
  check: (service) => {
    const network = service.at('NetworkConfiguration');
    return network.absent ? NOT_APPLICABLE : demand(network.at(service.type === 'AWS::ECS::Service' ? 'AwsvpcConfiguration' : 'AwsVpcConfiguration', 'AssignPublicIp'), ({ text }) => text !== 'ENABLED', 'tasks get public addresses');
  },
};
