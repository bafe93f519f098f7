import { BackupFrameworkReported } from '../../../../../lib/checks/rules/backup/backup-framework-reported';
import { BackupJobFailureTold } from '../../../../../lib/checks/rules/backup/backup-job-failure-told';
import { BackupJobMissingTold } from '../../../../../lib/checks/rules/backup/backup-job-missing-told';
import { BackupPlanCopiedFarAway } from '../../../../../lib/checks/rules/backup/backup-plan-copied-far-away';
import { BackupRestoreFailureTold } from '../../../../../lib/checks/rules/backup/backup-restore-failure-told';
import { BackupRestoreTestingScheduled } from '../../../../../lib/checks/rules/backup/backup-restore-testing-scheduled';
import { BackupRestoreTestingValidated } from '../../../../../lib/checks/rules/backup/backup-restore-testing-validated';
import { BackupVaultAudited } from '../../../../../lib/checks/rules/backup/backup-vault-audited';
import { BackupVaultDeletionDenied } from '../../../../../lib/checks/rules/backup/backup-vault-deletion-denied';
import { BackupVaultKeyKept } from '../../../../../lib/checks/rules/backup/backup-vault-key-kept';
import { BackupVaultKeyWatched } from '../../../../../lib/checks/rules/backup/backup-vault-key-watched';
import { BackupVaultLocked } from '../../../../../lib/checks/rules/backup/backup-vault-locked';
import { BackupVaultRestoreNarrow } from '../../../../../lib/checks/rules/backup/backup-vault-restore-narrow';
import { BackupVaultRestoreTested } from '../../../../../lib/checks/rules/backup/backup-vault-restore-tested';
import { StoreBackedUp } from '../../../../../lib/checks/rules/cloudformation/store-backed-up';
import { RdsGlobalClusterRunbooks } from '../../../../../lib/checks/rules/rds/rds-global-cluster-runbooks';
import { RdsGlobalClusterSecondRegion } from '../../../../../lib/checks/rules/rds/rds-global-cluster-second-region';
import { Route53RecordFailsOver } from '../../../../../lib/checks/rules/route53/route53-record-fails-over';
import { describeRule, verdictOn } from '../../../../support/rule-table';

const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: resources });
const inOneBranch = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });
const ACCOUNTS = { 111111111111: 'production', 222222222222: 'backup', 333333333333: 'test' };
const here = (resources: object, accounts: Record<string, string> = ACCOUNTS) => ({ templates: [{ account: '111111111111', region: 'eu-central-1', body: open(resources) }], accounts });

const vault = (properties: object = {}, type = 'BackupVault') => ({ Vault: { Type: `AWS::Backup::${type}`, Properties: properties } });
const policy = (...statements: object[]) => vault({ AccessPolicy: { Statement: statements } });
const deny = (action: unknown, more: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: action, Resource: '*', ...more });
const lock = (properties: object) => vault({ LockConfiguration: properties });

describeRule(BackupVaultLocked, {
  compliant: {
    'in compliance mode': lock({ MinRetentionDays: 35, MaxRetentionDays: 400, ChangeableForDays: 3 }),
    'numbers as text, no longest time': lock({ MinRetentionDays: '7', ChangeableForDays: '30' }),
    'logically air-gapped': vault({ MinRetentionDays: 7, MaxRetentionDays: 35 }, 'LogicallyAirGappedBackupVault'),
  },
  violation: {
    'no lock': vault(),
    'in governance mode': lock({ MinRetentionDays: 35, MaxRetentionDays: 400 }),
    'for less than a week': lock({ MinRetentionDays: 1, ChangeableForDays: 3 }),
    'in one branch only': inOneBranch(vault({ LockConfiguration: { 'Fn::If': ['C', { MinRetentionDays: 35, ChangeableForDays: 3 }, { Ref: 'AWS::NoValue' }] } })),
  },
  notApplicable: { 'a vault of development': { templates: [{ environment: 'development', body: vault() }] }, 'another type': OTHER },
  unknown: { 'a parameter': open(lock({ MinRetentionDays: OPEN, ChangeableForDays: 3 })) },
});

