import type { Resource } from '../../../lib/checks/template';
import { addStatement, drop, dropStatement, operator, put, remove, statement, swap, through, type Loose, type Operator } from '../support/operator';
import { STRANGER } from './common';

const PLAN = 'AWS::Backup::BackupPlan';
const SELECTION = 'AWS::Backup::BackupSelection';
const VAULT = 'AWS::Backup::BackupVault';
const AIR_GAPPED = 'AWS::Backup::LogicallyAirGappedBackupVault';
const VAULTS = [VAULT, AIR_GAPPED];
const KEY = 'AWS::KMS::Key';
const RULE = 'AWS::Events::Rule';
const ALARM = 'AWS::CloudWatch::Alarm';
const STORES = ['AWS::DynamoDB::Table', 'AWS::EC2::Volume', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster', 'AWS::S3::Bucket'];
const VAULT_ARN = 'BackupPlan.BackupPlanRule.*.CopyActions.*.DestinationBackupVaultArn';

const isMark = (key: string) => /backup$/.test(key);
const MARKED = [...STORES.map((type) => [type, 'Tags'] as const), ['AWS::EFS::FileSystem', 'FileSystemTags'] as const];
const withTag = (label: string, change: (tags: Loose[]) => Loose[]) => MARKED.map(([type, path]) => ({
  ...swap(type, path, (old: Loose) => (Array.isArray(old) && old.some(({ Key: key }) => isMark(key as string)) ? change(old) : undefined)), name: `${label} (${type})`,
}));
/** The stores of a selection's account and region that have the tag that it asks for, or that it asks for in a condition. */
const selectedBy = (selection: Resource) => {
  const { ConditionValue: wanted } = (selection.at('BackupSelection', 'ListOfTags', 0).literal ?? selection.at('BackupSelection', 'Conditions', 'StringEquals', 0).literal ?? {}) as { ConditionValue?: string };
  return STORES.flatMap((type) => selection.set.ofType(type)).filter((store) => store.account === selection.account && store.region === selection.region
    && store.at('Tags').items.some((tag) => isMark(tag.at('Key').text ?? '') && tag.at('Value').text === wanted)).slice(0, 3);
};
const planned = (plan: Resource) => plan.set.ofType(SELECTION).filter((selection) => selection.at('BackupPlanId').target?.is(plan)).flatMap(selectedBy);
const inVault = (key: Resource) => VAULTS.flatMap((type) => key.set.ofType(type)).filter((vault) => vault.at('EncryptionKeyArn').target?.is(key));
const watchedVaults = (rule: Resource) => rule.at('EventPattern').targets.flatMap(inVault).slice(0, 1);
const plansHere = ({ set, account, region }: Resource) => set.ofType(PLAN).filter((plan) => plan.account === account && plan.region === region);
const plansOf = (rule: Resource) => (rule.at('EventPattern', 'source').items.some(({ text }) => text === 'aws.backup') && rule.at('EventPattern', 'detail', 'state').items.some(({ text }) => text === 'FAILED') ? plansHere(rule) : []);
const counters = (rule: Resource) => (rule.at('EventPattern', 'detail', 'state').items.some(({ text }) => text === 'COMPLETED') ? plansHere(rule) : []);
const lateJobs = (rule: Resource) => (rule.at('EventPattern', 'detail', 'state').items.some(({ text }) => text === 'EXPIRED') ? plansOf(rule) : []);
const failures = (alarm: Resource) => (alarm.at('MetricName').text === 'NumberOfCopyJobsFailed' ? plansHere(alarm) : []);
const missing = (alarm: Resource) => (/JobsCompleted$/.test(alarm.at('MetricName').text ?? '') || alarm.at('Dimensions').targets.some((rule) => counters(rule).length > 0) ? plansHere(alarm) : []);
const daily = (label: string, change: (rule: Loose) => void) => operator(label, PLAN, (_, raw) => (raw.Properties.BackupPlan.BackupPlanRule as Loose[]).flatMap((each, i) => (
  each.CopyActions && (each.ScheduleExpression === undefined || / \* \* \? \*\)| \? \* \* \*\)/.test(each.ScheduleExpression as string)) ? [{
    place: `BackupPlanRule.${i}`, apply: (draft: Loose) => change(draft.Properties.BackupPlan.BackupPlanRule[i]),
  }] : [])));
