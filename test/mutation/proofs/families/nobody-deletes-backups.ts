import { NobodyDeletesBackups } from '../../../../lib/checks/proofs/properties/nobody-deletes-backups';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import { ownerOf, policiesOf, withoutStatement } from '../access';
import type { Break, Edit, Family } from '../mutants';
import { change, each, isAbout } from '../people';

const vaults = (set: TemplateSet): Resource[] => ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'].flatMap((type) => set.ofType(type)).filter((vault) => ['acceptance', 'production', 'backup'].includes(ownerOf(vault) ?? ''));
const keys = (set: TemplateSet): Resource[] => [...new Map(vaults(set).flatMap((vault) => vault.at('EncryptionKeyArn').target ?? []).map((key) => [`${key.view.template.source.name} ${key.logicalId}`, key])).values()];

/** A line of the organisation's that stops the same thing. */
const organisation = (set: TemplateSet, sid: string): Record<string, Edit> => ({ [sid]: withoutStatement(policiesOf(set, 'SERVICE_CONTROL_POLICY'), sid) });

const vault = (name: string, action: string, edit: (statement: Loose) => void, ...said: RegExp[]): Break => each(name, vaults, (about) => ({
  about, names: [/may backup:\w+/, ...said], edit: change(about, (statements) => statements.filter((statement) => statement.Effect === 'Deny' && isAbout(statement, action)).forEach(edit), 'AccessPolicy'),
}));
const key = (name: string, edit: (statement: Loose) => void, ...said: RegExp[]): Break => each(name, keys, (about, set) => ({
  about, behind: organisation(set, 'KeepIndispensableKeys'), names: [about, /may kms:\w+/, ...said], edit: change(about, (statements) => statements.filter((statement) => statement.Effect === 'Deny' && isAbout(statement, 'kms:ScheduleKeyDeletion')).forEach(edit), 'KeyPolicy'),
}));
const without = (action: string) => (statement: Loose) => { statement.Action = (statement.Action as string[]).filter((each_) => each_ !== action); };
/** Each of these is denied by the vault, and by the organisation. */
const lock = (name: string, edit: (statement: Loose) => void): Break => each(name, vaults, (about, set) => ({
  about, behind: organisation(set, 'ProtectBackups'), names: [/may backup:PutBackupVaultLockConfiguration/],
  edit: change(about, (statements) => statements.filter((statement) => statement.Effect === 'Deny' && isAbout(statement, LOCK)).forEach(edit), 'AccessPolicy'),
}));
const LOCK = 'backup:PutBackupVaultLockConfiguration';
const [DELETE, PUT] = ['backup:DeleteRecoveryPoint', 'backup:PutBackupVaultAccessPolicy'];

export const FAMILY: Family = {
  property: NobodyDeletesBackups,
  breaks: [
    vault('backups are deleted', DELETE, without(DELETE), /DeleteRecoveryPoint/),
    vault('backups are shortened', DELETE, without('backup:UpdateRecoveryPointLifecycle'), /UpdateRecoveryPointLifecycle/),
    vault('the lock is taken away', DELETE, without('backup:DeleteBackupVaultLockConfiguration'), /DeleteBackupVaultLockConfiguration/),
    vault('the vault is deleted', DELETE, without('backup:DeleteBackupVault'), /DeleteBackupVault on/),
    vault('the policy is deleted', DELETE, without('backup:DeleteBackupVaultAccessPolicy'), /DeleteBackupVaultAccessPolicy/),
    vault('it allows', DELETE, (statement) => { statement.Effect = 'Allow'; }),
    vault('administrators delete', DELETE, (statement) => { statement.Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin*' } }; }, /role\/Admin/),
    vault('deployments delete', DELETE, (statement) => { statement.Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*' } }; }, /cfn-exec-role/),
    vault('only one role is denied', DELETE, (statement) => { statement.Principal = { AWS: 'arn:aws:iam::100000000003:role/Somebody' }; }),
    vault('only the vault itself is kept', DELETE, (statement) => { statement.Resource = 'arn:aws:backup:*:*:backup-vault:*'; }, /recovery-point|snapshot|image/),
    vault('anybody writes the policy', PUT, (statement) => { delete statement.Condition; statement.Effect = 'Allow'; }, /PutBackupVaultAccessPolicy/),
    vault('administrators write the policy', PUT, (statement) => { statement.Condition.ArnNotLike['aws:PrincipalArn'] = 'arn:aws:iam::*:role/*'; }, /PutBackupVaultAccessPolicy/),
    lock('the lock is written anew', without(LOCK)),
    each("administrators write the key's policy", keys, (about, set) => ({ about, names: [about, /may kms:PutKeyPolicy/], edit: organisation(set, 'ProtectIndispensableKeys').ProtectIndispensableKeys })),
    key('the key may be lost', (statement) => { statement.Effect = 'Allow'; }),
    key('the key may be disabled', (statement) => { statement.Action = ['kms:ScheduleKeyDeletion']; }, /DisableKey/),
    key('administrators delete the key', (statement) => { statement.Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin*' } }; }, /role\/Admin/),
  ],
};