const DELETIONS = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy'];
describeRule(BackupVaultDeletionDenied, {
  compliant: {
    'each by name': policy(deny(DELETIONS)),
    'by patterns, in capitals, in statements apart': policy(deny('Backup:Delete*', { Principal: { AWS: '*' } }), deny(['BACKUP:UPDATERECOVERYPOINTLIFECYCLE'])),
    'as text': vault({ AccessPolicy: JSON.stringify({ Statement: deny('backup:*') }) }),
  },
  violation: {
    'no policy': vault(), 'one is missing': policy(deny(DELETIONS.slice(1))), 'allowed': policy(deny(DELETIONS, { Effect: 'Allow' })),
    'to one account': policy(deny(DELETIONS, { Principal: { AWS: '111111111111' } })), 'to all but somebody': policy(deny(DELETIONS, { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Admin' } } })),
  },
  notApplicable: { 'a vault of test': { templates: [{ environment: 'test', body: vault() }] } },
  unknown: { 'a parameter': open(vault({ AccessPolicy: OPEN })) },
});

const RESTORES = ['backup:StartRestoreJob', 'backup:StartCopyJob'];
const sparing = (...arns: unknown[]) => ({ Condition: { ArnNotLike: { 'aws:PrincipalArn': arns } } });
describeRule(BackupVaultRestoreNarrow, {
  compliant: {
    'nobody restores': policy(deny(RESTORES)), 'a named role': policy(deny(RESTORES, sparing('arn:aws:iam::111111111111:role/people/PrivacyOfficer'))),
    'a role by pattern': policy(deny('backup:Start*', { Condition: { StringNotLike: { 'AWS:PrincipalARN': 'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PrivacyOfficer_*' } } })),
  },
  violation: {
    'no policy': vault(), 'copies are not denied': policy(deny('backup:StartRestoreJob')), 'everybody is spared': policy(deny(RESTORES, sparing('*'))),
    'every role is spared': policy(deny(RESTORES, sparing('arn:aws:iam::111111111111:role/*'))), 'a role of any account': policy(deny(RESTORES, sparing('arn:aws:iam::*:role/PrivacyOfficer'))),
    'only without MFA': policy(deny(RESTORES, { Condition: { ...sparing('arn:aws:iam::111111111111:role/x').Condition, Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })),
  },
  notApplicable: { 'a vault of development': { templates: [{ environment: 'development', body: vault() }] } },
  unknown: { 'a parameter': open(vault({ AccessPolicy: OPEN })) },
});

const key = (...statements: object[]) => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: statements } } } });
const locked = (more: object = {}) => vault({ EncryptionKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] }, LockConfiguration: { MinRetentionDays: 35, ChangeableForDays: 3 }, ...more });
const allow = (action: string | string[], more: object = {}) => ({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: action, Resource: '*', ...more });
const LOSING = ['kms:ScheduleKeyDeletion', 'kms:DisableKey'];
describeRule(BackupVaultKeyKept, {
  compliant: {
    'refused to everybody': { ...locked(), ...key(allow('kms:*'), deny(LOSING)) }, 'allowed to nobody': { ...locked(), ...key(allow(['kms:Describe*', 'kms:PutKeyPolicy'])) },
    'by alias, in a logically air-gapped vault': { ...vault({ EncryptionKeyArn: { Ref: 'Alias' } }, 'LogicallyAirGappedBackupVault'), Alias: { Type: 'AWS::KMS::Alias', Properties: { TargetKeyId: { Ref: 'Key' } } }, ...key(allow('kms:Describe*')) },
  },
  violation: {
    'everything is allowed': { ...locked(), ...key(allow('kms:*')) }, 'all but something is allowed': { ...locked(), ...key({ ...allow([]), Action: undefined, NotAction: 'kms:Decrypt' }) }, 'one is not refused': { ...locked(), ...key(allow('kms:*'), deny('kms:DisableKey')) },
    'refused without MFA only': { ...locked(), ...key(allow('kms:*'), deny(LOSING, { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })) }, 'the default policy': { ...locked(), Key: { Type: 'AWS::KMS::Key' } },
  },
  notApplicable: { 'no lock': { ...vault({ EncryptionKeyArn: { Ref: 'Key' } }), ...key(allow('kms:*')) }, "a key of AWS's own": vault({}, 'LogicallyAirGappedBackupVault') },
  unknown: { 'a key outside the templates': locked({ EncryptionKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/1' }), 'a policy that is a parameter': open({ ...locked(), Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: OPEN } } }) },
});

const ON_CALL = [{ Id: 'OnCall', Arn: 'arn:aws:sns:eu-central-1:111111111111:on-call' }];
const rule = (pattern: object, more: object = {}) => ({ Type: 'AWS::Events::Rule', Properties: { EventPattern: pattern, Targets: ON_CALL, ...more } });
const ofKey = (detail: object, more: object = {}) => rule({ source: ['aws.kms'], detail: { ...detail, resources: { ARN: [{ 'Fn::GetAtt': ['Key', 'Arn'] }] } } }, more);
const watch = (calls: unknown = ['Decrypt', 'DisableKey', 'ScheduleKeyDeletion'], more: object = {}) => ({ ...locked(), ...key(), Calls: ofKey({ eventName: calls }, more), Refused: ofKey({ errorCode: [{ exists: true }] }) });
describeRule(BackupVaultKeyWatched, {
  compliant: { 'each call by name': watch(), 'every call': { ...watch(), Calls: ofKey({}) }, 'in a stack of its own': { templates: [
    { account: '1', region: 'r', stackName: 'vault', body: { Resources: { ...locked(), ...key() }, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } } } } },
    { account: '1', region: 'r', body: { Calls: rule({ detail: { requestParameters: { keyId: [{ 'Fn::ImportValue': 'key' }] } } }), Refused: rule({ detail: { errorCode: [{ exists: true }], resources: { ARN: [{ 'Fn::ImportValue': 'key' }] } } }) } },
  ] } },
  violation: {
    'nobody watches': { ...locked(), ...key() }, 'deletion is not watched': watch(['Decrypt', 'DisableKey']), 'switched off': watch(undefined, { State: 'DISABLED' }), 'only a log': watch(undefined, { Targets: [{ Id: 'Log', Arn: 'arn:aws:logs:r:1:log-group:x' }] }),
    'another key': { ...watch(), Calls: rule({ detail: { resources: { ARN: ['arn:aws:kms:r:1:key/2'] } } }) }, 'no word of refusals': { ...locked(), ...key(), Calls: ofKey({}) },
  },
  notApplicable: { "a key of AWS's own": vault() },
  unknown: { 'a key outside the templates': locked({ EncryptionKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/1' }), 'calls that are a parameter': open(watch(OPEN)) },
});

const plan = (...rules: object[]) => ({ Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanName: 'p', BackupPlanRule: rules } } } });
const copyTo = (...arns: unknown[]) => ({ CopyActions: arns.map((DestinationBackupVaultArn) => ({ DestinationBackupVaultArn })) });
const FAR = 'arn:aws:backup:eu-north-1:222222222222:backup-vault:copies';
describeRule(BackupPlanCopiedFarAway, {
  compliant: {
    'into the backup account, to Stockholm': here(plan(copyTo(FAR))), 'one of two copies': here(plan(copyTo({ 'Fn::Sub': 'arn:aws:backup:${AWS::Region}:${AWS::AccountId}:backup-vault:near' }, FAR))),
    'beside a rule for continuous backup': here(plan({ ...copyTo(FAR), ScheduleExpression: 'cron(0 20 * * ? *)' }, { EnableContinuousBackup: 'true' })), 'of a plan whose estate is not known': here(plan(copyTo(FAR)), {}),
    'into a vault of another template': { templates: [
      { account: '111111111111', region: 'eu-central-1', body: plan(copyTo({ 'Fn::GetStackOutput': { StackName: 'vaults', OutputName: 'Arn', Region: 'eu-north-1', RoleArn: 'arn:aws:iam::222222222222:role/r' } })) },
      { account: '222222222222', region: 'eu-north-1', stackName: 'vaults', body: { Resources: vault(), Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] } } } } },
    ], accounts: ACCOUNTS },
  },
  violation: {
    'no copies': here(plan({ ScheduleExpression: 'rate(1 day)' })), 'within the region': here(plan(copyTo('arn:aws:backup:eu-central-1:222222222222:backup-vault:v'))), 'to Paris, which is too near': here(plan(copyTo('arn:aws:backup:eu-west-3:222222222222:backup-vault:v'))),
    'within the account': here(plan(copyTo({ 'Fn::Sub': 'arn:aws:backup:eu-north-1:${AWS::AccountId}:backup-vault:v' }))), "into another environment's account": here(plan(copyTo('arn:aws:backup:eu-north-1:333333333333:backup-vault:v'))),
    'once a week': here(plan({ ...copyTo(FAR), ScheduleExpression: 'cron(0 20 ? * MON *)' })), 'one of two rules': here(plan(copyTo(FAR), { ScheduleExpression: 'cron(0 0 1 * ? *)' })), 'continuous backup alone': here(plan({ EnableContinuousBackup: true })),
  },
  notApplicable: { 'no rules': here(plan()), 'in development': { templates: [{ environment: 'development', body: plan({}) }] } },
  unknown: { 'a parameter': here(plan(copyTo(OPEN))), 'a place that is not known': here(plan(copyTo('arn:aws:backup:ap-south-1:222222222222:backup-vault:v'))), 'an account that is not known': { templates: [{ region: 'eu-central-1', body: plan(copyTo(FAR)) }] }, 'a schedule that nobody reads': here(plan({ ...copyTo(FAR), ScheduleExpression: 'daily' })) },
});

