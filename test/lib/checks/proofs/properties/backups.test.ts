import { mayEver } from '../../../../../lib/checks/proofs/access/ask';
import { AccessModel, type Principal } from '../../../../../lib/checks/proofs/access/model';
import { NobodyDeletesBackups } from '../../../../../lib/checks/proofs/properties/nobody-deletes-backups';
import { OnlyCopiesEnterBackupAccount } from '../../../../../lib/checks/proofs/properties/only-copies-enter-backup-account';
import { OnlyPrivacyOfficerRestores } from '../../../../../lib/checks/proofs/properties/only-privacy-officer-restores';
import type { Property } from '../../../../../lib/checks/proofs/property';
import { TemplateSet, type Json, type JsonMap, type TemplateSource } from '../../../../../lib/checks/template';

const [DEVELOPMENT, PRODUCTION, BACKUP, MANAGEMENT] = ['200000000001', '200000000004', '100000000003', '100000000001'];
const ACCOUNTS = { [DEVELOPMENT]: 'development', [PRODUCTION]: 'production', [BACKUP]: 'backup', [MANAGEMENT]: 'management' };

type Resources = Record<string, { Type: string; Properties?: JsonMap; [more: string]: Json | undefined }>;
const policy = (...statements: JsonMap[]): JsonMap => ({ Version: '2012-10-17', Statement: statements });
const deny = (action: Json, more: JsonMap = {}): JsonMap => ({ Effect: 'Deny', Principal: '*', Action: action, Resource: '*', ...more });
const but = (...arns: string[]): JsonMap => ({ Condition: { ArnNotLike: { 'aws:PrincipalArn': arns } } });

function stack(resources: Resources, account = BACKUP, name = 'Vault'): TemplateSource {
  return { name, stackName: name, account, region: 'eu-north-1', body: { Parameters: { Open: { Type: 'String' } }, Resources: resources as JsonMap } };
}

const TAKING_AWAY = [
  'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteBackupVaultLockConfiguration', 'backup:DeleteRecoveryPoint', 'backup:DisassociateRecoveryPoint',
  'backup:DisassociateRecoveryPointFromParent', 'backup:UpdateRecoveryPointLifecycle',
];
const KEPT = [deny(TAKING_AWAY), deny(['backup:PutBackupVaultAccessPolicy', 'backup:PutBackupVaultLockConfiguration'], but('arn:*:iam::*:role/cdk-*-cfn-exec-role-*'))];
const OFFICER = `arn:aws:iam::${BACKUP}:role/people/PrivacyOfficer`;
const SHUT = deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER));
const copies = (principal: Json, more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Principal: principal, Action: 'backup:CopyIntoBackupVault', Resource: '*', ...more });

/** A vault under a key, with the policy of each. */
function vault(statements: JsonMap[], key: JsonMap[] = [], account = BACKUP, type = 'BackupVault', name = 'vault'): TemplateSource {
  return stack({
    Vault: { Type: `AWS::Backup::${type}`, Properties: { BackupVaultName: name, EncryptionKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] }, AccessPolicy: policy(...statements) } },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(...key) } },
  }, account);
}

const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } };
const role = (name: string, trust: JsonMap, more: JsonMap = {}, ...actions: string[]): TemplateSource => stack({ Role: { Type: 'AWS::IAM::Role', Properties: {
  RoleName: name, ...more, AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }),
  ...(actions.length > 0 && { Policies: [{ PolicyName: 'p', PolicyDocument: policy({ Effect: 'Allow', Action: actions, Resource: '*' }) }] }),
} } }, BACKUP, name);
const officer = (condition: JsonMap = MFA): TemplateSource => role('PrivacyOfficer', { Principal: { AWS: MANAGEMENT }, Condition: condition }, { Path: '/people/' });

function verdicts(property: Property, ...sources: TemplateSource[]): string[] {
  return property.check(new TemplateSet(sources, ACCOUNTS)).map(({ logicalId, verdict }) => [logicalId, verdict.kind, ...verdict.messages].join(' '));
}

const organisation = (...statements: JsonMap[]): TemplateSource => stack({ Control: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-ab12'], Content: policy(
  { Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } } }, ...statements,
) } } }, MANAGEMENT, 'Organisation');
const NO_ROOT = organisation();

