import { LOAD_BALANCER_ACCOUNTS } from './access';
import { companions, mentions, sameAccountAndRegion } from './companions';
import { admits, speaks } from './events';
import { accountOf, covers, isEverybody, like, statements, type Statement } from './policy';
import { everyDay } from './schedules';
import { compliant, demand, NOT_APPLICABLE, all, any, open, unknown, violation, type Verdict } from './verdict';
import type { Resource, Value } from './template';
import { isClusterMember, resourceNamed, setting } from './values';

const PLAN = 'AWS::Backup::RestoreTestingPlan';

/** The kinds of backup vaults. */
export const VAULT_TYPES = ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'];

/** What AWS Backup knows a store by: its ARN's service and what comes before its name, and where it keeps its name and tags. */
interface StoreKind {
  readonly arn: readonly [service: string, before: string];
  readonly name?: string;
  readonly tags?: string;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html */
const KINDS: Readonly<Record<string, StoreKind>> = {
  'AWS::DocDB::DBCluster': { arn: ['rds', 'cluster:'], name: 'DBClusterIdentifier' },
  'AWS::DynamoDB::GlobalTable': { arn: ['dynamodb', 'table/'], name: 'TableName' },
  'AWS::DynamoDB::Table': { arn: ['dynamodb', 'table/'], name: 'TableName' },
  'AWS::EC2::Volume': { arn: ['ec2', 'volume/'] },
  'AWS::EFS::FileSystem': { arn: ['elasticfilesystem', 'file-system/'], tags: 'FileSystemTags' },
  'AWS::FSx::FileSystem': { arn: ['fsx', 'file-system/'] },
  'AWS::Neptune::DBCluster': { arn: ['rds', 'cluster:'], name: 'DBClusterIdentifier' },
  'AWS::RDS::DBCluster': { arn: ['rds', 'cluster:'], name: 'DBClusterIdentifier' },
  'AWS::RDS::DBInstance': { arn: ['rds', 'db:'], name: 'DBInstanceIdentifier' },
  'AWS::Redshift::Cluster': { arn: ['redshift', 'cluster:'], name: 'ClusterIdentifier' },
  'AWS::S3::Bucket': { arn: ['s3', ''], name: 'BucketName' },
};

/** The stores that AWS Backup backs up. */
export const BACKED_UP_TYPES = Object.keys(KINDS);

/** The rules of a backup plan. */
export function planRules(plan: Resource): Value[] {
  return plan.at('BackupPlan', 'BackupPlanRule').items;
}

/** A rule of a backup plan must run every day. Without a schedule it does, at five in the morning. */
export function runsDaily(rule: Value): Verdict {
  const schedule = rule.at('ScheduleExpression');
  return schedule.absent ? compliant(schedule) : everyDay(schedule);
}

/** A selection of the same account and region must take the store into a plan that runs every day. */
export function selectedDaily(selection: Resource, store: Resource): Verdict {
  if (!sameAccountAndRegion(selection, store)) {
    return NOT_APPLICABLE;
  }
  const id = selection.at('BackupPlanId');
  const plan = resourceNamed(id, selection, 'AWS::Backup::BackupPlan', 'BackupPlanName');
  const daily = () => (plan ? any([...planRules(plan).map(runsDaily), violation('the plan that selects the store does not run every day', plan.at('BackupPlan'))])
    : unknown(`${id.path} means a plan outside the templates`, id));
  const selected = selects(selection.at('BackupSelection'), store);
  return selected.kind === 'violation' ? selected : all([selected, daily()]);
}

/** Resources and conditions must both fit. Of a selection by ARN and by tag at once, AWS does not say how they go together. */
function selects(selection: Value, store: Resource): Verdict {
  const [resources, tags] = [selection.at('Resources'), selection.at('ListOfTags')];
  const byArn = any([...resources.items.map((arn) => isArnOf(arn, store)), violation('no selection names the store', resources)]);
  const byTag = any([...tags.items.map((tag) => hasTag(tag, 'StringEquals', store)), violation('no selection has its tag', tags)]);
  const chosen = resources.absent && tags.absent ? compliant(selection) : resources.absent ? byTag : tags.absent ? byArn
    : byArn.kind === byTag.kind ? byArn : unknown('it is selected by ARN or by tag only, and the selection asks for both', selection);
  const excluded = selection.at('NotResources').items.map((arn) => not(isArnOf(arn, store), arn));
  const conditions = selection.at('Conditions').entries.flatMap(([operator, list]) => list.items.map((condition) => hasTag(condition, operator, store)));
  return all([chosen, ...excluded, ...conditions]);
}

function not(verdict: Verdict, value: Value): Verdict {
  return verdict.kind === 'compliant' ? violation('a selection leaves the store out', value) : verdict.kind === 'violation' ? compliant(value) : verdict;
}

function hasTag(condition: Value, operator: string, store: Resource): Verdict {
  const [key, wanted] = [condition.at('ConditionKey'), condition.at('ConditionValue')];
  const tag = setting(tagsOf(store), (key.text ?? '').replace(/^aws:ResourceTag\//, ''));
  const opened = [key, wanted, tag].find((value) => value.open !== undefined);
  if (opened) {
    return open(opened);
  }
  const same = tag.present && (operator.endsWith('Like') ? like(wanted.text ?? '', tag.text ?? '') : tag.text === wanted.text);
  return same !== operator.includes('Not') ? compliant(tag) : violation(`its tag ${key.text ?? ''} is not what the selection asks for`, tag);
}

/** A table of several regions keeps its tags by region. */
function tagsOf(store: Resource): Value {
  const replicas = store.at('Replicas').items;
  const here = replicas.find((replica) => replica.at('Region').text === store.region) ?? replicas[0];
  return store.type === 'AWS::DynamoDB::GlobalTable' ? (here ?? store.at('Replicas')).at('Tags') : store.at(KINDS[store.type].tags ?? 'Tags');
}

function isArnOf(arn: Value, store: Resource): Verdict {
  if (arn.targets.some((target) => target.is(store))) {
    return compliant(arn);
  }
  if (arn.open !== undefined) {
    return open(arn);
  }
  const { arn: [service, before], name: property } = KINDS[store.type];
  const name = store.at(property ?? 'Name');
  const place = service === 's3' ? ':' : `${store.region ?? '${AWS::Region}'}:${store.account ?? '${AWS::AccountId}'}`;
  const known = name.present && name.open === undefined ? name.text : '\n';
  return like(arn.text ?? '', `arn:aws:${service}:${place}:${before}${known ?? ''}`) ? compliant(arn)
    : arn.targets.length === 0 && mayFit(arn, name, `${service}:[^:]*:[^:]*:${before}`) ? unknown(`whether ${arn.path} means the store depends on the name that it gets`, arn)
      : violation('no selection names the store', arn);
}

/** Without a name, CloudFormation makes one up that nobody can write down beforehand, but a pattern may fit. */
function mayFit(arn: Value, name: Value, kind: string): boolean {
  const text = arn.text ?? '';
  return new RegExp(`^arn:[^:]*:${kind}`).test(text) && (name.open !== undefined || (name.absent && /[*?]/.test(text.split(':').slice(5).join(':'))));
}

/** Services that write logs. What they write is kept for as long as the log is, and nobody changes it. */
const LOG_WRITERS = /^(logging\.s3|logdelivery\.elasticloadbalancing|delivery\.logs|cloudtrail|config|vpc-flow-logs|ses|guardduty|logs(\.[a-z0-9-]+)?)\.amazonaws\.com$/;

/** Whether a bucket's policies let services that write logs and reports put objects there, and nobody else. */
export function holdsLogsOnly(bucket: Resource): boolean {
  const writing = companions(bucket, 'AWS::S3::BucketPolicy', 'Bucket').flatMap((policy) => statements(policy.at('PolicyDocument')))
    .filter(({ effect, actions, notActions }) => effect !== 'Deny' && (notActions.length > 0 || actions.some((pattern) => covers(pattern, 's3:PutObject'))));
  return writing.length > 0 && writing.every((statement) => isByService(statement)
    || (statement.principals.length > 0 && statement.principals.every((principal) => LOG_WRITERS.test(principal.value.text ?? '') || LOAD_BALANCER_ACCOUNTS.includes(accountOf(principal) ?? ''))));
}

/** Whether a statement is for roles of services alone, which nobody else takes on. */
function isByService({ conditions }: Statement): boolean {
  return conditions.some((condition) => condition.key === 'aws:principalarn' && ['arnequals', 'arnlike', 'stringequals', 'stringlike'].includes(condition.operator.toLowerCase())
    && condition.values.length > 0 && condition.values.every(({ text = '' }) => /^arn:[^*]+:role\/aws-service-role\//.test(text)));
}

/** The key that a vault is encrypted under, if the templates show it. */
export function vaultKey(vault: Resource): Resource | undefined {
  const target = vault.at('EncryptionKeyArn').target;
  const key = target?.type === 'AWS::KMS::Alias' ? target.at('TargetKeyId').target : target;
  return key?.type === 'AWS::KMS::Key' || key?.type === 'AWS::KMS::ReplicaKey' ? key : undefined;
}

/** A policy must refuse an action to everybody, whatever the circumstances; or to all but some, as the test of conditions says. */
export function refuses(policy: Value, action: string, spares: (statement: Statement) => boolean = () => false): Verdict {
  const denials = statements(policy).filter(({ effect, principals, actions }) => effect === 'Deny' && principals.some(isEverybody) && actions.some((pattern) => covers(pattern, action)));
  const firm = denials.filter((statement) => statement.conditions.length === 0 || spares(statement));
  return firm.length > 0 ? compliant(...firm.map(({ value }) => value))
    : policy.open !== undefined ? open(policy)
      : denials.length > 0 ? violation(`${action} is refused under conditions only`, ...denials.map(({ value }) => value.at('Condition'))) : violation(`${action} is refused to nobody`, policy);
}

/** Whether a plan copies what it makes. */
export function copiesOn(plan: Resource): boolean {
  return planRules(plan).some((rule) => rule.at('CopyActions').present);
}

/** The verdicts on alarms on a metric of AWS Backup, in a plan's account and region. */
export function jobAlarm(plan: Resource, metric: string, direction: 'LessThan' | 'GreaterThan'): Verdict[] {
  return plan.set.ofType('AWS::CloudWatch::Alarm')
    .filter((alarm) => sameAccountAndRegion(alarm, plan) && alarm.at('Namespace').text === 'AWS/Backup' && alarm.at('MetricName').text === metric)
    .map((alarm) => withinADay(alarm, direction));
}

/** An alarm must go off within a day, or so many; one that waits for what is missing, also when there is no data. */
export function withinADay(alarm: Resource, direction: 'LessThan' | 'GreaterThan', days = 1): Verdict {
  const [period, periods] = [alarm.at('Period'), alarm.at('EvaluationPeriods')];
  return all([
    demand(alarm.at('ComparisonOperator'), (operator) => (operator.text ?? '').startsWith(direction), 'the alarm goes off the other way round'),
    demand(period, ({ number = Infinity }) => number * (periods.number ?? Infinity) <= days * 24 * 60 * 60, `the alarm goes off later than after ${days === 1 ? 'a day' : `${days} days`}`),
    demand(alarm.at('AlarmActions'), (actions) => actions.items.length > 0, 'the alarm tells nobody'),
    demand(alarm.at('ActionsEnabled'), (enabled) => !enabled.isFalse, 'the alarm tells nobody'),
    ...(direction === 'LessThan' ? [demand(alarm.at('TreatMissingData'), (treated) => treated.text === 'breaching', 'the alarm takes no data for good')] : []),
  ]);
}

/** Whether a rule of EventBridge in the same account and region listens to restores of a plan that ended like this, of whatever kind. */
export function hearsOfRestores(rule: Resource, of: Resource, status: string): Verdict {
  const pattern = rule.at('EventPattern').document;
  return pattern.absent || !sameAccountAndRegion(rule, of) ? NOT_APPLICABLE : all([
    admits(pattern.at('source'), 'aws.backup'), admits(pattern.at('detail-type'), 'Restore Job State Change'), admits(pattern.at('detail', 'status'), status),
    ofItsPlan(pattern.at('detail', 'restoreTestingPlanArn'), of), speaks(rule),
  ]);
}

/** Whether the plans that a pattern lists are that of a restore testing plan or selection. AWS ends their ARNs with an id of its own. */
function ofItsPlan(list: Value, of: Resource): Verdict {
  if (list.absent) {
    return compliant(list);
  }
  const plan = of.type === PLAN ? of : resourceNamed(of.at('RestoreTestingPlanName'), of, PLAN, 'RestoreTestingPlanName');
  return any(list.items.map((item) => {
    const named = item.targets.find(({ type }) => type === PLAN);
    return named && plan ? (named.is(plan) ? compliant(item) : violation('the rule listens to another plan', item)) : unknown(`whether ${item.path} is the plan is not in the templates`, item);
  }));
}

/** What restore tests call kinds of stores, https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html. */
const RESTORE_TESTS: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBCluster': 'DocumentDB',
  'AWS::DynamoDB::GlobalTable': 'DynamoDB',
  'AWS::DynamoDB::Table': 'DynamoDB',
  'AWS::EC2::Volume': 'EBS',
  'AWS::EFS::FileSystem': 'EFS',
  'AWS::FSx::FileSystem': 'FSX',
  'AWS::Neptune::DBCluster': 'Neptune',
  'AWS::RDS::DBCluster': 'Aurora',
  'AWS::RDS::DBInstance': 'RDS',
  'AWS::S3::Bucket': 'S3',
};

/** What restore tests call the kind of a store; undefined if there are none for it, or if it is backed up with its cluster. */
export function restoreTestOf(store: Resource): string | undefined {
  return store.type === 'AWS::RDS::DBInstance' && isClusterMember(store) ? undefined : RESTORE_TESTS[store.type];
}

/** Whether an ARN, or a pattern of ARNs, means a vault. */
export function isVaultAt(arn: Value, vault: Resource): Verdict {
  if (mentions(arn, vault)) {
    return compliant(arn);
  }
  const name = vault.at('BackupVaultName');
  const opened = [arn, name].find((value) => value.open !== undefined);
  return opened ? open(opened) : like(arn.text ?? '', `arn:aws:backup:${vault.region ?? ''}:${vault.account ?? ''}:backup-vault:${name.text ?? ''}`) ? compliant(arn) : violation('another vault', arn);
}

/** The stores of personal data, or that do not say what they hold, that plans copy into a vault. */
export function copiedInto(vault: Resource): Resource[] {
  const { set } = vault;
  const plans = set.ofType('AWS::Backup::BackupPlan').filter((plan) => planRules(plan).flatMap((rule) => rule.at('CopyActions').items).some((copy) => isVaultAt(copy.at('DestinationBackupVaultArn'), vault).kind === 'compliant'));
  const selections = set.ofType('AWS::Backup::BackupSelection').filter((selection) => { const plan = resourceNamed(selection.at('BackupPlanId'), selection, 'AWS::Backup::BackupPlan', 'BackupPlanName'); return plans.some((other) => plan && other.is(plan)); });
  return BACKED_UP_TYPES.flatMap((type) => set.ofType(type)).filter((store) => (setting(tagsOf(store), 'dtap:classification').text ?? 'personal') === 'personal'
    && selections.some((selection) => sameAccountAndRegion(selection, store) && selects(selection.at('BackupSelection'), store).kind === 'compliant'));
}