const alarm = (metric: string, more: object = {}, namespace = 'AWS/Backup') => ({ Type: 'AWS::CloudWatch::Alarm', Properties: {
  Namespace: namespace, MetricName: metric, Period: 3600, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', AlarmActions: ['arn:aws:sns:eu-central-1:111111111111:on-call'], ...more,
} });
const jobs = (state: unknown, job = 'Backup', more: object = {}, detail: object = {}) => rule({ 'source': ['aws.backup'], 'detail-type': [`${job} Job State Change`], 'detail': { state, ...detail } }, more);
const FAILED = ['FAILED', 'ABORTED', 'EXPIRED'];
const ended = (...rules: object[]) => ({ ...plan({}), ...Object.fromEntries(rules.map((each, i) => [`Rule${i}`, each])) });
describeRule(BackupJobFailureTold, {
  compliant: {
    'a rule': ended(jobs(FAILED)), 'a rule for everything of AWS Backup': ended(rule({ source: [{ prefix: 'aws.b' }] })), 'by prefix and by exception': ended(jobs([{ 'anything-but': ['COMPLETED', 'RUNNING'] }])), 'a rule for each': ended(...FAILED.map((state) => jobs([state]))),
    'alarms': ended(...['Failed', 'Aborted', 'Expired'].map((state) => alarm(`NumberOfBackupJobs${state}`))), 'a pattern as text': ended({ ...jobs([]), Properties: { EventPattern: JSON.stringify({ source: ['aws.backup'] }), Targets: ON_CALL } }),
    'copies too': { ...ended(jobs(FAILED), jobs(['FAILED'], 'Copy')), ...plan(copyTo(FAR)) },
  },
  violation: {
    'nobody hears': plan({}), 'too late is not told': ended(jobs(['FAILED', 'ABORTED'])), 'switched off': ended(jobs(FAILED, 'Backup', { State: 'DISABLED' })), 'no target': ended(jobs(FAILED, 'Backup', { Targets: [] })), 'only a log': ended(jobs(FAILED, 'Backup', { Targets: [{ Id: 'x', Arn: { 'Fn::GetAtt': ['Rule1', 'Arn'] } }] }), { Type: 'AWS::Logs::LogGroup' }),
    'copies are forgotten': { ...ended(jobs(FAILED)), ...plan(copyTo(FAR)) }, 'a schedule, no events': ended({ Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets: ON_CALL } }), 'an alarm that tells nobody': ended(alarm('NumberOfBackupJobsFailed', { AlarmActions: [] }), jobs(['ABORTED', 'EXPIRED'])),
    'in another region': { templates: [{ account: '1', region: 'eu-central-1', body: plan({}) }, { account: '1', region: 'eu-west-1', body: { Rule: jobs(FAILED) } }] },
  },
  notApplicable: { 'in test': { templates: [{ environment: 'test', body: plan({}) }] } },
  unknown: { 'states that are a parameter': open(ended(jobs(OPEN))), 'a filter that narrows': ended(jobs(FAILED, 'Backup', {}, { backupVaultName: ['one'] })), 'a filter that nobody works out': ended(jobs([{ wildcard: '*ED' }])), 'a state that is a parameter': open(ended(jobs(FAILED, 'Backup', { State: OPEN }))), 'a pattern that is a parameter': open(ended(rule(OPEN))) },
});

