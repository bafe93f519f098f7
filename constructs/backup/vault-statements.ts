import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Who may do what with a vault. */
export interface VaultAccess {
  /** Id of the organisation: whoever is outside it is refused everything. */
  readonly organizationId: string;

  /**
   * Accounts of the organisation whose backups are copied into the vault, 12 digits each.
   *
   * @default none: only backups of the vault's own account go into it
   */
  readonly copiedFrom?: string[];

  /**
   * ARNs, `*` allowed in the name, of the roles that restore from the vault or copy out of it: people's, and the role of
   * the plan whose backups are copied on.
   *
   * @default nobody restores from this vault, and nothing is copied out of it
   */
  readonly restorers?: string[];

  /**
   * Whether AWS Backup restores from the vault by itself, to test that it can: see `RestoreRehearsal`. It does so by a
   * service-linked role of the vault's account that nobody else takes on.
   *
   * @default it does not
   */
  readonly rehearsed?: boolean;
}

/** What takes a backup away, or the rules that keep it. Vault policies know no wildcard in an action. */
const TAKING_AWAY = [
  'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteBackupVaultLockConfiguration',
  'backup:DeleteRecoveryPoint', 'backup:DisassociateRecoveryPoint', 'backup:DisassociateRecoveryPointFromParent', 'backup:UpdateRecoveryPointLifecycle',
];

/** What takes the data of a backup out of the vault. */
const RESTORING = 'backup:StartRestoreJob';
const COPYING_OUT = ['backup:StartCopyJob', 'backup:CopyFromBackupVault'];

/** What restore tests run as: https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackupRestoreTesting.html */
const REHEARSING_ROLE = 'role/aws-service-role/restore-testing.backup.amazonaws.com/AWSServiceRoleForBackupRestoreTesting';

/** What CloudFormation runs as under `cdk bootstrap`, whatever its qualifier. */
const DEPLOYMENT_ROLES = ['arn:*:iam::*:role/cdk-*-cfn-exec-role-*'];

/**
 * The policy of a vault: nobody deletes, few restore, nobody of outside does anything.
 *
 * AWS Backup rejects every call from another account except `CopyIntoBackupVault`, whatever a policy allows.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
export function vaultPolicy(scope: Construct, access: VaultAccess): iam.PolicyDocument {
  const { organizationId, copiedFrom, restorers } = access;
  const { partition, account } = Stack.of(scope);
  const except = (roles?: string[]) => roles && { ArnNotLike: { 'aws:PrincipalArn': roles } };
  const deny = (sid: string, actions: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({
    sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources: ['*'], conditions,
  });
  return new iam.PolicyDocument({
    statements: [
      deny('NobodyDeletesOrShortens', TAKING_AWAY),
      deny('OnlyRestorersRestore', access.rehearsed ? [RESTORING] : [RESTORING, ...COPYING_OUT], except(access.rehearsed ? [...(restorers ?? []), `arn:${partition}:iam::${account}:${REHEARSING_ROLE}`] : restorers)),
      // Until its cooling-off period is over, a lock can be written anew, with less in it.
      deny('OnlyDeploymentsChangeThis', ['backup:PutBackupVaultAccessPolicy', 'backup:PutBackupVaultLockConfiguration'], { ArnNotLike: { 'aws:PrincipalArn': DEPLOYMENT_ROLES } }),
      deny('NobodyOfOutside', ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault', 'backup:ListRecoveryPointsByBackupVault', 'backup:GetBackupVaultAccessPolicy', 'backup:StartBackupJob'], {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
      ...(copiedFrom === undefined ? [] : [new iam.PolicyStatement({
        sid: 'CopiesOfTheEstate',
        principals: copiedFrom.map((account) => new iam.AccountPrincipal(account)),
        actions: ['backup:CopyIntoBackupVault'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
      })]),
      ...(access.rehearsed ? [deny('OnlyRestorersCopyOut', COPYING_OUT, except(restorers))] : []),
    ],
  });
}
