import { demand, notShown, resourceNamed, type Rule, setting } from '../../rule';

export const RedshiftForcesTls: Rule = {
  id: 'RedshiftForcesTls',
  title: 'A warehouse refuses connections without TLS.',
  why: 'Passwords and data would cross the network readable.',
  mend: 'Set require_ssl to true in the parameter group.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html'],
  types: ['AWS::Redshift::Cluster'],
  check: (cluster) => {
    const name = cluster.at('ClusterParameterGroupName');
    const group = resourceNamed(name, cluster, 'AWS::Redshift::ClusterParameterGroup', 'ParameterGroupName');
    return group ? demand(setting(group.at('Parameters'), 'require_ssl', 'ParameterName', 'ParameterValue'), (value) => value.isTrue, 'require_ssl is off')
      : notShown(name, 'a parameter group');
  },
};
