import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AirGappedBackupVault, LockedBackupVault, type LockedBackupVaultProps } from '../../../constructs/backup';
import { DomainKey } from '../../../constructs/keys';

const ORGANIZATION = 'o-a1b2c3d4e5';
const OFFICER = 'arn:aws:iam::111122223333:role/people/PrivacyOfficer';
const LOCK = { minRetention: Duration.days(35), maxRetention: Duration.days(400), coolingOff: Duration.days(7) };

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: object;
}

function newStack(): Stack {
  return new Stack(new App(), 'Backup', { env: { account: '111122223333', region: 'eu-north-1' } });
}

function locked(props: Partial<LockedBackupVaultProps> = {}): Stack {
  const stack = newStack();
  new LockedBackupVault(stack, 'Vault', {
    backupVaultName: 'acme-backup-production', key: new DomainKey(stack, 'Key', { domain: 'backup' }), vaultLock: LOCK,
    access: { organizationId: ORGANIZATION, copiedFrom: ['200000000004'], restorers: [OFFICER] }, ...props,
  });
  return stack;
}

function airGapped(lock = { minRetention: Duration.days(35), maxRetention: Duration.days(400) } as typeof LOCK, approvalTeamArn?: string): Stack {
  const stack = newStack();
  new AirGappedBackupVault(stack, 'Vault', { backupVaultName: 'acme-backup-airgap', key: new DomainKey(stack, 'Key', { domain: 'backup' }), vaultLock: lock, access: { organizationId: ORGANIZATION }, approvalTeamArn });
  return stack;
}

function policyOf(stack: Stack, type: string): Statement[] {
  const [vault] = Object.values(Template.fromStack(stack).findResources(type));
  return vault.Properties.AccessPolicy.Statement;
}

function statement(stack: Stack, sid: string, type = 'AWS::Backup::BackupVault'): Statement {
  const found = policyOf(stack, type).find(({ Sid: id }) => id === sid);
  if (!found) {
    throw new Error(`no statement ${sid}`);
  }
  return found;
}

describe('A locked vault', () => {
  test('is locked in compliance mode after its cooling-off period, under its own key, and outlives its stack', () => {
    Template.fromStack(locked()).hasResource('AWS::Backup::BackupVault', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BackupVaultName: 'acme-backup-production',
        EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
        LockConfiguration: { MinRetentionDays: 35, MaxRetentionDays: 400, ChangeableForDays: 7 },
        BackupVaultTags: { 'dtap:classification': 'personal' },
      },
    });
  });

  test('says loudly what compliance mode means, and nothing in governance mode', () => {
    expect(Annotations.fromStack(locked()).findWarning('*', Match.stringLikeRegexp('nobody, not the root user and not AWS'))).toHaveLength(1);
    const { coolingOff, ...governed } = LOCK;
    const stack = locked({ vaultLock: governed });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::Backup::BackupVault', { LockConfiguration: { ChangeableForDays: Match.absent() } });
    expect(coolingOff.toDays()).toBe(7);
  });

  test('refuses everybody to delete or to shorten, without a wildcard, which vault policies do not know', () => {
    const deletion = statement(locked(), 'NobodyDeletesOrShortens');
    expect(deletion).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' } });
    expect(deletion.Condition).toBeUndefined();
    expect(deletion.Action).toEqual(expect.arrayContaining(['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:DeleteBackupVault', 'backup:DeleteBackupVaultLockConfiguration']));
    expect(policyOf(locked(), 'AWS::Backup::BackupVault').flatMap(({ Action: actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('lets the named roles restore and nobody else, and nobody at all where none is named', () => {
    expect(statement(locked(), 'OnlyRestorersRestore')).toMatchObject({ Effect: 'Deny', Action: expect.arrayContaining(['backup:StartRestoreJob', 'backup:CopyFromBackupVault']), Condition: { ArnNotLike: { 'aws:PrincipalArn': [OFFICER] } } });
    expect(statement(locked({ access: { organizationId: ORGANIZATION } }), 'OnlyRestorersRestore').Condition).toBeUndefined();
  });

  test('takes copies of the named accounts of the organisation, and nothing from outside it', () => {
    expect(statement(locked(), 'CopiesOfTheEstate')).toMatchObject({ Effect: 'Allow', Action: 'backup:CopyIntoBackupVault', Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } } });
    expect(statement(locked(), 'NobodyOfOutside')).toMatchObject({ Effect: 'Deny', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION } } });
    expect(policyOf(locked({ access: { organizationId: ORGANIZATION } }), 'AWS::Backup::BackupVault').filter(({ Effect: effect }) => effect === 'Allow')).toEqual([]);
  });

  test('lets deployments alone change its policy', () => {
    expect(statement(locked(), 'OnlyDeploymentsChangeThis')).toMatchObject({ Effect: 'Deny', Action: ['backup:PutBackupVaultAccessPolicy', 'backup:PutBackupVaultLockConfiguration'], Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/cdk-*-cfn-exec-role-*'] } } });
  });

  test('reports every problem at once', () => {
    expect(() => locked({
      backupVaultName: 'a vault',
      vaultLock: { minRetention: Duration.days(40), maxRetention: Duration.days(30), coolingOff: Duration.days(1) },
      access: { organizationId: 'acme', copiedFrom: ['12'], restorers: ['arn:aws:iam::111122223333:role/*'] },
    })).toThrow(/6 problems[\s\S]*backupVaultName: got "a vault"[\s\S]*vaultLock\.maxRetention: got 30[\s\S]*vaultLock\.coolingOff: got 1[\s\S]*organizationId: got "acme"[\s\S]*copiedFrom\[0\]: got "12"[\s\S]*restorers\[0\]/);
  });
});

describe('An air-gapped vault', () => {
  test('is locked at once, under a key of its own, and outlives its stack', () => {
    Template.fromStack(airGapped()).hasResource('AWS::Backup::LogicallyAirGappedBackupVault', {
      DeletionPolicy: 'Retain',
      Properties: { BackupVaultName: 'acme-backup-airgap', MinRetentionDays: 35, MaxRetentionDays: 400, EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
    });
    expect(statement(airGapped(), 'NobodyDeletesOrShortens', 'AWS::Backup::LogicallyAirGappedBackupVault').Effect).toBe('Deny');
  });

  test('may be opened by an approval team', () => {
    const team = 'arn:aws:mpa:eu-central-1:111122223333:approval-team/backup';
    Template.fromStack(airGapped(undefined, team)).hasResourceProperties('AWS::Backup::LogicallyAirGappedBackupVault', { MpaApprovalTeamArn: team });
  });

  test('refuses less than seven days, a cooling-off period, and what is no approval team', () => {
    expect(() => airGapped({ minRetention: Duration.days(3), maxRetention: Duration.days(30), coolingOff: Duration.days(3) }, 'backup-team')).toThrow(/3 problems[\s\S]*minRetention: got 3[\s\S]*coolingOff: got 3[\s\S]*approvalTeamArn: got "backup-team"/);
  });
});