const late = (metric: string, more: object = {}, namespace?: string) => alarm(metric, { ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', Period: 86400, ...more }, namespace);
const count = (more: object = {}, state: unknown = ['COMPLETED'], off: object = {}) => ({ ...ended(late('TriggeredRules', { Dimensions: [{ Name: 'RuleName', Value: { Ref: 'Done' } }], ...more }, 'AWS/Events')), Done: jobs(state, 'Backup', off) });
describeRule(BackupJobMissingTold, {
  compliant: {
    'an alarm on the metric': ended(late('NumberOfBackupJobsCompleted')), 'an alarm on a rule': count(), 'on a rule by its name': { ...ended(late('Invocations', { Dimensions: [{ Name: 'RuleName', Value: 'done' }] }, 'AWS/Events')), Done: jobs(['COMPLETED'], 'Backup', { Name: 'done' }) },
    'twice twelve hours': ended(late('NumberOfBackupJobsCompleted', { Period: '43200', EvaluationPeriods: '2' })), 'copies too': { ...ended(late('NumberOfBackupJobsCompleted'), late('NumberOfCopyJobsCompleted')), ...plan(copyTo(FAR)) },
  },
  violation: {
    'no alarm': plan({}), 'no data is good': ended(late('NumberOfBackupJobsCompleted', { TreatMissingData: 'notBreaching' })), 'after two days': ended(late('NumberOfBackupJobsCompleted', { EvaluationPeriods: 2 })), 'the other way round': ended(alarm('NumberOfBackupJobsCompleted', { TreatMissingData: 'breaching' })),
    'copies are forgotten': { ...ended(late('NumberOfBackupJobsCompleted')), ...plan(copyTo(FAR)) }, 'a rule for something else': count({}, ['CREATED']), 'a rule that is off': count({}, ['COMPLETED'], { State: 'DISABLED' }), 'no actions': count({ ActionsEnabled: false }), 'failed invocations': count({ MetricName: 'FailedInvocations' }),
  },
  notApplicable: { 'in development': { templates: [{ environment: 'development', body: plan({}) }] } },
  unknown: { 'a period that is a parameter': open(ended(late('NumberOfBackupJobsCompleted', { Period: OPEN }))), 'states that are a parameter': open(count({}, OPEN)) },
});

const DAILY = { 'Plan': { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ ScheduleExpression: 'cron(0 20 * * ? *)' }] } } } };
const select = (selection: object, more: object = DAILY) => ({ ...more, Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupPlanId: { Ref: 'Plan' }, BackupSelection: selection } } });
const byTag = (ConditionKey = 'backup', ConditionValue: unknown = 'daily') => ({ ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey, ConditionValue }] });
const table = (properties: object = {}) => ({ Table: { Type: 'AWS::DynamoDB::Table', Properties: properties } });
const bucket = (properties: object = {}) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties: properties } });
const MARKED = { Tags: [{ Key: 'x', Value: 'y' }, { Key: 'backup', Value: 'daily' }] };
const writers = (...principals: object[]) => ({ Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: '*' })) } } } });
const cluster = (properties: object = {}) => ({ Cluster: { Type: 'AWS::RDS::DBCluster', Properties: properties } });
const scheduled = (ScheduleExpression: unknown) => select(byTag(), { Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ ScheduleExpression }] } } } });
describeRule(StoreBackedUp, {
  compliant: {
    'by tag': { ...table(MARKED), ...select(byTag()) }, 'a file system by tag': { Files: { Type: 'AWS::EFS::FileSystem', Properties: { FileSystemTags: MARKED.Tags } }, ...select(byTag()) },
    'a table of two regions': { templates: [{ region: 'eu-west-1', body: { T: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas: [{ Region: 'eu-central-1' }, { Region: 'eu-west-1', ...MARKED }] } }, ...select(byTag()) } }] },
    'by reference': { ...table(), ...select({ Resources: [{ 'Fn::GetAtt': ['Table', 'Arn'] }] }) }, 'by an ARN put together': { ...cluster(), ...select({ Resources: [{ 'Fn::Sub': 'arn:aws:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Cluster}' }] }) },
    'by name': { ...bucket({ BucketName: 'content' }), ...select({ Resources: ['arn:aws:s3:::content'] }) }, 'by a pattern': { ...bucket(), ...select({ Resources: ['arn:aws:s3:::*'] }) }, 'everything': { ...cluster(), ...select({ Resources: '*' }) },
    'everything with a tag': { ...table(MARKED), ...select({ Resources: ['*'], Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] } }) }, 'by likeness': { ...table(MARKED), ...select({ Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'd*' }] } }) },
    'all but some': { ...table(MARKED), ...select({ Resources: ['*'], NotResources: ['arn:aws:dynamodb:*:*:table/cache'], Conditions: { StringNotEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'never' }] } }) },
    'every hour': { ...table(MARKED), ...scheduled('rate(12 hours)') }, 'by default at five': { ...table(MARKED), ...scheduled(undefined) },
    'from another stack': { templates: [{ account: '1', region: 'r', body: table(MARKED) }, { account: '1', region: 'r', body: select(byTag()) }] },
    'by GetAtt of the plan, numbers in its rule': { ...table(MARKED), ...DAILY, Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupPlanId: { 'Fn::GetAtt': 'Plan.BackupPlanId' }, BackupSelection: byTag() } } },
  },
  violation: {
    'no plan, in an estate': here(table()), 'a plan without a selection': { ...table(), ...DAILY }, 'another tag': { ...table(), ...select(byTag()) }, 'another value': { ...table(MARKED), ...select(byTag('backup', 'weekly')) }, 'another name': { ...bucket({ BucketName: 'intake' }), ...select({ Resources: ['arn:aws:s3:::content'] }) }, 'a name that nobody gave it': { ...bucket(), ...select({ Resources: ['arn:aws:s3:::content'] }) },
    'another kind': { ...bucket(), ...select({ Resources: ['arn:aws:rds:*:*:*'] }) }, 'left out': { ...table(MARKED), ...select({ ...byTag(), NotResources: [{ 'Fn::GetAtt': ['Table', 'Arn'] }] }) }, 'once a week': { ...table(MARKED), ...scheduled('cron(0 5 ? * SUN *)') }, 'every other day': { ...table(MARKED), ...scheduled('rate(2 days)') },
    'in another region': { templates: [{ account: '1', region: 'a', body: table(MARKED) }, { account: '1', region: 'b', body: select(byTag()) }] }, 'in one branch only': inOneBranch({ ...table({ Tags: { 'Fn::If': ['C', MARKED.Tags, []] } }), ...select(byTag()) }),
    'one of two conditions': { ...table(MARKED), ...select({ Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }, { ConditionKey: 'aws:ResourceTag/x', ConditionValue: 'z' }] } }) }, 'a bucket that others write to': { ...bucket(), ...DAILY, ...writers({ Service: 'logging.s3.amazonaws.com' }, { AWS: '111111111111' }) },
    'a replica that is switched off': { ...bucket({ BucketName: 'copy' }), Source: { Type: 'AWS::S3::Bucket', Properties: { ...MARKED, ReplicationConfiguration: { Rules: [{ Status: 'Disabled', Destination: { Bucket: 'arn:aws:s3:::copy' } }] } } }, ...select(byTag()) }, 'the primary of a global database': { ...DAILY, ...cluster({ GlobalClusterIdentifier: 'g', MasterUsername: 'u' }) },
  },
  notApplicable: {
    'a member of a cluster': { Member: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c' } } }, 'a read replica': { Replica: { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: 'db' } } }, 'the second region of a global database': { ...DAILY, ...cluster({ GlobalClusterIdentifier: 'g' }) }, 'a part of an application, without the plans': table(),
    'logs': { ...bucket(), ...writers({ Service: 'logging.s3.amazonaws.com' }, { Service: ['delivery.logs.amazonaws.com', 'cloudtrail.amazonaws.com'] }, { AWS: 'arn:aws:iam::054676820928:root' }) }, 'another type': OTHER,
  },
  unknown: {
    'tags that are a parameter': open({ ...table({ Tags: OPEN }), ...select(byTag()) }), 'a value that is a parameter': open({ ...table(MARKED), ...select(byTag('backup', OPEN)) }), 'a plan outside the templates': { ...table(MARKED), Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupPlanId: 'p-1', BackupSelection: byTag() } } },
    'a pattern of names': { ...bucket(), ...select({ Resources: ['arn:aws:s3:::prod-*'] }) }, 'a name that is a parameter': open({ ...bucket({ BucketName: OPEN }), ...select({ Resources: ['arn:aws:s3:::content'] }) }), 'an ARN that is a parameter': open({ ...table(), ...select({ Resources: [OPEN] }) }), 'by tag or by ARN': { ...table(MARKED), ...select({ ...byTag(), Resources: ['arn:aws:s3:::*'] }) },
    'a backup policy of the organisation': { ...DAILY, ...table(), Policy: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'BACKUP_POLICY', Content: {} } } }, 'a schedule that nobody reads': { ...table(MARKED), ...scheduled('daily') }, 'a schedule that is a parameter': open({ ...table(MARKED), ...scheduled(OPEN) }),
  },
});

