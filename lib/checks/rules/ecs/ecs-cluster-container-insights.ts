import { demand, setting, type Rule } from '../../rule';

export const EcsClusterContainerInsights: Rule = {
  id: 'EcsClusterContainerInsights',
  title: 'A cluster measures its services and tasks.',
  why: 'Without Container Insights there is no number of running tasks, restarts, memory or network traffic to alarm on.',
  mend: 'Set containerInsights to enhanced or enabled in ClusterSettings.',
  controls: ['MON1', 'MON4'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html'],
  types: ['AWS::ECS::Cluster'],
  check: (cluster) => demand(setting(cluster.at('ClusterSettings'), 'containerInsights', 'Name', 'Value'), ({ text }) => ['enabled', 'enhanced'].includes(text ?? ''), 'Container Insights is off'),
};