const denial = (label: string, action: string, change: (each: Loose) => void) => statement(VAULTS, 'AccessPolicy', label, (each) => {
  const fits = each.Effect === 'Deny' && JSON.stringify(each.Action).includes(action);
  if (fits) {
    change(each);
  }
  return fits;
});
const without = (action: string, pattern = action) => denial(`no word of ${action}`, pattern, (each) => {
  each.Action = ([] as string[]).concat(each.Action as string).filter((one) => one !== pattern).concat('backup:TagResource');
});
const unlocked = (label: string, change: (each: Loose) => void) => through(statement(KEY, 'KeyPolicy', label, (each) => {
  const fits = each.Effect === 'Deny' && JSON.stringify(each.Action).includes('ScheduleKeyDeletion');
  if (fits) {
    change(each);
  }
  return fits;
}), inVault);

const RESTORES = 'AWS::Backup::RestoreTestingPlan';
const CHOSEN = 'AWS::Backup::RestoreTestingSelection';
const GLOBAL = 'AWS::RDS::GlobalCluster';
const NAME = 'AWS::Route53::RecordSet';
const restoresHere = (status: string, type = RESTORES) => (rule: Resource) => (rule.at('EventPattern', 'detail', 'status').items.some(({ text }) => text === status)
  ? rule.set.ofType(type).filter((each) => each.account === rule.account && each.region === rule.region
    && (type === RESTORES || rule.at('EventPattern', 'detail', 'resourceType').items.some(({ text }) => text === each.at('ProtectedResourceType').text))) : []);
const weekly = (alarm: Resource) => (alarm.at('MetricName').text === 'ExecutionsSucceeded' && alarm.at('TreatMissingData').text === 'breaching' ? alarm.set.ofType(RESTORES).filter((plan) => plan.account === alarm.account).slice(0, 1) : []);
const globals = (cluster: Resource) => (cluster.at('GlobalClusterIdentifier').present ? cluster.set.ofType(GLOBAL) : []);
const runbooks = (document: Resource) => (/global_?cluster|restore_?job/i.test(JSON.stringify(document.at('Content').literal ?? '')) ? document.set.ofType(GLOBAL) : []);
const unchecked = operator('nothing checks it', NAME, (record) => (record.at('Failover').text === 'PRIMARY' ? [{ apply: (raw) => {
  delete raw.Properties.HealthCheckId;
  delete raw.Properties.AliasTarget?.EvaluateTargetHealth;
} }] : []));
const pair = (record: Resource) => record.set.ofType(NAME).filter((other) => !other.is(record) && record.at('Failover').present && other.at('Failover').present);

const FRAMEWORK = 'AWS::Backup::Framework';
const vaultsHere = ({ set, account, region }: Resource) => VAULTS.flatMap((type) => set.ofType(type)).filter((vault) => vault.account === account && vault.region === region);
/** The vaults that a plan restores from, as its text says; of all vaults, the one that plans copy to. */
const testedVaults = (plan: Resource) => {
  const included = plan.at('RecoveryPointSelection', 'IncludeVaults').items.map(({ text }) => text ?? '');
  return vaultsHere(plan).filter((vault) => { const name = vault.at('BackupVaultName').text ?? ''; return included.some((arn) => arn.endsWith(`:${name}`)) || (included.includes('*') && name === 'copies'); });
};
/** Where a plan is for two vaults, databases are in the locked one, and everything else in the air-gapped one. */
const testedBy = (selection: Resource) => {
  const of = selection.at('RestoreTestingPlanName');
  const vaults = selection.set.ofType(RESTORES).filter((plan) => of.target?.is(plan) || of.text === plan.at('RestoreTestingPlanName').text).flatMap(testedVaults);
  const type = selection.at('ProtectedResourceType').text === 'Aurora' ? VAULT : AIR_GAPPED;
  return vaults.length > 1 ? vaults.filter((vault) => vault.type === type) : vaults;
};

