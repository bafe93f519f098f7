import { companions, compliant, demand, needs, NOT_APPLICABLE, open, type Resource, type Rule, type Verdict } from '../../rule';

export const RdsClusterScalesByLoad: Rule = {
  id: 'RdsClusterScalesByLoad',
  title: 'An Aurora cluster grows and shrinks by load.',
  why: 'A database of fixed size is the first thing to give way on the busiest day.',
  mend: 'Set ServerlessV2ScalingConfiguration with MaxCapacity above MinCapacity, or scale the number of readers by Application Auto Scaling.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.html'],
  where: 'acceptance-and-production',
  types: ['AWS::RDS::DBCluster'],
  check: (cluster) => {
    const engine = cluster.at('Engine');
    if (engine.open !== undefined) {
      return open(engine);
    }
    const serverless = cluster.at('ServerlessV2ScalingConfiguration');
    return !/^aurora/i.test(engine.text ?? '') ? NOT_APPLICABLE
      : serverless.present ? demand(serverless, () => (serverless.at('MaxCapacity').number ?? 0) > (serverless.at('MinCapacity').number ?? 0), 'the members cannot grow')
        : scalesReaders(cluster);
  },
};

function scalesReaders(cluster: Resource): Verdict {
  const policies = companions(cluster, 'AWS::ApplicationAutoScaling::ScalingPolicy', 'ResourceId');
  return policies.length > 0 ? compliant(policies[0].at('ResourceId'))
    : needs(cluster, 'AWS::ApplicationAutoScaling::ScalableTarget', ['ResourceId'], 'neither the members nor their number follow the load', (target) =>
      needs(target, 'AWS::ApplicationAutoScaling::ScalingPolicy', ['ScalingTargetId'], 'no policy changes the number of readers'));
}
