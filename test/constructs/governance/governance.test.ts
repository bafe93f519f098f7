import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { OrganizationGuardrailsProps, RegionFenceProps } from '../../../constructs/governance';
import { AccountBaseline, OrganizationAccessAnalyzers, OrganizationGuardrails, RegionFence } from '../../../constructs/governance';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: string[];
  readonly NotAction?: string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function newStack(): Stack {
  return new Stack(new App(), 'Organization', { env: { account: '111122223333', region: 'eu-central-1' } });
}

function contentOf(stack: Stack, type: string) {
  return contentsOf(stack, type)[0];
}

function contentsOf(stack: Stack, type: string) {
  return Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy', { Properties: { Type: type } })).map((policy) => policy.Properties.Content);
}

function statementsOf(stack: Stack, type: string): Record<string, Statement> {
  return Object.fromEntries(contentsOf(stack, type).flatMap((content) => content.Statement.map((statement: Statement) => [statement.Sid, statement])));
}

describe('The region fence', () => {
  const REGIONS = ['eu-central-1', 'eu-west-1', 'eu-north-1'];

  function fence(props?: Partial<RegionFenceProps>): Stack {
    const stack = newStack();
    new RegionFence(stack, 'RegionFence', { regions: REGIONS, targetIds: ['r-ab12'], ...props });
    return stack;
  }

  test('denies everything outside its regions but global services', () => {
    const { DenyOtherRegions } = statementsOf(fence(), 'SERVICE_CONTROL_POLICY');
    expect(DenyOtherRegions).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': REGIONS } } });
    expect(DenyOtherRegions.NotAction).toEqual(expect.arrayContaining(['iam:*', 'organizations:*', 'route53:*', 'sts:*', 'support:*', 'cloudfront:*']));
  });

  test('lets no service through that would hold data elsewhere', () => {
    const { DenyOtherRegions } = statementsOf(fence(), 'SERVICE_CONTROL_POLICY');
    const holders = ['s3', 'rds', 'dynamodb', 'backup', 'logs', 'secretsmanager', 'ec2', 'ecr', 'sqs', 'sns', 'lambda'];
    expect(DenyOtherRegions.NotAction?.filter((action) => holders.includes(action.split(':')[0]) && action.endsWith(':*'))).toEqual([]);
  });

  test('denies switching regions on, and is attached where asked', () => {
    const stack = fence({ targetIds: ['ou-ab12-11111111', '444455556666'] });
    expect(statementsOf(stack, 'SERVICE_CONTROL_POLICY').DenySwitchingRegions.Action).toContain('account:EnableRegion');
    Template.fromStack(stack).hasResourceProperties('AWS::Organizations::Policy', { TargetIds: ['ou-ab12-11111111', '444455556666'] });
  });

  test('exempts the roles it is told to, and nobody else', () => {
    expect(statementsOf(fence(), 'SERVICE_CONTROL_POLICY').DenyOtherRegions.Condition).not.toHaveProperty('ArnNotLike');
    const exemptRoleArns = ['arn:aws:iam::*:role/cdk-hnb659fds-cfn-exec-role-*'];
    Object.values(statementsOf(fence({ exemptRoleArns }), 'SERVICE_CONTROL_POLICY')).forEach((statement) => expect(statement.Condition?.ArnNotLike).toEqual({ 'aws:PrincipalArn': exemptRoleArns }));
  });

  test.each<[string, Partial<RegionFenceProps>, RegExp]>([
    ['London', { regions: ['eu-central-1', 'eu-west-2'] }, /regions\[1\]: got "eu-west-2"/],
    ['Zurich', { regions: ['eu-central-2'] }, /regions\[0\]: got "eu-central-2"/],
    ['no region', { regions: [] }, /regions: got \[\]/],
    ['no target', { targetIds: [] }, /targetIds: got \[\]/],
    ['a target that is none', { targetIds: ['root'] }, /targetIds\[0\]: got "root"/],
    ['an exemption for everybody', { exemptRoleArns: ['*'] }, /exemptRoleArns\[0\]: got "\*"/],
    ['an exemption for every role', { exemptRoleArns: ['arn:aws:iam::*:role/*'] }, /exemptRoleArns\[0\]/],
    ['a global exemption for everything', { globalActions: ['*'] }, /globalActions\[0\]: got "\*"/],
  ])('refuses %s', (_, props, message) => {
    expect(() => fence(props)).toThrow(message);
  });

  test('refuses to outgrow what AWS Organizations takes', () => {
    const exemptRoleArns = Array.from({ length: 80 }, (_, index) => `arn:aws:iam::111122223333:role/exempt-from-the-fence-${index}`);
    expect(() => fence({ exemptRoleArns })).toThrow(/the policy has \d+ characters; AWS Organizations takes 5120/);
  });
});