describe(NobodyDeletesBackups.id, () => {
  const lossless = deny(['kms:ScheduleKeyDeletion', 'kms:DisableKey']);
  const administered = { Effect: 'Allow', Principal: { AWS: BACKUP }, Action: 'kms:*', Resource: '*' };
  test.each<[string, TemplateSource, RegExp[]]>([
    ['everything is denied to everybody', vault(KEPT, [administered, lossless, deny('kms:DeleteImportedKeyMaterial')]), [/^Vault compliant$/, /^Key compliant$/]],
    ['an air-gapped vault', vault(KEPT, [], BACKUP, 'LogicallyAirGappedBackupVault'), [/^Vault compliant$/, /^Key compliant$/]],
    ['no policy', vault([]), [/^Vault violation an identity of account 100000000003 \(backup\) may backup:\w+/]],
    ['deployments delete', vault([deny(TAKING_AWAY, but('arn:aws:iam::*:role/cdk-*-cfn-exec-role-*')), KEPT[1]]), [/^Vault violation an identity of account 100000000003 \(backup\) may backup:Delete\w+ on .* when aws:PrincipalArn is arn:aws:iam::100000000003:role\/cdk-/]],
    ['backups are shortened', vault([deny(TAKING_AWAY.filter((action) => !action.endsWith('Lifecycle'))), KEPT[1]]), [/may backup:UpdateRecoveryPointLifecycle on/]],
    ['only the vault is meant', vault([deny(TAKING_AWAY, { Resource: 'arn:aws:backup:eu-north-1:100000000003:backup-vault:vault' }), KEPT[1]]), [/^Vault violation .* on arn:aws:(backup:eu-north-1:100000000003:recovery-point|rds|ec2):/]],
    ['administrators write the policy', vault([KEPT[0]]), [/^Vault violation .* may backup:PutBackupVaultAccessPolicy/]],
    ['the lock is written anew', vault([KEPT[0], deny('backup:PutBackupVaultAccessPolicy', but('arn:*:iam::*:role/cdk-*-cfn-exec-role-*'))]), [/^Vault violation .* may backup:PutBackupVaultLockConfiguration/]],
    ['the key may be lost', vault(KEPT, [administered]), [/^Key violation .* may kms:\w+ on arn:aws:kms:.* by Vault Key Properties.KeyPolicy.Statement\[0\]/]],
    ['who is excepted is open', vault([deny(TAKING_AWAY, { Condition: { ArnNotLike: { 'aws:PrincipalArn': { Ref: 'Open' } } } }), KEPT[1]]), [/^Vault unknown whether/]],
  ])('%s', (_, source, said) => {
    const found = verdicts(NobodyDeletesBackups, source);
    said.forEach((each) => expect(found).toContainEqual(expect.stringMatching(each)));
  });

  test.each<[string, JsonMap[], RegExp]>([
    ['lets administrators write the key\'s policy', [], /^Key violation .* may kms:PutKeyPolicy/],
    ['leaves it to deployments', [{ Effect: 'Deny', Action: 'kms:PutKeyPolicy', Resource: '*', ...but('arn:aws:iam::*:role/cdk-*-cfn-exec-role-*') }], /^Key compliant$/],
  ])('an organisation in view %s', (_, statements, said) => {
    expect(verdicts(NobodyDeletesBackups, vault(KEPT, [administered, lossless, deny('kms:DeleteImportedKeyMaterial')]), organisation(...statements))).toContainEqual(expect.stringMatching(said));
  });

  test('vaults of development are not meant', () => expect(verdicts(NobodyDeletesBackups, vault([], [], DEVELOPMENT))).toEqual([]));
});

