import { RunbookNames } from '../shared/runbook-names';
import { INDISPENSABLE_TAG } from '../shared/tags';
import type { OrganizationGuardrailsProps } from './organization-guardrails';
import { exceptRoles } from './organization-policy';

const deny = (sid: string, actions: string[], resource: string | string[], condition: object): object => ({
  Sid: sid, Effect: 'Deny', Action: actions, Resource: resource, ...(Object.keys(condition).length > 0 && { Condition: condition }),
});

const RUNBOOKS = [RunbookNames.RESTORE_CUSTOMER, RunbookNames.RESTORE_STORES, `${RunbookNames.RETURN_BACKUPS}-*`];

/**
 * How backups are made, kept, tested and encrypted: deployments change that, and nobody else does.
 *
 * @param exemptRoleArns roles that deployments run as
 */
export function backupStatements({ settingRoleArns = [] }: Pick<OrganizationGuardrailsProps, 'settingRoleArns'>, exemptRoleArns: string[]): object[] {
  const indispensable = { StringEquals: { [`aws:ResourceTag/${INDISPENSABLE_TAG}`]: 'true' } };
  return [
    deny('ProtectBackups', [
      'backup:CreateRestoreTesting*', 'backup:DeleteBackupPlan', 'backup:DeleteBackupSelection', 'backup:DeleteFramework', 'backup:DeleteReportPlan', 'backup:DeleteRestoreTesting*',
      'backup:PutBackupVaultLockConfiguration', 'backup:UpdateBackupPlan', 'backup:UpdateFramework', 'backup:UpdateReportPlan', 'backup:UpdateRestoreTesting*',
    ], '*', exceptRoles(exemptRoleArns)),
    deny('ProtectBackupSettings', ['backup:UpdateGlobalSettings', 'backup:UpdateRegionSettings'], '*', exceptRoles([...exemptRoleArns, ...settingRoleArns])),
    deny('KeepIndispensableKeys', ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'], '*', indispensable),
    // Whoever could write the key's policy, or take its tag away, could lose the key.
    deny('ProtectIndispensableKeys', ['kms:PutKeyPolicy', 'kms:TagResource', 'kms:UntagResource'], '*', { ...indispensable, ...exceptRoles(exemptRoleArns) }),
  ];
}

/**
 * Who changes the roles of backups and the policies of their names, and who has a service take one on: a role that a vault's
 * policy names restores for whoever may hand it to a service with steps of their own.
 *
 * @param deployments roles that deployments run as, and those that bootstrap
 */
export function restoreStatements({ keptRoleArns = [], restorerArns = [] }: Pick<OrganizationGuardrailsProps, 'keptRoleArns' | 'restorerArns'>, deployments: string[]): object[] {
  const ssm = (kind: string, ...names: string[]) => [...RUNBOOKS, ...names].map((name) => `arn:aws:ssm:*:*:${kind}/${name}`);
  return keptRoleArns.length === 0 ? [] : [
    deny('KeepBackupRoles', ['iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Set*', 'iam:Update*'],
      [...keptRoleArns, ...keptRoleArns.filter((arn) => arn.endsWith('*')).map((arn) => arn.replace(':role/', ':policy/'))], exceptRoles(deployments)),
    deny('KeepRestoreRunbooks', ['ssm:CreateDocument', 'ssm:DeleteDocument', 'ssm:ModifyDocumentPermission', 'ssm:UpdateDocument*'], ssm('document', '*-OptIn-*'), exceptRoles(deployments)),
    // The roles themselves: a schedule starts the rehearsals, and a runbook hands AWS Backup the role that it restores with.
    deny('OnlyRestorersRestore', ['iam:PassRole', 'ssm:StartAutomationExecution', 'ssm:StartChangeRequestExecution'],
      [...keptRoleArns, ...ssm('automation-definition')], exceptRoles([...deployments, ...restorerArns, ...keptRoleArns])),
  ];
}
