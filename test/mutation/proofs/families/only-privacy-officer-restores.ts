import { OnlyPrivacyOfficerRestores } from '../../../../lib/checks/proofs/properties/only-privacy-officer-restores';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import { ownerOf, policiesOf, withoutStatement } from '../access';
import type { Break, Family } from '../mutants';
import { change, each, isAbout, permissionSets } from '../people';

const vaults = (set: TemplateSet): Resource[] => ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'].flatMap((type) => set.ofType(type)).filter((vault) => ownerOf(vault) === 'backup');
const keys = (set: TemplateSet): Resource[] => [...new Map(vaults(set).flatMap((vault) => vault.at('EncryptionKeyArn').target ?? []).map((key) => [`${key.view.template.source.name} ${key.logicalId}`, key])).values()];
const TAKING_OUT = /may backup:(StartRestoreJob|StartCopyJob|CopyFromBackupVault)/;

/** What a vault denies to all but the privacy officer is changed. */
const vault = (name: string, edit: (statement: Loose) => void, ...said: RegExp[]): Break => each(name, vaults, (about) => ({
  about, names: [TAKING_OUT, ...said], edit: change(about, (statements) => statements.filter((statement) => statement.Effect === 'Deny' && (isAbout(statement, 'backup:StartRestoreJob') || isAbout(statement, 'backup:StartCopyJob'))).forEach(edit), 'AccessPolicy'),
}));
/** What the key allows people is changed. */
const key = (name: string, edit: (statement: Loose) => void): Break => each(name, keys, (about) => ({
  about, names: [about, /may kms:\w+/], edit: change(about, (statements) => statements.filter((statement) => statement.Sid === 'UseThroughServices').forEach(edit), 'KeyPolicy'),
}));

/** A line of the organisation's is gone, by which administrators would use the roles that a vault names. */
const organisation = (name: string, sid: string, ...said: RegExp[]): Break => each(name, vaults, (about, set) => ({
  about, names: [/may iam:PassRole/, ...said], edit: withoutStatement(policiesOf(set, 'SERVICE_CONTROL_POLICY'), sid),
}));

export const FAMILY: Family = {
  property: OnlyPrivacyOfficerRestores,
  breaks: [
    vault('nothing is denied', (statement) => { statement.Effect = 'Allow'; }),
    vault('restores are not denied', (statement) => { statement.Action = 'backup:CopyFromBackupVault'; }, /StartRestoreJob|StartCopyJob/),
    vault('copies are not denied', (statement) => { statement.Action = 'backup:StartRestoreJob'; }, /Copy/),
    vault('operators restore, too', (statement) => { statement.Condition.ArnNotLike['aws:PrincipalArn'].push('arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*'); }, /Operator/),
    vault('any role restores', (statement) => { statement.Condition.ArnNotLike['aws:PrincipalArn'] = 'arn:aws:iam::*:role/*'; }),
    vault('deployments restore', (statement) => { statement.Condition.ArnNotLike['aws:PrincipalArn'].push('arn:aws:iam::*:role/cdk-*'); }, /role\/cdk-/),
    vault('whoever has a second factor restores', (statement) => { statement.Condition.BoolIfExists = { 'aws:MultiFactorAuthPresent': 'false' }; }, /aws:MultiFactorAuthPresent is true/),
    vault('what recovery points are called is not denied', (statement) => { statement.Resource = 'arn:aws:backup:*:*:backup-vault:*'; }, /recovery-point|snapshot|image/),
    key('the account uses the key', (statement) => { delete statement.Condition.ArnLike; }),
    key('administrators use the key', (statement) => { statement.Condition.ArnLike['aws:PrincipalArn'].push('arn:aws:iam::*:role/Admin*'); }),
    key('everybody with a second factor uses the key', (statement) => { statement.Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }; }),
    key('production uses the key', (statement) => { statement.Principal = { AWS: '200000000004' }; statement.Condition = {}; }),
    organisation('administrators hand a role that restores to a service', 'OnlyRestorersRestore', /role\/(return-backups-|Backup-)/),
    organisation('administrators make a role of a name that is spared', 'KeepBackupRoles', /aws:PrincipalArn is/),
    each('an officer whose session lasts', vaults, (about, set) => ({ about, names: [/lasts 4 hours, where 1 is the most: it restores backups/], edit: (drafts) => permissionSets(set, 'PrivacyOfficer').forEach((each_) => { drafts.properties(each_).SessionDuration = 'PT4H'; }) })),
  ],
};
