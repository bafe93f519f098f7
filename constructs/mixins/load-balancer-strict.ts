import { Mixin } from 'aws-cdk-lib/core';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
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

/**
 * Sets one attribute by overriding the rendered list: the level 2 load balancer renders its own attributes late, and
 * CloudFormation refuses a key that stands in the list twice.
 */
function setAttribute(balancer: CfnLoadBalancer, key: string, value: string): void {
  const parent = balancer.node.scope as { setAttribute?: (key: string, value: string) => void } | undefined;
  if (typeof parent?.setAttribute === 'function') {
    parent.setAttribute(key, value);
    return;
  }
  const others = (Array.isArray(balancer.loadBalancerAttributes) ? balancer.loadBalancerAttributes : [])
    .filter((attribute) => (attribute as CfnLoadBalancer.LoadBalancerAttributeProperty).key !== key);
  balancer.loadBalancerAttributes = [...others, { key, value }];
}
