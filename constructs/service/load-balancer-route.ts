import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** How requests find their way from a load balancer to a service. */
export interface LoadBalancerRoute {
  /** The HTTPS listener that the service's rule is added to. It may belong to another stack. */
  readonly listener: IApplicationListener;

  /** The load balancer's security group: the only source that the service admits. */
  readonly securityGroup: ISecurityGroup;

  /** Host names that the service answers to, 1 to 3; `*` and `?` stand for parts of a name. Other names are not routed here. */
  readonly hostNames: string[];

  /**
   * Place of the rule among the listener's rules, 1 to 50,000, lowest first.
   *
   * @default 100
   */
  readonly priority?: number;

  /**
   * Path that answers 200 over HTTPS while the service can do its work.
   *
   * @default - `/health`
   */
  readonly healthCheckPath?: string;
}