describe(OnlyPrivacyOfficerRestores.id, () => {
  const used = (...arns: string[]): JsonMap => ({ Effect: 'Allow', Principal: { AWS: BACKUP }, Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': arns } } });
  test.each<[string, TemplateSource[], RegExp[]]>([
    ['the officer alone', [vault([SHUT], [used(OFFICER)]), officer(), NO_ROOT], [/^Vault compliant$/, /^Key compliant$/]],
    ['a role of the rehearsal, for AWS Backup alone', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, `arn:aws:iam::${BACKUP}:role/rehearsal`))]), officer(), role('rehearsal', { Principal: { Service: 'backup.amazonaws.com' } }), NO_ROOT], [/^Vault compliant$/]],
    ['such a role for somebody else', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, `arn:aws:iam::${BACKUP}:role/rehearsal`))]), officer(), role('rehearsal', { Principal: { AWS: BACKUP } }), NO_ROOT], [/^Vault violation .* when aws:PrincipalArn is arn:aws:iam::100000000003:role\/rehearsal/]],
    ['roles of a stack by a pattern', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, `arn:aws:iam::${BACKUP}:role/Rehearsal-*`))]), officer(), role('Rehearsal-1', { Principal: { Service: 'backup.amazonaws.com' } }), NO_ROOT], [/^Vault compliant$/]],
    ['a pattern that fits none', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, `arn:aws:iam::${BACKUP}:role/Admin*`))]), officer(), NO_ROOT], [/^Vault violation .* when aws:PrincipalArn is arn:aws:iam::100000000003:role\/Admin/]],
    ['a role that an operator hands to AWS Backup', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, `arn:aws:iam::${BACKUP}:role/Rehearsal-*`))]), officer(), role('Rehearsal-1', { Principal: { Service: 'backup.amazonaws.com' } }, {}, 'backup:StartRestoreJob'), role('Operator', { Principal: { AWS: MANAGEMENT }, Condition: MFA }, { Path: '/people/' }, 'iam:PassRole'), NO_ROOT], [/^Vault violation arn:aws:iam::100000000003:role\/people\/Operator may iam:PassRole on arn:aws:iam::100000000003:role\/Rehearsal-1/]],
    ['no policy', [vault([]), officer(), NO_ROOT], [/^Vault violation an identity of account 100000000003 \(backup\) may backup:\w+/]],
    ['copies are not denied', [vault([deny('backup:StartRestoreJob', but(OFFICER))]), officer(), NO_ROOT], [/^Vault violation .* may backup:(CopyFromBackupVault|StartCopyJob)/]],
    ['the account uses the key', [vault([SHUT], [{ Effect: 'Allow', Principal: { AWS: BACKUP }, Action: 'kms:*', Resource: '*' }]), officer(), NO_ROOT], [/^Key violation an identity of account 100000000003 \(backup\) may kms:\w+/]],
    ['production uses the key', [vault([SHUT], [{ Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'kms:Decrypt', Resource: '*' }]), officer(), NO_ROOT], [/^Key violation an identity of account 200000000004 \(production\) may kms:Decrypt/]],
    ['an officer without a fresh second factor', [vault([SHUT]), officer({}), NO_ROOT], [/^Vault violation .* may sts:AssumeRole on arn:aws:iam::100000000003:role\/people\/PrivacyOfficer/]],
    ['the root user', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, 'arn:aws:iam::*:root'))]), officer()], [/^Vault violation .*the root user of account 100000000003/]],
    ['the same, but the organisation denies it', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, 'arn:aws:iam::*:root'))]), officer(), NO_ROOT], [/^Vault compliant$/]],
    ['who is excepted is open', [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], { Condition: { ArnNotLike: { 'aws:PrincipalArn': { Ref: 'Open' } } } })]), officer(), NO_ROOT], [/^Vault unknown whether/]],
  ])('%s', (_, sources, said) => {
    const found = verdicts(OnlyPrivacyOfficerRestores, ...sources);
    said.forEach((each) => expect(found).toContainEqual(expect.stringMatching(each)));
  });

  describe('a role that AWS Backup restores with', () => {
    const [ROLE, DEPLOYMENTS] = [`arn:aws:iam::${BACKUP}:role/Rehearsal-1`, ['arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole']];
    const pass = (...spared: string[]): JsonMap => ({ Effect: 'Deny', Action: 'iam:PassRole', Resource: ROLE, ...but(...DEPLOYMENTS, OFFICER, ...spared) });
    const make = (...spared: string[]): JsonMap => ({ Effect: 'Deny', Action: ['iam:Attach*', 'iam:Create*', 'iam:Put*', 'iam:Update*'], Resource: 'arn:aws:iam::*:role/Rehearsal-*', ...but(...DEPLOYMENTS, ...spared) });
    test.each<[string, JsonMap[], RegExp]>([
      ['is for anybody of the account to hand out', [], /^Vault violation an identity of account 100000000003 \(backup\) may iam:PassRole on arn:aws:iam::100000000003:role\/Rehearsal-1/],
      ["is the officer's to hand out", [pass()], /^Vault compliant$/],
      ['is for roles of a name besides, which deployments make', [pass('arn:aws:iam::*:role/Rehearsal-*'), make()], /^Vault compliant$/],
      ['is for roles of a name besides, which anybody makes', [pass('arn:aws:iam::*:role/Rehearsal-*')], /^Vault violation .* may iam:PassRole .* when aws:PrincipalArn is arn:aws:iam::100000000003:role\/Rehearsal-/],
      ['is for roles of a name besides, which operators make', [pass('arn:aws:iam::*:role/Rehearsal-*'), make('arn:aws:iam::*:role/Operator')], /^Vault violation .* may iam:PassRole/],
    ])('%s', (_, statements, said) => {
      const sources = [vault([deny(['backup:StartRestoreJob', 'backup:StartCopyJob', 'backup:CopyFromBackupVault'], but(OFFICER, ROLE))]), officer(), role('Rehearsal-1', { Principal: { Service: 'backup.amazonaws.com' } }, {}, 'backup:StartRestoreJob')];
      expect(verdicts(OnlyPrivacyOfficerRestores, ...sources, organisation(...statements))).toContainEqual(expect.stringMatching(said));
    });
  });

  test('the vault of an environment is not meant', () => expect(verdicts(OnlyPrivacyOfficerRestores, vault([], [], PRODUCTION))).toEqual([]));
});

