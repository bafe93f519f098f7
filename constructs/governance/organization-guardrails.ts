import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { backupStatements } from './backup-statements';
import { ec2Declarations, resourceControlStatements, serviceControlStatements } from './guardrail-statements';
import { checkRolePatterns, checkTargets, organizationPolicy } from './organization-policy';
import { releaseStatements } from './release-statements';

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
   * The account that people's users stand in, where there is one: users and passwords are made there and nowhere else.
   * Access keys are made nowhere.
   *
   * @default none: people sign in to IAM Identity Center, and no account has users
   */
  readonly identityAccount?: string;

  /**
   * Accounts outside the organisation whose principals may reach its resources.
   *
   * @default none
   */
  readonly trustedAccounts?: string[];

  /**
   * ARNs of the roles that bootstrap accounts once the policies are attached: they, too, may change stacks, and only they change
   * the deployment roles. Wildcards allowed in the name.
   *
   * @default `OrganizationAccountAccessRole`, which Organizations makes in accounts that it creates, for the management account
   */
  readonly bootstrapRoleArns?: string[];

  /**
   * Accounts whose stacks are deployed from another account: nobody of theirs takes a deployment role, at home or elsewhere.
   *
   * @default none: administrators of an account may take its deployment roles
   */
  readonly releasedAccounts?: string[];

  /**
   * ARNs of the roles that may share or export snapshots, images and tables, e.g. that of an anonymised export. Wildcards
   * allowed in the name.
   *
   * @default none
   */
  readonly exportRoleArns?: string[];

  /**
   * ARNs of the roles that AWS Backup copies snapshots to other accounts with: they share a snapshot while it is copied.
   *
   * @default none: snapshots are shared by nobody
   */
  readonly backupRoleArns?: string[];

  /**
   * ARNs, wildcards allowed in the name, of the roles that make, copy, restore and rehearse backups. Deployments alone change them, and the
   * policies whose names begin as theirs do; a service takes one on for deployments, for `restorerArns` and for these roles alone.
   *
   * @default none
   */
  readonly keptRoleArns?: string[];

  /**
   * ARNs of the roles of those who restore, wildcards allowed in the name: besides deployments they alone start the runbooks that
   * restore backups or send them back.
   *
   * @default none: with `keptRoleArns`, schedules start rehearsals of those runbooks, and nobody starts one in earnest
   */
  readonly restorerArns?: string[];

  /**
   * ARNs of the roles that say which services AWS Backup takes care of: see `BackupOptIn`.
   *
   * @default none: deployments alone
   */
  readonly settingRoleArns?: string[];
}

/** What CloudFormation runs as under `cdk bootstrap`, whatever its qualifier. */
const EXECUTION_ROLES = ['arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'];

/**
 * What holds in every account, whatever its administrators allow.
 *
 * - A service control policy: accounts do not leave, the root user does nothing, nobody makes long-lived keys, nor
 *   users outside the identity account, switches detection or logs off, loosens account defaults, or starts unencrypted volumes and servers with the old metadata service;
 *   plans, tests, reports and settings of backups, and the keys of their vaults, are left to deployments, and no such key is ever lost.
 * - A second one: stacks are changed by the deployment roles alone, which nobody changes; snapshots and images are not shared or
 *   exported, and no object is written to a bucket outside the organisation; the roles that restore backups are the restorers' to use, and nobody's to change.
 * - A resource control policy: only the organisation's principals, and services on its behalf, reach buckets, queues,
 *   keys, secrets, images and roles; over TLS only.
 * - A declarative policy for EC2: images never public, no serial console, IMDSv2 by default.
 * - A policy for S3: public access blocked for whole accounts (CloudFormation has no resource for the account's own).
 *
 * The organisation must have these policy types enabled. The management account is never bound by the first three.
 *
 * Controls NET10, ENC1, ENC3, KEY2, ACC14, RES2, BAK1, BAK5, BAK7, BAK8, BAK9, LOG2, REL2, SEP4.
 */
export class OrganizationGuardrails extends Construct {
  /** What identities may not do. */
  public readonly serviceControlPolicy: CfnPolicy;
  /** Who changes stacks, and what data does not leave. */
  public readonly releaseControlPolicy: CfnPolicy;
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
    const exempt = props.exemptRoleArns ?? EXECUTION_ROLES;
    const version = { Version: '2012-10-17' };
    this.serviceControlPolicy = organizationPolicy(this, 'ServiceControl', 'SERVICE_CONTROL_POLICY', 'What no identity of a member account may do',
      { ...version, Statement: [...serviceControlStatements(exempt, props.identityAccount), ...backupStatements(props, exempt)] }, targetIds);
    this.releaseControlPolicy = organizationPolicy(this, 'ReleaseControl', 'SERVICE_CONTROL_POLICY', 'Who changes stacks of member accounts, and what data does not leave them',
      { ...version, Statement: releaseStatements(props) }, targetIds);
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
  (['exemptRoleArns', 'bootstrapRoleArns', 'exportRoleArns', 'backupRoleArns', 'keptRoleArns', 'restorerArns', 'settingRoleArns'] as const).forEach((prop) => checkRolePatterns(problems, prop, props[prop] ?? []));
  (['trustedAccounts', 'releasedAccounts'] as const).forEach((prop) => (props[prop] ?? []).forEach((account, index) => problems.require(/^\d{12}$/.test(account), `${prop}[${index}]`, account, 'Write an account id of 12 digits.')));
  problems.require(props.identityAccount === undefined || /^\d{12}$/.test(props.identityAccount), 'identityAccount', props.identityAccount, 'Write an account id of 12 digits.');
  problems.throwIfAny();
}