describe('The guardrails of the organisation', () => {
  function guard(props?: Partial<OrganizationGuardrailsProps>): Stack {
    const stack = newStack();
    new OrganizationGuardrails(stack, 'Guardrails', { organizationId: 'o-abcdefghij', targetIds: ['r-ab12'], ...props });
    return stack;
  }

  test('are five policies on every target', () => {
    const template = Template.fromStack(guard());
    template.resourceCountIs('AWS::Organizations::Policy', 5);
    template.allResourcesProperties('AWS::Organizations::Policy', { TargetIds: ['r-ab12'] });
  });

  test('keep accounts in, the root user idle but for assumed tasks, and long-lived keys unmade', () => {
    const scp = statementsOf(guard(), 'SERVICE_CONTROL_POLICY');
    expect(scp.DenyLeaving.Action).toContain('organizations:LeaveOrganization');
    expect(scp.DenyRootUser).toMatchObject({ Action: ['*'], Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } } });
    expect(scp.DenyLongLivedKeys).toEqual(expect.objectContaining({ Resource: '*', Action: ['iam:CreateAccessKey', 'iam:CreateServiceSpecificCredential', 'iam:UploadSSHPublicKey', 'iam:UploadSigningCertificate'] }));
    expect(scp.DenyLongLivedKeys).not.toHaveProperty('Condition');
  });

  test('keep users out of every account, or of every account but the one for them; keys out of that one, too', () => {
    expect(statementsOf(guard(), 'SERVICE_CONTROL_POLICY').DenyUsers).not.toHaveProperty('Condition');
    const scp = statementsOf(guard({ identityAccount: '999988887777' }), 'SERVICE_CONTROL_POLICY');
    expect(scp.DenyUsers).toMatchObject({ Action: ['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'], Condition: { StringNotEquals: { 'aws:PrincipalAccount': '999988887777' } } });
    expect(scp.DenyLongLivedKeys).not.toHaveProperty('Condition');
    expect(() => guard({ identityAccount: 'people' })).toThrow(/identityAccount: got "people"/);
  });

  test.each([
    ['ProtectDetection', ['cloudtrail:StopLogging', 'config:StopConfigurationRecorder', 'guardduty:DeleteDetector', 'securityhub:DisableSecurityHub', 'access-analyzer:DeleteAnalyzer']],
    ['ProtectLogs', ['ec2:DeleteFlowLogs', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DisassociateKmsKey', 'wafv2:DeleteLoggingConfiguration']],
    ['ProtectDefaults', ['s3:PutAccountPublicAccessBlock', 'ec2:DisableEbsEncryptionByDefault', 'ec2:DisableSnapshotBlockPublicAccess', 'ec2:DisableImageBlockPublicAccess']],
  ])('leave %s to the deployment roles', (sid, actions) => {
    const statement = statementsOf(guard(), 'SERVICE_CONTROL_POLICY')[sid];
    expect(statement).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'] } } });
    expect(statement.Action).toEqual(expect.arrayContaining(actions));
  });

  test('deny plain volumes and clusters, the old metadata service, hasty key deletion and outside shares to everybody', () => {
    const scp = statementsOf(guard(), 'SERVICE_CONTROL_POLICY');
    expect(scp.DenyPlainVolumes.Condition).toEqual({ Bool: { 'ec2:Encrypted': 'false' } });
    expect(scp.DenyMetadataV1.Condition).toEqual({ StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } });
    expect(scp.DenyPlainClusters.Condition).toEqual({ Bool: { 'rds:StorageEncrypted': 'false' } });
    expect(scp.DenyHastyKeyDeletion.Condition).toEqual({ NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } });
    expect(scp.DenyOutsideShares.Condition).toEqual({ Bool: { 'ram:RequestedAllowsExternalPrincipals': 'true' } });
  });

  test('leave stacks to the deployment roles, and to the role by which the management account bootstraps', () => {
    const { ProtectStacks } = statementsOf(guard(), 'SERVICE_CONTROL_POLICY');
    expect(ProtectStacks).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': [
      'arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole',
    ] } } });
    const denied = (action: string) => ProtectStacks.Action!.some((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(`cloudformation:${action}`));
    expect(['CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CreateStackSet', 'UpdateStackInstances', 'DeleteResource', 'SetStackPolicy', 'RegisterType', 'ExecuteStackRefactor'].filter((action) => !denied(action))).toEqual([]);
    expect(['DescribeStacks', 'GetTemplate', 'ListStacks', 'DetectStackDrift', 'ValidateTemplate', 'SignalResource'].filter(denied)).toEqual([]);
  });

  test('let only who bootstraps change the deployment roles', () => {
    const { ProtectDeploymentRoles } = statementsOf(guard({ bootstrapRoleArns: ['arn:aws:iam::*:role/bootstrap'] }), 'SERVICE_CONTROL_POLICY');
    expect(ProtectDeploymentRoles).toMatchObject({ Resource: ['arn:aws:iam::*:role/cdk-*', 'arn:aws:iam::*:role/bootstrap'], Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/bootstrap'] } } });
    expect(ProtectDeploymentRoles.Action).toEqual(expect.arrayContaining(['iam:Create*', 'iam:Put*', 'iam:Update*', 'iam:Attach*']));
  });

  test('keep deployment roles from accounts that another one deploys to', () => {
    expect(statementsOf(guard(), 'SERVICE_CONTROL_POLICY')).not.toHaveProperty('KeepDeploymentRoles');
    expect(statementsOf(guard({ releasedAccounts: ['444455556666'] }), 'SERVICE_CONTROL_POLICY').KeepDeploymentRoles).toMatchObject({
      Action: ['sts:AssumeRole'], Resource: 'arn:aws:iam::*:role/cdk-*', Condition: { StringEquals: { 'aws:PrincipalAccount': ['444455556666'] } },
    });
  });

  test('deny sharing and exporting to everybody but the roles for it, and objects to buckets of others', () => {
    const scp = statementsOf(guard(), 'SERVICE_CONTROL_POLICY');
    expect(scp.DenySharing.Action).toEqual(expect.arrayContaining(['rds:StartExportTask', 'ec2:ModifyImageAttribute']));
    expect(scp.DenySharingSnapshots.Action).toEqual(['ec2:ModifySnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:ModifyDBSnapshotAttribute']);
    expect([scp.DenySharing.Condition, scp.DenySharingSnapshots.Condition]).toEqual([undefined, undefined]);
    expect(scp.DenyObjectsElsewhere).toMatchObject({ Action: ['s3:PutObject', 's3:ReplicateObject'], Condition: { StringNotEqualsIfExists: { 'aws:ResourceOrgID': 'o-abcdefghij' } } });
    expect(statementsOf(guard({ exportRoleArns: ['arn:aws:iam::*:role/export'] }), 'SERVICE_CONTROL_POLICY').DenySharing.Condition).toEqual({ ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/export'] } });
    const backup = statementsOf(guard({ backupRoleArns: ['arn:aws:iam::200000000004:role/Backup'] }), 'SERVICE_CONTROL_POLICY');
    expect([backup.DenySharing.Condition, backup.DenySharingSnapshots.Condition]).toEqual([undefined, { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::200000000004:role/Backup'] } }]);
  });

  describe('of backups', () => {
    const KEPT = ['arn:aws:iam::100000000003:role/Backup-*', 'arn:aws:iam::*:role/return-backups-*-runbook'];
    const OFFICER = 'arn:aws:iam::*:role/people/PrivacyOfficer';
    const DEPLOYMENTS = ['arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole'];
    const but = (...roles: string[]) => ({ ArnNotLike: { 'aws:PrincipalArn': roles } });
    const kept = () => statementsOf(guard({ keptRoleArns: KEPT, restorerArns: [OFFICER] }), 'SERVICE_CONTROL_POLICY');

    test('leave the roles, and the policies of their names, to deployments', () => {
      const { KeepBackupRoles } = kept();
      expect(KeepBackupRoles).toMatchObject({ Effect: 'Deny', Resource: [...KEPT, 'arn:aws:iam::100000000003:policy/Backup-*'], Condition: but(...DEPLOYMENTS) });
      expect(KeepBackupRoles.Action).toEqual(['iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Set*', 'iam:Update*']);
      expect(statementsOf(guard(), 'SERVICE_CONTROL_POLICY')).not.toHaveProperty('KeepBackupRoles');
    });

    test('let restorers, and the roles themselves, start what restores and hand such a role to a service; deployments change the runbooks', () => {
      const { OnlyRestorersRestore, KeepRestoreRunbooks } = kept();
      expect(OnlyRestorersRestore).toMatchObject({ Effect: 'Deny', Condition: but(...DEPLOYMENTS, OFFICER, ...KEPT) });
      expect(OnlyRestorersRestore.Action).toEqual(['iam:PassRole', 'ssm:StartAutomationExecution', 'ssm:StartChangeRequestExecution']);
      expect(OnlyRestorersRestore.Resource).toEqual(expect.arrayContaining([...KEPT, 'arn:aws:ssm:*:*:automation-definition/ReturnBackups-*', 'arn:aws:ssm:*:*:automation-definition/RestoreStores']));
      expect(KeepRestoreRunbooks).toMatchObject({ Effect: 'Deny', Condition: but(...DEPLOYMENTS) });
      expect(KeepRestoreRunbooks.Resource).toEqual(expect.arrayContaining(['arn:aws:ssm:*:*:document/ReturnBackups-*', 'arn:aws:ssm:*:*:document/RestoreCustomer', 'arn:aws:ssm:*:*:document/*-OptIn-*']));
    });

    test('leave plans, tests, reports and locks to deployments, and settings to the role that opts in besides', () => {
      const optIn = 'arn:aws:iam::100000000003:role/Backup-Watch-OptIn';
      const { ProtectBackups, ProtectBackupSettings } = statementsOf(guard({ settingRoleArns: [optIn] }), 'SERVICE_CONTROL_POLICY');
      const denied = (action: string) => ProtectBackups.Action!.some((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(`backup:${action}`));
      expect(ProtectBackups).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: but(DEPLOYMENTS[1]) });
      expect(['CreateRestoreTestingPlan', 'DeleteRestoreTestingPlan', 'UpdateRestoreTestingSelection', 'DeleteBackupPlan', 'UpdateBackupPlan', 'DeleteBackupSelection', 'DeleteFramework', 'UpdateReportPlan', 'PutBackupVaultLockConfiguration'].filter((action) => !denied(action))).toEqual([]);
      expect(['ListRestoreTestingPlans', 'GetRestoreTestingPlan', 'StartBackupJob', 'StartCopyJob', 'DescribeFramework', 'PutRestoreValidationResult'].filter(denied)).toEqual([]);
      expect(ProtectBackupSettings).toMatchObject({ Effect: 'Deny', Action: ['backup:UpdateGlobalSettings', 'backup:UpdateRegionSettings'], Resource: '*', Condition: but(DEPLOYMENTS[1], optIn) });
    });

    test('let nobody lose a key that is indispensable, and deployments alone write its policy and its tags', () => {
      const { KeepIndispensableKeys, ProtectIndispensableKeys } = statementsOf(guard(), 'SERVICE_CONTROL_POLICY');
      const indispensable = { StringEquals: { 'aws:ResourceTag/dtap:indispensable': 'true' } };
      expect(KeepIndispensableKeys).toEqual({ Sid: 'KeepIndispensableKeys', Effect: 'Deny', Action: ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'], Resource: '*', Condition: indispensable });
      expect(ProtectIndispensableKeys).toMatchObject({ Effect: 'Deny', Action: ['kms:PutKeyPolicy', 'kms:TagResource', 'kms:UntagResource'], Resource: '*', Condition: { ...indispensable, ...but(DEPLOYMENTS[1]) } });
    });

    test.each(['keptRoleArns', 'restorerArns', 'settingRoleArns'] as const)('refuse %s that would mean everybody', (prop) => {
      expect(() => guard({ [prop]: ['arn:aws:iam::*:role/*'] })).toThrow(`${prop}[0]: got "arn:aws:iam::*:role/*"`);
    });
  });

  test('let only the organisation, and services on its behalf, reach its resources, over TLS', () => {
    const rcp = statementsOf(guard(), 'RESOURCE_CONTROL_POLICY');
    expect(rcp.DenyOutsiders).toMatchObject({ Effect: 'Deny', Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } });
    expect(rcp.DenyConfusedDeputies.Condition).toEqual({ StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abcdefghij' }, Null: { 'aws:SourceAccount': 'false' }, Bool: { 'aws:PrincipalIsAWSService': 'true' } });
    expect(rcp.DenyPlaintext.Condition).toEqual({ BoolIfExists: { 'aws:SecureTransport': 'false' } });
    ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*'].forEach((action) => Object.values(rcp).forEach((statement) => expect(statement.Action).toContain(action)));
  });

  test('trust the accounts they are told to', () => {
    const rcp = statementsOf(guard({ trustedAccounts: ['444455556666'] }), 'RESOURCE_CONTROL_POLICY');
    expect(rcp.DenyOutsiders.Condition?.StringNotEqualsIfExists).toEqual({ 'aws:PrincipalOrgID': 'o-abcdefghij', 'aws:PrincipalAccount': ['444455556666'] });
    expect(rcp.DenyConfusedDeputies.Condition?.StringNotEqualsIfExists).toEqual({ 'aws:SourceOrgID': 'o-abcdefghij', 'aws:SourceAccount': ['444455556666'] });
  });

  test('hold images private, the serial console off and IMDSv2 on, and leave snapshots to the account', () => {
    const { ec2_attributes: ec2 } = contentOf(guard(), 'DECLARATIVE_POLICY_EC2');
    expect(ec2).toMatchObject({ image_block_public_access: { state: { '@@assign': 'block_new_sharing' } }, serial_console_access: { status: { '@@assign': 'disabled' } } });
    expect(ec2.instance_metadata_defaults.http_tokens).toEqual({ '@@assign': 'required' });
    expect(Object.keys(ec2.instance_metadata_defaults).sort()).toEqual(['http_endpoint', 'http_put_response_hop_limit', 'http_tokens', 'instance_metadata_tags']);
    expect(ec2).not.toHaveProperty('snapshot_block_public_access');
  });

  test('block public access to S3 for whole accounts', () => {
    expect(contentOf(guard(), 'S3_POLICY')).toEqual({ s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } } });
  });

  test('fit what AWS Organizations takes', () => {
    const stack = guard({ trustedAccounts: Array.from({ length: 20 }, (_, index) => String(100000000000 + index)) });
    ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'].flatMap((type) => contentsOf(stack, type)).forEach((content) => expect(JSON.stringify(content).length).toBeLessThanOrEqual(5120));
  });

  test('refuse every bad input at once', () => {
    expect(() => guard({ organizationId: 'acme', trustedAccounts: ['12'], targetIds: ['x'], bootstrapRoleArns: ['arn:aws:iam::*:role/*'], exportRoleArns: ['*'], releasedAccounts: ['production'] }))
      .toThrow(/6 problems[\s\S]*organizationId: got "acme"[\s\S]*targetIds\[0\]: got "x"[\s\S]*bootstrapRoleArns\[0\][\s\S]*exportRoleArns\[0\]: got "\*"[\s\S]*trustedAccounts\[0\]: got "12"[\s\S]*releasedAccounts\[0\]: got "production"/);
  });
});

describe('The baseline of an account', () => {
  function baseline(): Template {
    const stack = newStack();
    new AccountBaseline(stack, 'Baseline', { logKey: new kms.Key(stack, 'LogKey') });
    return Template.fromStack(stack);
  }

  test('keeps snapshots private', () => {
    baseline().hasResourceProperties('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' });
  });

  test('looks for access from outside the account', () => {
    baseline().hasResourceProperties('AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' });
  });

  test('has the log group of database metrics there before RDS makes it, encrypted and with an end', () => {
    baseline().hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'RDSOSMetrics', RetentionInDays: 30, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LogKey'), 'Arn'] } });
  });
});

describe('The access analyzers of the organisation', () => {
  function analyzers(unusedAfter?: Duration): Template {
    const stack = newStack();
    new OrganizationAccessAnalyzers(stack, 'Access', { onCall: Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-central-1:111122223333:on-call'), unusedAfter });
    return Template.fromStack(stack);
  }

  test('look for outside access everywhere, and for unused access where asked; no finding is archived by a rule', () => {
    analyzers().resourceCountIs('AWS::AccessAnalyzer::Analyzer', 1);
    const template = analyzers(Duration.days(90));
    template.hasResourceProperties('AWS::AccessAnalyzer::Analyzer', { Type: 'ORGANIZATION', ArchiveRules: Match.absent() });
    template.hasResourceProperties('AWS::AccessAnalyzer::Analyzer', { Type: 'ORGANIZATION_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } }, ArchiveRules: Match.absent() });
  });

  test('tell those on call of what they find, and of nothing else', () => {
    analyzers(Duration.days(90)).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['aws.access-analyzer'], 'detail-type': ['Access Analyzer Finding', 'Unused Access Finding for IAM entities'], 'detail': { status: ['ACTIVE'] },
        'resources': [{ 'Fn::GetAtt': [Match.stringLikeRegexp('OutsideAccess'), 'Arn'] }, { 'Fn::GetAtt': [Match.stringLikeRegexp('UnusedAccess'), 'Arn'] }],
      },
      Targets: [{ Arn: 'arn:aws:sns:eu-central-1:111122223333:on-call' }],
    });
  });

  test.each([0, 366])('refuse an age of %s days', (days) => {
    expect(() => analyzers(Duration.days(days))).toThrow(`unusedAfter: got ${days}. Write 1 to 365 days.`);
  });
});