/** Backups: plans, selections, vaults, their keys, and who hears of jobs. */
export const BACKUP: Readonly<Record<string, readonly Operator[]>> = {
  BackupFrameworkReported: [
    remove('AWS::Backup::ReportPlan', (plan) => plan.at('ReportSetting', 'FrameworkArns').targets.filter(() => plan.logicalId === 'Report')),
    ...[['ReportSetting.ReportTemplate', 'BACKUP_JOB_REPORT'], ['ReportSetting.FrameworkArns', ['arn:aws:backup:eu-central-1:200000000004:framework:other']], ['ReportSetting.FrameworkArns', []]]
      .map(([path, value], i) => through(swap('AWS::Backup::ReportPlan', path as string, value, `another report, number ${i}`), (plan) => (plan.logicalId === 'Report' ? plan.at('ReportSetting', 'FrameworkArns').targets : []))),
  ],
  BackupJobFailureTold: [
    ...[
      remove(RULE, plansOf), ...[put(RULE, 'State', 'DISABLED'), put(RULE, 'Targets', []), drop(RULE, 'Targets'), swap(RULE, 'EventPattern.source', ['aws.ec2']), swap(RULE, 'EventPattern.detail-type', ['Restore Job State Change']),
        swap(RULE, 'EventPattern.detail.state', ['COMPLETED']),
        swap(RULE, 'Targets.*.Arn', 'arn:aws:logs:eu-central-1:200000000004:log-group:jobs'), drop(RULE, 'EventPattern')].map((made) => through(made, plansOf)),
      ...[['FAILED'], [{ prefix: 'FAIL' }], [{ 'anything-but': ['EXPIRED'] }]].map((states) => through(swap(RULE, 'EventPattern.detail.state', states), lateJobs)),
      remove(ALARM, failures), ...[drop(ALARM, 'AlarmActions'), put(ALARM, 'ActionsEnabled', 'false'), swap(ALARM, 'MetricName', 'NumberOfCopyJobsRunning'), swap(ALARM, 'ComparisonOperator', 'LessThanThreshold'), swap(ALARM, 'EvaluationPeriods', 25)].map((made) => through(made, failures)),
    ],
  ],
  BackupJobMissingTold: [
    remove(RULE, counters), remove(ALARM, missing),
    ...[put(RULE, 'State', 'DISABLED'), swap(RULE, 'EventPattern.detail.state', ['CREATED']), swap(RULE, 'EventPattern.detail-type', ['Copy Job State Change'])].map((made) => through(made, counters)),
    ...[drop(ALARM, 'TreatMissingData'), swap(ALARM, 'TreatMissingData', 'notBreaching'), swap(ALARM, 'ComparisonOperator', 'GreaterThanThreshold'), swap(ALARM, 'EvaluationPeriods', 3), drop(ALARM, 'AlarmActions'), put(ALARM, 'ActionsEnabled', false),
      swap(ALARM, 'MetricName', 'FailedInvocations'), swap(ALARM, 'Namespace', 'AWS/Lambda'), swap(ALARM, 'Dimensions.*.Value', 'another-rule')].map((made) => through(made, missing)),
  ],
  BackupPlanCopiedFarAway: [
    drop(PLAN, 'BackupPlan.BackupPlanRule.*.CopyActions'), swap(PLAN, 'BackupPlan.BackupPlanRule.*.CopyActions', []),
    ...['arn:aws:backup:eu-central-1:100000000003:backup-vault:near', 'arn:aws:backup:eu-west-3:100000000003:backup-vault:near', { 'Fn::Sub': 'arn:aws:backup:eu-north-1:${AWS::AccountId}:backup-vault:own' }, `arn:aws:backup:eu-north-1:${STRANGER}:backup-vault:strange`]
      .map((arn) => swap(PLAN, VAULT_ARN, arn)).map((made) => ({ ...made, mutations: (set: Parameters<Operator['mutations']>[0]) => made.mutations(set).slice(0, 1) })),
    daily('copied once a week', (each) => { each.ScheduleExpression = 'cron(0 1 ? * SUN *)'; }),
    put(PLAN, 'BackupPlan.BackupPlanRule', (old: Loose) => (Array.isArray(old) ? [...old, { RuleName: 'hourly', TargetBackupVault: 'local', ScheduleExpression: 'rate(1 hour)' }] : undefined), 'a second rule copies nowhere'),
  ],
  BackupVaultAudited: [
    remove(FRAMEWORK, vaultsHere), through(put(FRAMEWORK, 'FrameworkControls', [], 'it asks nothing'), vaultsHere),
    { ...operator('in another region', FRAMEWORK, (framework) => vaultsHere(framework).filter(({ view }) => view.template !== framework.view.template).map((subject) => ({ subject, apply: (_raw: Loose, draft) => { draft.region = 'eu-west-3'; } }))), unconditional: true },
  ],
  BackupVaultRestoreTested: [
    remove(RESTORES, testedVaults), remove(CHOSEN, testedBy),
    ...[swap(RESTORES, 'RecoveryPointSelection.IncludeVaults', ['arn:aws:backup:eu-north-1:100000000003:backup-vault:other']), swap(RESTORES, 'RecoveryPointSelection.IncludeVaults', []), put(RESTORES, 'RecoveryPointSelection.ExcludeVaults', ['*'])].map((made) => through(made, testedVaults)),
    ...[swap(CHOSEN, 'ProtectedResourceType', 'FSX'), swap(CHOSEN, 'RestoreTestingPlanName', 'another')].map((made) => through(made, testedBy)),
  ],
  BackupVaultDeletionDenied: [
    drop(VAULTS, 'AccessPolicy'), dropStatement(VAULTS, 'AccessPolicy', 'no denial of deletions', (each) => each.Effect === 'Deny' && JSON.stringify(each.Action).includes('backup:Delete')),
    ...['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy'].map((action) => without(action)), without('every deletion', 'backup:Delete*'),
    denial('deletions are allowed', 'backup:Delete', (each) => { each.Effect = 'Allow'; }), denial('deletions are refused to one', 'backup:Delete', (each) => { each.Principal = { AWS: `arn:aws:iam::${STRANGER}:root` }; }),
    denial('deletions are refused to all but one', 'backup:Delete', (each) => { each.Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::200000000004:role/Administrator' } }; }),
  ],
  BackupVaultKeyKept: [
    through(dropStatement(KEY, 'KeyPolicy', 'no denial', (each) => each.Effect === 'Deny' && JSON.stringify(each.Action).includes('ScheduleKeyDeletion')), inVault), unlocked('refused without MFA only', (each) => { each.Condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }; }),
    ...['kms:DisableKey', 'kms:ScheduleKeyDeletion'].map((action) => unlocked(`only ${action} is refused`, (each) => { each.Action = action; })), unlocked('refused to one role', (each) => { each.Principal = { AWS: `arn:aws:iam::${STRANGER}:root` }; }),
    through(addStatement(KEY, 'KeyPolicy', 'somebody may do anything', ({ logicalId }) => (logicalId === 'CopiesKey' ? { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::100000000003:root' }, Action: 'kms:*', Resource: '*' } : undefined)), inVault),
    through(addStatement(KEY, 'KeyPolicy', 'somebody may do all but decrypt', ({ logicalId }) => (logicalId === 'CopiesKey' ? { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::100000000003:root' }, NotAction: 'kms:Decrypt', Resource: '*' } : undefined)), inVault),
  ],
  BackupVaultKeyWatched: [
    remove(RULE, watchedVaults),
    ...[put(RULE, 'State', 'DISABLED'), put(RULE, 'Targets', []), swap(RULE, 'EventPattern.detail.eventName', ['Encrypt', 'DisableKey']), swap(RULE, 'EventPattern.detail.eventName', ['ScheduleKeyDeletion']), drop(RULE, 'EventPattern.detail.errorCode'), drop(RULE, 'EventPattern.detail.requestParameters'), drop(RULE, 'EventPattern.detail.resources'),
      swap(RULE, 'Targets.*.Arn', 'arn:aws:logs:eu-central-1:200000000004:log-group:jobs')].map((made) => through(made, watchedVaults)),
  ],
  BackupVaultLocked: [
    drop(VAULT, 'LockConfiguration'), drop(VAULT, 'LockConfiguration.ChangeableForDays'), put(VAULT, 'LockConfiguration.ChangeableForDays', '0'), put(VAULT, 'LockConfiguration.MinRetentionDays', 6), put(VAULT, 'LockConfiguration.MinRetentionDays', '1'),
    drop(VAULT, 'LockConfiguration.MinRetentionDays'), put(AIR_GAPPED, 'MinRetentionDays', 1),
  ],
  BackupVaultRestoreNarrow: [
    drop(VAULTS, 'AccessPolicy'), dropStatement(VAULTS, 'AccessPolicy', 'no denial of restores', (each) => each.Effect === 'Deny' && JSON.stringify(each.Action).includes('StartRestoreJob')),
    without('backup:StartRestoreJob'), without('backup:StartCopyJob'), denial('restores are allowed', 'StartRestoreJob', (each) => { each.Effect = 'Allow'; }),
    ...['*', 'arn:aws:iam::*:role/Admin', 'arn:aws:iam::200000000004:root', 'arn:aws:iam::200000000004:role/*'].map((arn) => denial(`restores are refused to all but ${arn}`, 'StartRestoreJob', (each) => { each.Condition = { ArnNotLike: { 'aws:PrincipalArn': [arn] } }; })),
    denial('restores are refused to some', 'StartRestoreJob', (each) => { each.Condition = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::200000000004:role/Reader' } }; }),
    denial('restores are refused to all but some, without MFA', 'StartRestoreJob', (each) => { each.Condition = { ...each.Condition, BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }; each.Condition.ArnNotLike ??= { 'aws:PrincipalArn': 'arn:aws:iam::200000000004:role/Reader' }; }),
  ],
  BackupRestoreFailureTold: [
    ...[put(RULE, 'State', 'DISABLED'), put(RULE, 'Targets', []), swap(RULE, 'EventPattern.detail.status', ['PENDING']), swap(RULE, 'EventPattern.detail-type', ['Copy Job State Change']), swap(RULE, 'Targets.*.Arn', 'arn:aws:logs:eu-north-1:100000000003:log-group:x')].map((made) => through(made, restoresHere('FAILED'))),
    ...[drop(ALARM, 'TreatMissingData'), swap(ALARM, 'EvaluationPeriods', 14), swap(ALARM, 'ComparisonOperator', 'GreaterThanThreshold'), drop(ALARM, 'AlarmActions'), swap(ALARM, 'MetricName', 'ExecutionsStarted')].map((made) => through(made, (alarm) => (alarm.logicalId === 'NotLookedAt' ? weekly(alarm) : []))),
  ],
  BackupRestoreTestingScheduled: [
    ...['cron(0 6 1 1 ? *)', 'cron(0 6 1 1,7 ? *)', 'cron(0 6 ? * MON 2027)', 'rate(90 days)'].map((schedule) => swap(RESTORES, 'ScheduleExpression', schedule)),
    operator('nothing is chosen', RESTORES, (plan) => [{ apply: (_raw, draft) => { plan.view.ofType(CHOSEN).forEach(({ logicalId }) => { delete draft.body.Resources[logicalId]; }); } }]),
  ],
  BackupRestoreTestingValidated: [
    drop(CHOSEN, 'ValidationWindowHours'), put(CHOSEN, 'ValidationWindowHours', '0'), put(CHOSEN, 'ProtectedResourceType', 'FSX'),
    ...[put(RULE, 'State', 'DISABLED'), put(RULE, 'Targets', []), swap(RULE, 'EventPattern.detail.status', ['RUNNING']), swap(RULE, 'EventPattern.source', ['aws.ec2'])].map((made) => through(made, restoresHere('COMPLETED', CHOSEN))),
  ],
  RdsGlobalClusterRunbooks: [
    ...[put('AWS::SSM::Document', 'Content', { schemaVersion: '0.3', mainSteps: [] }, 'an empty runbook'), swap('AWS::SSM::Document', 'DocumentType', 'Command')].map((made) => through(made, (document) => (document.view.template.source.name === 'production-backup' ? runbooks(document) : []))),
    ...[put('AWS::Scheduler::Schedule', 'State', 'DISABLED'), put('AWS::Scheduler::Schedule', 'Target.Input', '{"DocumentName":"FailOverToo"}')].map((made) => through(made, (schedule) => (schedule.view.template.source.name === 'production-backup' ? schedule.set.ofType(GLOBAL) : []))),
  ],
  RdsGlobalClusterSecondRegion: [
    remove('AWS::RDS::DBCluster', globals), through(swap('AWS::RDS::DBCluster', 'GlobalClusterIdentifier', 'another'), globals),
    { ...operator('both in one region', 'AWS::RDS::DBCluster', (cluster) => globals(cluster).map((subject) => ({ subject, apply: (_raw: Loose, draft) => { draft.region = subject.region; } }))), unconditional: true },
  ],
  Route53RecordFailsOver: [
    remove(NAME, pair), through(swap(NAME, 'Name', 'other.example.com'), pair), unchecked, swap(NAME, 'Failover', 'PRIMARY', 'two primaries'), through(swap(NAME, 'Type', 'AAAA'), pair),
  ],
  StoreBackedUp: [
    ...withTag('no tag', (tags) => tags.filter(({ Key: key }) => !isMark(key as string))), ...withTag('another value', (tags) => tags.map((tag) => (isMark(tag.Key as string) ? { ...tag, Value: 'weekly' } : tag) as Loose)),
    operator('another name', 'AWS::DocDB::DBCluster', () => [{ apply: (raw) => { raw.Properties.DBClusterIdentifier = 'archive'; } }]),
    remove(SELECTION, selectedBy), ...[put(SELECTION, 'BackupSelection.NotResources', ['*']), swap(SELECTION, 'BackupSelection.ListOfTags.*.ConditionValue', 'weekly'), swap(SELECTION, 'BackupSelection.Conditions', { StringNotEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'nightly' }] }),
      swap(SELECTION, 'BackupSelection.Resources', ['arn:aws:ec2:*:*:instance/*'])].map((made) => through(made, selectedBy)),
    ...['cron(0 1 ? * SUN *)', 'cron(0 1 1 * ? *)', 'rate(7 days)', 'cron(0 1 * 1 ? *)'].map((schedule) => through(put(PLAN, 'BackupPlan.BackupPlanRule', [{ RuleName: 'seldom', TargetBackupVault: 'local', ScheduleExpression: schedule }], `once in a while: ${schedule}`), planned)),
    operator('grown by itself', 'AWS::S3::Bucket', (bucket) => (bucket.at('Tags').items.some((tag) => isMark(tag.at('Key').text ?? '')) ? [{ apply: (raw, draft) => { draft.body.Resources[`${bucket.logicalId}Mutant`] = { ...raw, Properties: { ...raw.Properties, Tags: [] } }; } }] : [])),
  ],
};
