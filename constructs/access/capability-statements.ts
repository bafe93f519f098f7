import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RunbookNames } from '../shared/runbook-names';
import { BarNames } from './bar-names';
import { BastionAccess } from './bastion-access';
import { Capability } from './capability';
import * as actions from './capability-actions';
import { GrantNames } from './grant-names';
import { SupportGrants } from './support-grants';

/** What the statements of an account are about. */
export interface AccountFacts {
  readonly account: string;
  /** Buckets with people's files, by ARN. */
  readonly dataBucketArns: readonly string[];
  /** Roles that AWS Backup restores with, by ARN. */
  readonly restoreRoleArns: readonly string[];
  /** Log groups that hold statements or keystrokes, by name, `*` at the end. */
  readonly auditLogGroups: readonly string[];
}

const allow = (sid: string, allowed: string[], resources: string[], conditions?: Record<string, Record<string, unknown>>) =>
  new PolicyStatement({ sid, effect: Effect.ALLOW, actions: allowed, resources, conditions });
const EVERYTHING = ['*'];

/** ARNs of the log groups of an account, in every region. */
export function logGroupArns(account: string, names: readonly string[]): string[] {
  return names.map((name) => `arn:aws:logs:*:${account}:log-group:${name}`);
}

type Writer = (facts: AccountFacts) => PolicyStatement[];

const READING: Partial<Record<Capability, Writer>> = {
  [Capability.READ_METRICS]: () => [allow('ReadMetrics', actions.METRICS, EVERYTHING)],
  [Capability.READ_CONFIGURATION]: () => [allow('ReadConfiguration', actions.CONFIGURATION, EVERYTHING)],
  [Capability.READ_LOGS]: ({ account }) => [
    allow('ReadLogs', actions.LOG_CONTENT, logGroupArns(account, ['*'])),
    allow('QueryLogs', [...actions.LOG_QUERIES, ...actions.TRAIL], EVERYTHING),
  ],
  [Capability.READ_AUDIT_LOGS]: ({ account, auditLogGroups }) => [
    allow('ReadAuditLogs', actions.LOG_CONTENT, logGroupArns(account, auditLogGroups)),
    allow('QueryAuditLogs', [...actions.LOG_QUERIES, ...actions.TRAIL], EVERYTHING),
  ],
  [Capability.READ_FINDINGS]: () => [allow('ReadFindings', actions.FINDINGS, EVERYTHING)],
  [Capability.READ_IDENTITIES]: () => [allow('ReadIdentities', actions.IDENTITIES, EVERYTHING)],
};

const DATA: Partial<Record<Capability, Writer>> = {
  [Capability.WORK_WITH_FILES]: ({ dataBucketArns }) => [
    allow('ListFiles', ['s3:ListBucket'], [...dataBucketArns]),
    allow('WorkWithFiles', ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], objects(dataBucketArns)),
    throughS3('UseFileKey', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ],
  [Capability.READ_CUSTOMER_DATA]: ({ account, dataBucketArns }) => [
    allow('ListCustomerFiles', ['s3:ListBucket', 's3:ListBucketVersions'], [...dataBucketArns]),
    allow('ReadCustomerFiles', ['s3:GetObject', 's3:GetObjectVersion'], objects(dataBucketArns)),
    throughS3('OpenCustomerFiles', ['kms:Decrypt']),
    connect('ConnectAsPrivacyOfficer', account, 'privacy_officer'),
  ],
  [Capability.CONNECT_DATABASE_AS_DBA]: ({ account }) => [connect('ConnectAsDba', account, 'dba')],
  [Capability.KEEP_DATABASE]: ({ account }) => [
    allow('ReadDatabaseHealth', actions.DATABASE_HEALTH, EVERYTHING),
    allow('RestartDatabase', ['rds:FailoverDBCluster', 'rds:RebootDBInstance'], [`arn:aws:rds:*:${account}:cluster:*`, `arn:aws:rds:*:${account}:db:*`]),
    // Full statements carry their values: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.access-control.dimensionAccess-policy.html
    new PolicyStatement({
      sid: 'NoStatementText',
      effect: Effect.DENY,
      actions: ['pi:DescribeDimensionKeys', 'pi:GetResourceMetrics'],
      resources: EVERYTHING,
      conditions: { 'ForAnyValue:StringEquals': { 'pi:Dimensions': ['db.sql.statement'] } },
    }),
  ],
  [Capability.RESTORE_BACKUPS]: ({ account, restoreRoleArns }) => [
    allow('ReadBackups', actions.RESTORE_READS, EVERYTHING),
    allow('RestoreBackups', ['backup:StartRestoreJob'], [`arn:aws:backup:*:${account}:recovery-point:*`, `arn:aws:rds:*:${account}:cluster-snapshot:awsbackup:*`]),
    allow('RestoreWithItsRole', ['iam:PassRole'], [...restoreRoleArns], { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } }),
    ...RunbookNames.startStatements('Return', [`${RunbookNames.RETURN_BACKUPS}-*`]),
  ],
  [Capability.RESTORE_CUSTOMER]: () => RunbookNames.startStatements('Restore', [RunbookNames.RESTORES]),
};