describe(OnlyCopiesEnterBackupAccount.id, () => {
  const bucket = (principal: Json): TemplateSource => stack({ Data: { Type: 'AWS::S3::Bucket' }, DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy({ Effect: 'Allow', Principal: principal, Action: 's3:PutObject', Resource: '*' }) } } });
  test.each<[string, TemplateSource, RegExp]>([
    ['copies of production', vault([copies({ AWS: PRODUCTION })]), /^Vault compliant$/],
    ['copies of two environments', vault([copies({ AWS: [PRODUCTION, DEVELOPMENT] })]), /^Vault violation an identity of account 200000000001 .*; an identity of account 200000000004 /],
    ['restores of production, which AWS Backup rejects', vault([{ Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'backup:*', Resource: '*' }]), /^Vault compliant$/],
    ['a bucket for itself', bucket({ AWS: BACKUP }), /^DataPolicy compliant$/],
    ['a bucket for production', bucket({ AWS: PRODUCTION }), /^DataPolicy violation an identity of account 200000000004 \(production\) may s3:PutObject/],
    ['a role for production', role('r', { Principal: { AWS: PRODUCTION } }), /^Role violation .* may sts:AssumeRole/],
    ['a key for production', vault([], [{ Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'kms:Decrypt', Resource: '*' }]), /^Key violation/],
    ['whoever it is for is open', bucket({ AWS: { Ref: 'Open' } }), /^DataPolicy unknown/],
  ])('%s', (_, source, said) => expect(verdicts(OnlyCopiesEnterBackupAccount, source)).toContainEqual(expect.stringMatching(said)));

  test('what production keeps is not meant', () => expect(verdicts(OnlyCopiesEnterBackupAccount, vault([copies({ AWS: DEVELOPMENT })], [], PRODUCTION))).toEqual([]));
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html */
describe('the policy of a vault', () => {
  const point = `arn:aws:backup:eu-north-1:${BACKUP}:recovery-point:1`;
  const ask = (sources: TemplateSource[], account: string, action: string, resource: string) => {
    const model = AccessModel.of(new TemplateSet(sources, ACCOUNTS));
    const principal: Principal = { kind: 'account', account };
    return mayEver(model, { principal, action, resource });
  };
  const everything = { Effect: 'Allow', Principal: '*', Action: 'backup:StartRestoreJob', Resource: '*' };

  test.each<[string, TemplateSource[], string, string, string, string]>([
    ['decides on its recovery points', [vault([deny('backup:DeleteRecoveryPoint')])], BACKUP, 'backup:DeleteRecoveryPoint', point, 'no'],
    ['leaves the rest to the account', [vault([deny('backup:DeleteRecoveryPoint')])], BACKUP, 'backup:StartRestoreJob', point, 'yes'],
    ['lets no other account in, whatever it says', [vault([everything])], PRODUCTION, 'backup:StartRestoreJob', point, 'no'],
    ['lets another account copy into the vault', [vault([copies({ AWS: PRODUCTION })])], PRODUCTION, 'backup:CopyIntoBackupVault', `arn:aws:backup:eu-north-1:${BACKUP}:backup-vault:vault`, 'yes'],
    ['is open if a recovery point may lie in several', [vault([deny('backup:DeleteRecoveryPoint')]), { ...vault([], [], BACKUP, 'BackupVault', 'other'), name: 'Other', stackName: 'Other' }], BACKUP, 'backup:DeleteRecoveryPoint', point, 'unknown'],
    ['lets no other account in, whichever it lies in', [vault([everything]), { ...vault([everything], [], BACKUP, 'BackupVault', 'other'), name: 'Other', stackName: 'Other' }], PRODUCTION, 'backup:StartRestoreJob', point, 'no'],
  ])('%s', (_, sources, account, action, resource, answer) => expect(ask(sources, account, action, resource).answer).toBe(answer));
});