test('a bucket that another is copied into is judged with that one', () => {
  const source = (status: string) => ({ Source: { Type: 'AWS::S3::Bucket', Properties: { ...MARKED, ReplicationConfiguration: { Rules: [{ Status: status, Destination: { Bucket: 'arn:aws:s3:::copy' } }] } } } });
  expect(verdictOn(StoreBackedUp, { ...bucket({ BucketName: 'copy' }), ...source('Enabled'), ...select(byTag()) }).kind).toBe('compliant');
  expect(verdictOn(StoreBackedUp, { ...bucket({ BucketName: 'copy' }), ...source('Disabled'), ...select(byTag()) }).kind).toBe('violation');
});

const restored = (status: unknown, more: object = {}, detail: object = {}) => rule({ 'source': ['aws.backup'], 'detail-type': ['Restore Job State Change'], 'detail': { status, ...detail } }, more);
const rehearsal = (schedule: unknown = 'cron(0 6 ? * MON *)') => ({ Rehearsal: { Type: 'AWS::Backup::RestoreTestingPlan', Properties: { RestoreTestingPlanName: 'rehearsal', ScheduleExpression: schedule } } });
const chosen = (more: object = {}) => ({ Chosen: { Type: 'AWS::Backup::RestoreTestingSelection', Properties: { RestoreTestingPlanName: { Ref: 'Rehearsal' }, ProtectedResourceType: 'Aurora', ValidationWindowHours: 8, ...more } } });
describeRule(BackupRestoreTestingScheduled, {
  compliant: { 'every week': { ...rehearsal(), ...chosen() }, 'every month, by name': { ...rehearsal('cron(0 6 1 * ? *)'), ...chosen({ RestoreTestingPlanName: 'rehearsal' }) }, 'every thirty days': { ...rehearsal('rate(30 days)'), ...chosen() } },
  violation: { 'once a year': { ...rehearsal('cron(0 6 1 1 ? *)'), ...chosen() }, 'of nothing': rehearsal(), 'of another plan': { ...rehearsal(), ...chosen({ RestoreTestingPlanName: 'other' }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a schedule that is a parameter': open({ ...rehearsal(OPEN), ...chosen() }), 'a plan that is a parameter': open({ ...rehearsal(), ...chosen({ RestoreTestingPlanName: OPEN }) }) },
});
describeRule(BackupRestoreTestingValidated, {
  compliant: { 'by a rule for its kind and plan': { ...rehearsal(), ...chosen(), R: restored(['COMPLETED'], {}, { resourceType: ['Aurora'], restoreTestingPlanArn: [{ 'Fn::GetAtt': ['Rehearsal', 'RestoreTestingPlanArn'] }] }) }, 'by a rule for all': { ...chosen({ ValidationWindowHours: '1' }), R: restored(['COMPLETED', 'FAILED']) } },
  violation: { 'no time': { ...chosen({ ValidationWindowHours: undefined }), R: restored(['COMPLETED']) }, 'nobody looks': chosen(), 'somebody looks at what another plan restores': { ...rehearsal(), Other: rehearsal().Rehearsal, ...chosen(), R: restored(['COMPLETED'], {}, { restoreTestingPlanArn: [{ 'Fn::GetAtt': ['Other', 'RestoreTestingPlanArn'] }] }) }, 'somebody looks at another kind': { ...chosen(), R: restored(['COMPLETED'], {}, { resourceType: ['EFS'] }) }, 'only failures are heard': { ...chosen(), R: restored(['FAILED']) }, 'only written down': { ...chosen(), R: restored(['COMPLETED'], { Targets: [{ Id: 'x', Arn: 'arn:aws:logs:r:1:log-group:x' }] }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open({ ...chosen({ ValidationWindowHours: OPEN }), R: restored(['COMPLETED']) }), 'states that are a parameter': open({ ...chosen(), R: restored(OPEN) }), 'a plan by its whole ARN': { ...rehearsal(), ...chosen(), R: restored(['COMPLETED'], {}, { restoreTestingPlanArn: ['x'] }) } },
});
const walked = (more: object = {}) => ({ ...rehearsal(), Failed: restored(['FAILED']), Walk: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} }, Done: restored(['COMPLETED'], { Targets: [{ Id: 'Walk', Arn: { Ref: 'Walk' } }] }), Missing: late('ExecutionsSucceeded', { EvaluationPeriods: 7, Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: 'Walk' } }], ...more }, 'AWS/States') });
describeRule(BackupRestoreFailureTold, {
  compliant: { 'a rule, and an alarm on what looks': walked(), 'alarms on the metrics': { ...rehearsal(), A: alarm('NumberOfRestoreJobsFailed'), B: late('NumberOfRestoreJobsCompleted', { EvaluationPeriods: 7 }) }, 'an alarm on the rule': { ...walked({ MetricName: 'TriggeredRules', Namespace: 'AWS/Events', Dimensions: [{ Name: 'RuleName', Value: { Ref: 'Done' } }] }) } },
  violation: { 'nobody hears': rehearsal(), 'nobody misses it': { ...rehearsal(), Failed: restored(['FAILED']) }, 'missed after two weeks': walked({ EvaluationPeriods: 14 }), 'no data is good': walked({ TreatMissingData: 'ignore' }), 'another machine': walked({ Dimensions: [{ Name: 'StateMachineArn', Value: 'arn' }] }), 'no word of failures': { ...walked(), Failed: restored(['RUNNING']) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'states that are a parameter': open({ ...walked(), Failed: restored(OPEN) }), 'periods that are a parameter': open(walked({ Period: OPEN })) },
});
const report = (setting: object) => ({ Audit: { Type: 'AWS::Backup::Framework', Properties: { FrameworkName: 'f' } }, Report: { Type: 'AWS::Backup::ReportPlan', Properties: { ReportSetting: setting } } });
const ABOUT = [{ 'Fn::GetAtt': ['Audit', 'FrameworkArn'] }];
describeRule(BackupFrameworkReported, {
  compliant: { 'controls': report({ ReportTemplate: 'CONTROL_COMPLIANCE_REPORT', FrameworkArns: ABOUT }), 'resources': report({ ReportTemplate: 'RESOURCE_COMPLIANCE_REPORT', FrameworkArns: ABOUT }) },
  violation: { 'no report': { Audit: report({}).Audit }, 'a report on jobs': report({ ReportTemplate: 'BACKUP_JOB_REPORT' }), 'a report on another framework': report({ ReportTemplate: 'CONTROL_COMPLIANCE_REPORT', FrameworkArns: ['arn:aws:backup:r:1:framework:x'] }) },
  notApplicable: { 'no framework': { Report: report({}).Report } },
  unknown: { 'a parameter': open(report({ ReportTemplate: 'CONTROL_COMPLIANCE_REPORT', FrameworkArns: [OPEN] })) },
});

const worldwide = (more: object = {}) => ({ World: { Type: 'AWS::RDS::GlobalCluster', Properties: { GlobalClusterIdentifier: 'world', ...more } } });
const regions = (one: object, ...others: object[]) => ({ templates: ['eu-central-1', 'eu-west-1', 'eu-north-1'].slice(0, others.length + 1).map((region, i) => ({ account: '1', region, body: [one, ...others][i] })) });
const SOURCE = { SourceDBClusterIdentifier: { 'Fn::Sub': 'arn:aws:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Cluster}' } };
describeRule(RdsGlobalClusterSecondRegion, {
  compliant: { 'by name': regions({ ...worldwide(), ...cluster({ GlobalClusterIdentifier: 'world' }) }, cluster({ GlobalClusterIdentifier: 'world' })), 'by reference and by source': regions({ ...worldwide(SOURCE), ...cluster() }, cluster({ GlobalClusterIdentifier: 'world' })), 'of a source outside': regions({ ...worldwide({ SourceDBClusterIdentifier: 'arn:aws:rds:eu-central-1:1:cluster:x' }) }, cluster({ GlobalClusterIdentifier: 'world' })) },
  violation: { 'one region': regions({ ...worldwide(), ...cluster({ GlobalClusterIdentifier: { Ref: 'World' } }) }), 'another database': regions({ ...worldwide(SOURCE), ...cluster() }, cluster({ GlobalClusterIdentifier: 'other' })) },
  notApplicable: { 'no global database': cluster(), 'in acceptance': { templates: [{ environment: 'acceptance', body: worldwide() }] } },
  unknown: { 'no cluster': regions(worldwide()), 'a region that nobody knows': { ...worldwide(), ...cluster({ GlobalClusterIdentifier: { Ref: 'World' } }) } },
});
const runbook = (api: string, more: object = {}) => ({ Type: 'AWS::SSM::Document', Properties: { DocumentType: 'Automation', Content: { mainSteps: [{ inputs: { Api: api } }] }, ...more } });
const clock = (of: string, more: object = {}) => ({ Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(30 days)', Target: { Input: { 'Fn::Sub': `{"DocumentName":"\${${of}}"}` } }, ...more } });
const recovery = { ...worldwide(), Over: runbook('FailoverGlobalCluster'), Back: runbook('switchover_global_cluster'), Restore: runbook('StartRestoreJob'), C1: clock('Over'), C2: clock('Back'), C3: clock('Restore') };
describeRule(RdsGlobalClusterRunbooks, {
  compliant: { 'each, by schedule': recovery, 'by name': { ...recovery, Over: runbook('FailoverGlobalCluster', { Name: 'FailOver' }), C1: clock('Back', { Target: { Input: '{"DocumentName":"FailOver"}' } }) }, 'by an association': { ...recovery, C1: { Type: 'AWS::SSM::Association', Properties: { Name: { Ref: 'Over' }, ScheduleExpression: 'rate(30 days)' } } } },
  violation: { 'none': worldwide(), 'no way back': { ...recovery, Back: runbook('DescribeGlobalClusters') }, 'never rehearsed': { ...recovery, C3: clock('Over') }, 'no longer rehearsed': { ...recovery, C3: clock('Restore', { State: 'DISABLED' }) }, 'a command, no runbook': { ...recovery, Over: runbook('FailoverGlobalCluster', { DocumentType: 'Command' }) } },
  notApplicable: { 'no global database': cluster(), 'in test': { templates: [{ environment: 'test', body: worldwide() }] } },
  unknown: { 'properties that a macro writes': { World: { Type: 'AWS::RDS::GlobalCluster', Properties: { 'Fn::Transform': { Name: 'Macro' } } } } },
});
const record = (Failover: unknown, more: object = {}) => ({ Type: 'AWS::Route53::RecordSet', Properties: { Name: 'portal.example.com', Type: 'A', Failover, ...more } });
const CHECKED = { HealthCheckId: 'check-1' };
describeRule(Route53RecordFailsOver, {
  compliant: { 'with a health check': { A: record('PRIMARY', CHECKED), B: record('SECONDARY') }, 'by the health of its target': { A: record('PRIMARY', { AliasTarget: { EvaluateTargetHealth: 'true' } }), B: record('SECONDARY', { Name: 'Portal.example.com.' }) }, 'in another stack': { templates: [{ region: 'a', body: { A: record('PRIMARY', CHECKED) } }, { region: 'b', body: { B: record('SECONDARY') } }] } },
  violation: { 'nothing checks': { A: record('PRIMARY'), B: record('SECONDARY') }, 'no secondary': { A: record('PRIMARY', CHECKED) }, 'no primary': { B: record('SECONDARY') }, 'a secondary of another name': { A: record('PRIMARY', CHECKED), B: record('SECONDARY', { Name: 'x.example.com' }) }, 'a secondary of another type': { A: record('PRIMARY', CHECKED), B: record('SECONDARY', { Type: 'AAAA' }) } },
  notApplicable: { 'a plain record': { A: record(undefined) } },
  unknown: { 'a role that is a parameter': open({ A: record(OPEN) }), 'a check that is a parameter': open({ A: record('PRIMARY', { HealthCheckId: OPEN }), B: record('SECONDARY') }) },
});

test('reports that a service delivers by its own role are logs', () => {
  const reports = (arn: string) => ({ ...DAILY, ...bucket(), Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: allow('s3:PutObject', { Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }) } } } });
  expect(verdictOn(StoreBackedUp, reports('arn:aws:iam::1:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports')).kind).toBe('not-applicable');
  expect(verdictOn(StoreBackedUp, reports('arn:aws:iam::1:role/Portal')).kind).toBe('violation');
});