const CHANGING: Partial<Record<Capability, Writer>> = {
  [Capability.OPERATE_SERVICE]: ({ account }) => {
    const arn = (service: string, rest: string) => `arn:aws:${service}:*:${account}:${rest}`;
    return [
      allow('OperateService', ['ecs:StopTask', 'ecs:UpdateService'], [arn('ecs', 'service/*'), arn('ecs', 'task/*')]),
      allow('OperateServers', ['autoscaling:SetDesiredCapacity', 'autoscaling:StartInstanceRefresh', 'autoscaling:TerminateInstanceInAutoScalingGroup'], [arn('autoscaling', 'autoScalingGroup:*')]),
      allow('ScaleService', ['application-autoscaling:RegisterScalableTarget'], [arn('application-autoscaling', 'scalable-target/*')]),
      allow('FailDatabaseOver', ['rds:FailoverDBCluster', 'rds:RebootDBInstance'], [arn('rds', 'cluster:*'), arn('rds', 'db:*')]),
    ];
  },
  [Capability.FAIL_OVER]: () => RunbookNames.startStatements('Move', [RunbookNames.MOVES]),
  [Capability.ADMINISTER_KEYS]: ({ account }) => [
    allow('AdministerKeys', actions.KEY_ADMINISTRATION, [`arn:aws:kms:*:${account}:key/*`]),
    allow('ListKeys', actions.KEY_LISTS, EVERYTHING),
  ],
  // In any account whose deployment roles trust this one: those trust the account that releases.
  [Capability.DEPLOY_BY_HAND]: () => [
    allow('DeployByHand', ['sts:AssumeRole'], ['deploy', 'file-publishing', 'lookup'].map((purpose) => `arn:aws:iam::*:role/cdk-*-${purpose}-role-*`)),
  ],
  [Capability.BAR_PEOPLE]: () => BarNames.startStatements(),
  [Capability.REQUEST_GRANT]: () => GrantNames.requestStatements(SupportGrants.ACCESS),
  [Capability.APPROVE_GRANT]: () => GrantNames.approveStatements(SupportGrants.ACCESS),
  [Capability.REQUEST_MASTER_KEY]: () => GrantNames.requestStatements(GrantNames.MASTER_KEY),
  [Capability.APPROVE_MASTER_KEY]: () => GrantNames.approveStatements(GrantNames.MASTER_KEY),
  // Never passwords besides: with both, anybody's sign-in could be made one's own.
  [Capability.FORGET_SECOND_FACTOR]: ({ account }) => [
    allow('ForgetSecondFactor', ['iam:DeactivateMFADevice'], [`arn:aws:iam::${account}:user/people/*`]),
    allow('ForgetDevice', ['iam:DeleteVirtualMFADevice'], [`arn:aws:iam::${account}:mfa/*`]),
  ],
};

const BASTION: Partial<Record<Capability, Writer>> = {
  [Capability.OPEN_BASTION]: (facts) => [BastionAccess.pushKey(BastionAccess.OPERATOR_USER), ...BastionAccess.startShell(), ...sessionsOnBastion(facts)],
  [Capability.OPEN_BASTION_TO_RESCUE]: (facts) => [BastionAccess.pushKey(BastionAccess.BREAK_GLASS_USER), ...BastionAccess.startShell(), ...sessionsOnBastion(facts)],
  // No shell by Session Manager: under Identity Center a role cannot say which user its sessions run as.
  [Capability.OPEN_BASTION_AS_DBA]: (facts) => [BastionAccess.pushKey(BastionAccess.DATABASE_USER), ...BastionAccess.forwardToDatabase(), ...sessionsOnBastion(facts)],
  [Capability.FORWARD_TO_DATABASE]: (facts) => [...BastionAccess.forwardToDatabase(), ...sessionsOnBastion(facts)],
};

const WRITERS: Partial<Record<Capability, Writer>> = { ...READING, ...DATA, ...CHANGING, ...BASTION };

/** The statements that a capability stands for in an account; none if there is no such capability. */
export function statementsOf(capability: Capability, facts: AccountFacts): readonly PolicyStatement[] {
  return WRITERS[capability]?.(facts) ?? [];
}

const USERS: Partial<Record<Capability, string>> = {
  [Capability.OPEN_BASTION]: BastionAccess.OPERATOR_USER,
  [Capability.OPEN_BASTION_AS_DBA]: BastionAccess.DATABASE_USER,
  [Capability.OPEN_BASTION_TO_RESCUE]: BastionAccess.BREAK_GLASS_USER,
};

/** The account on the bastion that whoever has these capabilities works as; undefined if none of them leads there. */
export function bastionUserOf(capabilities: readonly Capability[]): string | undefined {
  return capabilities.map((capability) => USERS[capability]).find((user) => user !== undefined);
}

function sessionsOnBastion({ account }: AccountFacts): PolicyStatement[] {
  return [...BastionAccess.find(), ...BastionAccess.ownSessions(), BastionAccess.encryptSession(`arn:aws:kms:*:${account}:key/*`)];
}

function objects(bucketArns: readonly string[]): string[] {
  return bucketArns.map((arn) => `${arn}/*`);
}

/** The key's own policy says which key and whose: a person's policy says through what. */
function throughS3(sid: string, uses: string[]): PolicyStatement {
  return allow(sid, uses, EVERYTHING, { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } });
}

function connect(sid: string, account: string, user: string): PolicyStatement {
  return allow(sid, ['rds-db:connect'], [`arn:aws:rds-db:*:${account}:dbuser:*/${user}`]);
}
