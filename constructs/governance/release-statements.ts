import { restoreStatements } from './backup-statements';
import type { OrganizationGuardrailsProps } from './organization-guardrails';
import { exceptRoles } from './organization-policy';

/** Who is let through, and where nobody is. */
type ReleaseControl = Pick<OrganizationGuardrailsProps, 'organizationId' | 'bootstrapRoleArns' | 'releasedAccounts' | 'exportRoleArns' | 'backupRoleArns' | 'keptRoleArns' | 'restorerArns'>;

/** The roles that `cdk bootstrap` makes to deploy with, whatever its qualifier. */
const DEPLOYMENT_ROLES = ['arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'];
/** Made by Organizations in every account that it creates, for the management account, which could take the policy away anyway. */
const BOOTSTRAP_ROLES = ['arn:aws:iam::*:role/OrganizationAccountAccessRole'];

/**
 * How what runs in a member account changes, and how data leaves it: by the deployment roles, and not at all.
 *
 * Service-linked roles are bound by no service control policy.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function releaseStatements({ organizationId, bootstrapRoleArns = BOOTSTRAP_ROLES, releasedAccounts = [], exportRoleArns, backupRoleArns, ...backups }: ReleaseControl): object[] {
  const deny = (sid: string, actions: string[], resource: string | string[], condition: object) => ({ Sid: sid, Effect: 'Deny', Action: actions, Resource: resource, ...(Object.keys(condition).length > 0 && { Condition: condition }) });
  return [
    // Stacks, stack sets, Cloud Control resources, extensions and hooks; reading them and detecting their drift stays open.
    deny('ProtectStacks', [
      'cloudformation:Activate*', 'cloudformation:Cancel*', 'cloudformation:ContinueUpdateRollback', 'cloudformation:Create*', 'cloudformation:Deactivate*', 'cloudformation:Delete*',
      'cloudformation:Deregister*', 'cloudformation:Execute*', 'cloudformation:Import*', 'cloudformation:Register*', 'cloudformation:RollbackStack', 'cloudformation:Set*',
      'cloudformation:Stop*', 'cloudformation:Update*',
    ], '*', exceptRoles([...DEPLOYMENT_ROLES, ...bootstrapRoleArns])),
    // Whoever could make a role of an exempt name, or change one, would be exempt.
    deny('ProtectDeploymentRoles', ['iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Tag*', 'iam:Untag*', 'iam:Update*'],
      ['arn:aws:iam::*:role/cdk-*', ...bootstrapRoleArns], exceptRoles(bootstrapRoleArns)),
    ...(releasedAccounts.length === 0 ? [] : [deny('KeepDeploymentRoles', ['sts:AssumeRole'], 'arn:aws:iam::*:role/cdk-*', { StringEquals: { 'aws:PrincipalAccount': releasedAccounts } })]),
    deny('DenySharing', [
      'dynamodb:ExportTableToPointInTime', 'ebs:GetSnapshotBlock', 'ec2:CreateInstanceExportTask', 'ec2:CreateStoreImageTask', 'ec2:ExportImage', 'ec2:ModifyImageAttribute', 'rds:StartExportTask',
    ], '*', exceptRoles(exportRoleArns)),
    // A role of AWS Backup shares what it copies, and nothing else is of use to it.
    deny('DenySharingSnapshots', ['ec2:ModifySnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:ModifyDBSnapshotAttribute'], '*', exceptRoles([...exportRoleArns ?? [], ...backupRoleArns ?? []])),
    ...restoreStatements(backups, [...DEPLOYMENT_ROLES, ...bootstrapRoleArns]),
    deny('DenyObjectsElsewhere', ['s3:PutObject', 's3:ReplicateObject'], '*', { StringNotEqualsIfExists: { 'aws:ResourceOrgID': organizationId } }),
  ];
}
