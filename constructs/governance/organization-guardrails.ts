import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { ec2Declarations, resourceControlStatements, serviceControlStatements } from './guardrail-statements';
import { checkRolePatterns, checkTargets, organizationPolicy } from './organization-policy';

/** What `OrganizationGuardrails` guard, and whom they let through. */
export interface OrganizationGuardrailsProps {
  /** Id of the organisation, `o-…`. */
  readonly organizationId: string;

  /** Roots, organisational units and accounts that the policies are attached to, by id. */
  readonly targetIds: string[];

  /**
   * ARNs of the deployment roles that may change logging, detection and account defaults, wildcards allowed in the name.
   *
   * @default the CloudFormation execution roles that `cdk bootstrap` makes, in any account
   */
  readonly exemptRoleArns?: string[];

  /**
   * Accounts outside the organisation whose principals may reach its resources.
   *
   * @default none
   */
  readonly trustedAccounts?: string[];
}

/** What CloudFormation runs as under `cdk bootstrap`, whatever its qualifier. */
const EXECUTION_ROLES = ['arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'];

/**
 * What holds in every account, whatever its administrators allow.
 *
 * - A service control policy: accounts do not leave, the root user does nothing, nobody makes long-lived keys, switches
 *   detection or logs off, loosens account defaults, or starts unencrypted volumes and servers with the old metadata service.
 * - A resource control policy: only the organisation's principals, and services on its behalf, reach buckets, queues,
 *   keys, secrets, images and roles; over TLS only.
 * - A declarative policy for EC2: images never public, no serial console, IMDSv2 by default.
 * - A policy for S3: public access blocked for whole accounts (CloudFormation has no resource for the account's own).
 *
 * The organisation must have these policy types enabled. The management account is never bound by the first two.
 *
 * Controls NET10, ENC1, ENC3, KEY2, ACC14, RES2, BAK7, LOG2.
 */
export class OrganizationGuardrails extends Construct {
  /** What identities may not do. */
  public readonly serviceControlPolicy: CfnPolicy;
  /** What may not be done to resources. */
  public readonly resourceControlPolicy: CfnPolicy;
  /** What EC2 keeps to. */
  public readonly ec2Policy: CfnPolicy;
  /** What S3 keeps to. */
  public readonly s3Policy: CfnPolicy;

  /**
   * @throws InvalidInputError listing every problem of the props
   * @throws Error if a policy would exceed the size AWS Organizations takes
   */
  constructor(scope: Construct, id: string, props: OrganizationGuardrailsProps) {
    super(scope, id);
    validate(props);
    const { targetIds } = props;
    const version = { Version: '2012-10-17' };
    this.serviceControlPolicy = organizationPolicy(this, 'ServiceControl', 'SERVICE_CONTROL_POLICY', 'What no identity of a member account may do',
      { ...version, Statement: serviceControlStatements(props.exemptRoleArns ?? EXECUTION_ROLES) }, targetIds);
    this.resourceControlPolicy = organizationPolicy(this, 'ResourceControl', 'RESOURCE_CONTROL_POLICY', 'Who may reach the resources of member accounts, and how',
      { ...version, Statement: resourceControlStatements(props.organizationId, props.trustedAccounts ?? []) }, targetIds);
    this.ec2Policy = organizationPolicy(this, 'Ec2', 'DECLARATIVE_POLICY_EC2', 'What EC2 keeps to in every account', ec2Declarations(), targetIds);
    this.s3Policy = organizationPolicy(this, 'S3', 'S3_POLICY', 'Public access to S3 blocked for whole accounts',
      { s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } } }, targetIds);
  }
}

function validate(props: OrganizationGuardrailsProps): void {
  const problems = new Problems('OrganizationGuardrails');
  problems.require(/^o-[a-z0-9]{10,32}$/.test(props.organizationId), 'organizationId', props.organizationId, "Write the organisation's id: 'o-' and 10 to 32 lower-case letters or digits.");
  checkTargets(problems, 'targetIds', props.targetIds);
  checkRolePatterns(problems, 'exemptRoleArns', props.exemptRoleArns ?? []);
  (props.trustedAccounts ?? []).forEach((account, index) => problems.require(/^\d{12}$/.test(account), `trustedAccounts[${index}]`, account, 'Write an account id of 12 digits.'));
  problems.throwIfAny();
}
