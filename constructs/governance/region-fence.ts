import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { EEA_REGIONS, isEeaRegion } from '../shared/regions';
import { checkRolePatterns, checkTargets, exceptRoles, organizationPolicy } from './organization-policy';

/** What a `RegionFence` lets through. */
export interface RegionFenceProps {
  /** Regions that may be used: each inside the European Economic Area. */
  readonly regions: string[];

  /** Roots, organisational units and accounts that the fence stands around, by id. */
  readonly targetIds: string[];

  /**
   * ARNs of roles that the fence does not hold back, wildcards allowed in the name.
   *
   * @default nobody is exempt
   */
  readonly exemptRoleArns?: string[];

  /**
   * Further actions that are let through everywhere, for global services the estate uses on top of the common ones.
   *
   * @default the documented list of global services only
   */
  readonly globalActions?: string[];
}

/**
 * Actions of services that have one endpoint for the world, most of it in us-east-1. Left out of AWS's list: services
 * that are retired, and those that would hold data there.
 */
const GLOBAL_ACTIONS = [
  'access-analyzer:*', 'account:*', 'acm:*', 'artifact:*', 'aws-marketplace:*', 'aws-portal:*', 'billing:*', 'budgets:*', 'ce:*', 'cloudfront:*',
  'config:*', 'consolidatedbilling:*', 'cur:*', 'directconnect:*', 'ec2:DescribeRegions', 'ec2:DescribeTransitGateways', 'ec2:DescribeVpnGateways',
  'fms:*', 'freetier:*', 'globalaccelerator:*', 'health:*', 'iam:*', 'invoicing:*', 'kms:*', 'networkmanager:*', 'notifications:*', 'organizations:*',
  'payments:*', 'pricing:*', 'route53:*', 'route53domains:*', 'route53-recovery-cluster:*', 'route53-recovery-control-config:*',
  'route53-recovery-readiness:*', 's3:GetAccountPublic*', 's3:ListAllMyBuckets', 's3:ListMultiRegionAccessPoints', 's3:PutAccountPublic*',
  'shield:*', 'sts:*', 'support:*', 'supportplans:*', 'tax:*', 'trustedadvisor:*', 'waf:*', 'wafv2:*', 'wellarchitected:*',
];

/**
 * Denies every action outside the given regions of the European Economic Area, global services excepted, and denies
 * switching further regions on.
 *
 * Control RES1.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
 */
export class RegionFence extends Construct {
  /** The service control policy. */
  public readonly policy: CfnPolicy;

  /**
   * @throws InvalidInputError listing every problem of the props
   * @throws Error if the policy would exceed 5120 characters
   */
  constructor(scope: Construct, id: string, props: RegionFenceProps) {
    super(scope, id);
    validate(props);
    const exempt = exceptRoles(props.exemptRoleArns);
    this.policy = organizationPolicy(this, 'Resource', 'SERVICE_CONTROL_POLICY', 'Denies every region outside the list, all of it inside the EEA', {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DenyOtherRegions',
          Effect: 'Deny',
          NotAction: [...GLOBAL_ACTIONS, ...(props.globalActions ?? [])],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': props.regions }, ...exempt },
        },
        {
          Sid: 'DenySwitchingRegions',
          Effect: 'Deny',
          Action: ['account:EnableRegion', 'account:DisableRegion'],
          Resource: '*',
          ...(props.exemptRoleArns && { Condition: exempt }),
        },
      ],
    }, props.targetIds);
  }
}

function validate(props: RegionFenceProps): void {
  const problems = new Problems('RegionFence');
  problems.require(props.regions.length > 0, 'regions', props.regions, 'Name at least one region.');
  props.regions.forEach((region, index) => problems.require(isEeaRegion(region), `regions[${index}]`, region, `Write a region inside the European Economic Area: ${Object.keys(EEA_REGIONS).join(', ')}. London (eu-west-2) and Zurich (eu-central-2) are not in it.`));
  (props.globalActions ?? []).forEach((action, index) => problems.require(/^[a-z0-9-]+:.+$/.test(action), `globalActions[${index}]`, action, "Write actions of one service, e.g. 'cloudwatch:DescribeAlarms'."));
  checkTargets(problems, 'targetIds', props.targetIds);
  checkRolePatterns(problems, 'exemptRoleArns', props.exemptRoleArns ?? []);
  problems.throwIfAny();
}