const COPIES = 'arn:aws:backup:eu-north-1:222222222222:backup-vault:copies';
const personal = (type: string, properties: object = {}) => ({ Type: type, Properties: { Tags: [{ Key: 'keep', Value: 'daily' }], ...properties } });
/** Production with stores whose backups are copied, and the backup account beside it. */
const estate = (kept: object, stores: object = { Data: personal('AWS::RDS::DBCluster') }, more: object = { BackupVaultName: 'copies' }, accounts: Record<string, string> = ACCOUNTS) => ({
  templates: [
    { account: '111111111111', region: 'eu-central-1', body: open({
      ...stores,
      Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ CopyActions: [{ DestinationBackupVaultArn: COPIES }] }] } } },
      Chosen: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupPlanId: { Ref: 'Plan' }, BackupSelection: { ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'keep', ConditionValue: 'daily' }] } } },
    }) },
    { account: '222222222222', region: 'eu-north-1', body: open({ ...vault(more), ...kept }) },
  ],
  accounts,
});
const tested = (selection: object = {}, plan: object = { IncludeVaults: [COPIES] }) => ({
  Tests: { Type: 'AWS::Backup::RestoreTestingPlan', Properties: { RestoreTestingPlanName: 'tests', RecoveryPointSelection: plan } },
  Databases: { Type: 'AWS::Backup::RestoreTestingSelection', Properties: { RestoreTestingPlanName: { Ref: 'Tests' }, ProtectedResourceType: 'Aurora', ...selection } },
});
const files = { Data: personal('AWS::RDS::DBCluster'), Files: personal('AWS::S3::Bucket') };
describeRule(BackupVaultRestoreTested, {
  compliant: {
    'by ARN': estate(tested()),
    'by name of the plan, out of every vault': estate(tested({ RestoreTestingPlanName: 'tests' }, { IncludeVaults: ['*'], ExcludeVaults: ['arn:aws:backup:eu-north-1:222222222222:backup-vault:other'] })),
    'what is not personal is not asked for': estate(tested(), { ...files, Files: personal('AWS::S3::Bucket', { Tags: [{ Key: 'keep', Value: 'daily' }, { Key: 'dtap:classification', Value: 'internal' }] }) }),
    'each kind': estate({ ...tested(), Files: { Type: 'AWS::Backup::RestoreTestingSelection', Properties: { RestoreTestingPlanName: 'tests', ProtectedResourceType: 'S3' } } }, files),
    'a member with its cluster': estate(tested(), { ...{ Data: personal('AWS::RDS::DBCluster') }, Member: personal('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Data' } }) }),
  },
  violation: {
    'no plan': estate({}),
    'a plan that selects nothing': estate({ Tests: tested().Tests }),
    'another kind': estate(tested({ ProtectedResourceType: 'S3' })),
    'one kind of two': estate(tested(), files),
    'a selection of another plan': estate(tested({ RestoreTestingPlanName: 'others' })),
    'other vaults': estate(tested({}, { IncludeVaults: ['arn:aws:backup:eu-north-1:222222222222:backup-vault:copies-of-test'] })),
    'the vault is left out': estate(tested({}, { IncludeVaults: ['*'], ExcludeVaults: [COPIES] })),
    'a plan in another region': { ...estate({}), templates: [...estate({}).templates, { account: '222222222222', region: 'eu-west-1', body: open(tested()) }] },
  },
  notApplicable: {
    'a vault of production': here(vault()), 'no estate in view': estate({}, {}, {}, {}), 'nothing is copied there': estate({}, {}),
    'another vault of the account': estate({}, { Data: personal('AWS::RDS::DBCluster') }, { BackupVaultName: 'audit' }),
  },
  unknown: { 'which vaults is open': estate(tested({}, { IncludeVaults: [OPEN] })), 'which kind is open': estate(tested({ ProtectedResourceType: OPEN })), 'which plan is open': estate(tested({ RestoreTestingPlanName: OPEN })), 'who is left out is open': estate(tested({}, { IncludeVaults: ['*'], ExcludeVaults: [OPEN] })) },
});

