import type { Resource, Value } from '../../template';
import type { AccessBlock, Forward, Host, Tri } from './model';
import { spokenBy } from './listens';
import { keyOf, line, lineOf, targetOf, referred } from './reading';
import type { Resources } from './resources';

/** What load balancers hand on: from a port they listen on to the hosts behind it. */
export function forwardsOf(resources: Resources, hosts: readonly Host[]): Forward[] {
  const byKey = new Map(hosts.map((host) => [host.key, host]));
  return resources.of('AWS::ElasticLoadBalancingV2::Listener').flatMap(({ resource: listener, doubt }) => {
    const from = referred(byKey, listener, listener.at('LoadBalancerArn'));
    const port = listener.at('Port').number;
    if (!from || port === undefined) {
      return [];
    }
    const rules = resources.of('AWS::ElasticLoadBalancingV2::ListenerRule').filter(({ resource }) => targetOf(resource, resource.at('ListenerArn'))?.key === keyOf(listener));
    return [
      ...forwardActions(listener, listener.at('DefaultActions'), doubt), ...rules.flatMap(({ resource, doubt: why }) => forwardActions(resource, resource.at('Actions'), why ?? doubt)),
    ].flatMap(({ by, group, why }) => targetsOf(by, group, resources, byKey).map((target): Forward => ({ from, port, protocols: spokenBy(from.resource, listener), line: lineOf(by, group), doubt: why, ...target })));
  });
}

function forwardActions(by: Resource, actions: Value, why: string | undefined): { by: Resource; group: Value; why?: string }[] {
  return actions.items.flatMap((action) => [action.at('TargetGroupArn'), ...action.at('ForwardConfig', 'TargetGroups').items.map((item) => item.at('TargetGroupArn'))])
    .filter((group) => group.present).map((group) => ({ by, group, why }));
}

function targetsOf(by: Resource, id: Value, resources: Resources, hosts: ReadonlyMap<string, Host>): Pick<Forward, 'to' | 'toPort' | 'keepsClient'>[] {
  const key = targetOf(by, id)?.key;
  const group = resources.of('AWS::ElasticLoadBalancingV2::TargetGroup').find(({ resource }) => keyOf(resource) === key)?.resource;
  if (!group) {
    return [];
  }
  const keepsClient = clientAddress(group);
  const port = group.at('Port').number;
  const names = (user: Resource, arns: Value[]) => arns.some((arn) => targetOf(user, arn)?.key === key);
  const users = [
    ...resources.of('AWS::ECS::Service', 'AWS::ECS::TaskSet').filter(({ resource }) => names(resource, resource.at('LoadBalancers').items.map((item) => item.at('TargetGroupArn'))))
      .map(({ resource }) => ({ resource, toPort: resource.at('LoadBalancers').items.find((item) => targetOf(resource, item.at('TargetGroupArn'))?.key === key)?.at('ContainerPort').number })),
    ...resources.of('AWS::AutoScaling::AutoScalingGroup').filter(({ resource }) => names(resource, resource.at('TargetGroupARNs').items)).map(({ resource }) => ({ resource, toPort: port })),
    ...group.at('Targets').items.map((item) => ({ key: targetOf(group, item.at('Id'))?.key, toPort: item.at('Port').number ?? port })),
  ];
  return users.flatMap((user) => {
    const to = hosts.get('resource' in user ? keyOf(user.resource) : user.key ?? '');
    return to ? [{ to, toPort: user.toPort, keepsClient }] : [];
  });
}

/**
 * Whether a network load balancer hands its client's address on: always for UDP, and for targets by instance; for targets by
 * address not for TCP and TLS. An attribute says otherwise.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function clientAddress(group: Resource): Tri {
  const protocol = group.at('Protocol').text?.toUpperCase() ?? '';
  if (!['TCP', 'UDP', 'TCP_UDP', 'TLS', 'QUIC', 'TCP_QUIC'].includes(protocol)) {
    return protocol === '' || group.at('Protocol').open === undefined ? 'no' : 'open';
  }
  const attribute = group.at('TargetGroupAttributes').items.find((item) => item.at('Key').text === 'preserve_client_ip.enabled')?.at('Value');
  const byAddress = group.at('TargetType').text === 'ip';
  return attribute ? (attribute.isTrue ? 'yes' : attribute.isFalse ? 'no' : 'open') : byAddress && ['TCP', 'TLS'].includes(protocol) ? 'no' : 'yes';
}

/** VPC block public access, by account and region. */
export function accessBlocksOf(resources: Resources): AccessBlock[] {
  const exclusions = resources.of('AWS::EC2::VPCBlockPublicAccessExclusion').flatMap(({ resource }) => {
    const of = resource.at('VpcId').target ?? resource.at('SubnetId').target;
    const mode = resource.at('InternetGatewayExclusionMode');
    return of ? [{ resource, of, egressOnly: mode.text !== 'allow-bidirectional', line: lineOf(resource, mode) }] : [];
  });
  return resources.of('AWS::EC2::VPCBlockPublicAccessOptions').filter(({ resource }) => resource.at('InternetGatewayBlockMode').text !== 'off').map(({ resource, doubt }) => {
    const mode = resource.at('InternetGatewayBlockMode').text;
    const { account, region } = resource;
    return {
      line: line(resource, 'Properties.InternetGatewayBlockMode', `VPC block public access: ${mode ?? 'open'}`), account, region, doubt,
      mode: mode === 'block-bidirectional' || mode === 'block-ingress' ? mode : 'open',
      exclusions: exclusions.filter((one) => one.resource.account === account && one.resource.region === region),
    };
  });
}
