import { Mixin } from 'aws-cdk-lib/core';
import { BaseLoadBalancer, CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';

const STRICT: Readonly<Record<string, string>> = {
  'routing.http.drop_invalid_header_fields.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'strictest',
  'routing.http.xff_header_processing.mode': 'append',
  'waf.fail_open.enabled': 'false',
  'deletion_protection.enabled': 'true',
};

/**
 * An application load balancer that drops invalid header fields, mitigates request smuggling in the strictest mode,
 * stays closed when its web application firewall does not answer, and is protected from deletion.
 *
 * Controls EDG1, EDG6.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes
 */
export class LoadBalancerStrict extends Mixin {
  /** Supports `AWS::ElasticLoadBalancingV2::LoadBalancer` of the application kind. */
  public override supports(construct: IConstruct): boolean {
    return CfnLoadBalancer.isCfnLoadBalancer(construct) && (construct.type ?? 'application') === 'application';
  }

  public override applyTo(construct: IConstruct): void {
    Object.entries(STRICT).forEach(([key, value]) => setAttribute(construct as CfnLoadBalancer, key, value));
  }
}

/** CloudFormation refuses a key that stands twice: the level 2 load balancer keeps its own list, which it renders late. */
function setAttribute(balancer: CfnLoadBalancer, key: string, value: string): void {
  const parent = balancer.node.scope;
  if (parent instanceof BaseLoadBalancer) {
    parent.setAttribute(key, value);
    return;
  }
  const attributes = (balancer.loadBalancerAttributes ?? []) as CfnLoadBalancer.LoadBalancerAttributeProperty[];
  balancer.loadBalancerAttributes = [...attributes.filter((attribute) => attribute.key !== key), { key, value }];
}