const framework = { Audit: { Type: 'AWS::Backup::Framework', Properties: { FrameworkControls: [{ ControlName: 'BACKUP_RECOVERY_POINT_ENCRYPTED' }] } } };
describeRule(BackupVaultAudited, {
  compliant: {
    'in production': here({ ...vault(), ...framework }), 'in the backup account': estate(framework),
    'of another stack': { ...here(vault()), templates: [...here(vault()).templates, { account: '111111111111', region: 'eu-central-1', body: open(framework) }] },
  },
  violation: {
    'none': here(vault()),
    'in another region': { ...here(vault()), templates: [...here(vault()).templates, { account: '111111111111', region: 'eu-west-1', body: open(framework) }] },
    'in another account': { ...here(vault()), templates: [...here(vault()).templates, { account: '222222222222', region: 'eu-central-1', body: open(framework) }] },
    'of an air-gapped vault': here(vault({}, 'LogicallyAirGappedBackupVault')),
    'that asks nothing': here({ ...vault(), Audit: { ...framework.Audit, Properties: { FrameworkControls: [] } } }),
    'in one branch only': { ...here(vault()), templates: [{ account: '111111111111', region: 'eu-central-1', body: inOneBranch({ ...vault(), Audit: { ...framework.Audit, Condition: 'C' } }) }] },
  },
  notApplicable: { 'a vault of test': here(vault(), { 111111111111: 'test' }), 'no estate in view': here(vault(), {}) },
  unknown: { 'what it asks is open': here({ ...vault(), Audit: { ...framework.Audit, Properties: { FrameworkControls: OPEN } } }) },
});
