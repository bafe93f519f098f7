import { EnvironmentKind, SharedAccountKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { pascal } from '../../lib/pascal';
import { tierOf } from '../../lib/tier';
import { type Acceptance, ENVIRONMENTS, frameworks, inEach, wildcard } from './acceptance';

const COPIED = Object.values(EnvironmentKind).filter((kind) => tierOf(kind).backupsCopied).map(pascal);
/** Where a second region has stores, and backups of its own. */
const STANDING_BY = Object.values(EnvironmentKind).filter((kind) => tierOf(kind).standbyRegion).map(pascal);
const AUDITS = [...[...COPIED, 'Backup'].map((stage) => ({ stage, stack: 'Audit' })), ...STANDING_BY.map((stage) => ({ stage, stack: 'RecoveryAudit' }))];
const LONG = { owner: 'platform', until: '2027-11-30' };

/** In each rehearsal, below its stack. */
const rehearsed = (...paths: string[]): string[] => COPIED.flatMap((name) => paths.map((path) => `Backup/${name}Rehearsal/${path}`));

/** What backups accept. */
export const backupExceptions = (estate: EstateProps): Acceptance[] => [...planExceptions(estate), ...settings(), ...audits(estate), ...rehearsals(estate), ...VALIDATIONS, KEYS];

const KEYS: Acceptance = {
  findings: ['checkov::CKV_AWS_33'],
  resources: [
    ...['Data/DataKey', 'Backup/VaultKey'].flatMap((key) => inEach(COPIED, `${key}/Resource`)), ...['Recovery/DataKey', 'RecoveryBackup/VaultKey'].flatMap((key) => inEach(STANDING_BY, `${key}/Resource`)),
    ...COPIED.map((stage) => `Backup/${stage}Vault/VaultKey/Resource`), ...AUDITS.map(({ stage, stack }) => `${stage}/${stack}/Key/Resource`),
  ],
  reason: 'The statements are for service-linked roles of AWS Backup in one account, by condition: KMS refuses to name a role that is not there yet.',
  ...LONG,
};

const planExceptions = ({ environments, regions }: EstateProps): Acceptance[] => [
  ...Object.values(EnvironmentKind).map((kind) => ({ kind, stack: 'Backup', region: regions.primary })),
  ...Object.values(EnvironmentKind).filter((kind) => tierOf(kind).standbyRegion).map((kind) => ({ kind, stack: 'RecoveryBackup', region: regions.recovery })),
].map(({ kind, stack, region }) => {
  const here = (service: string, ...resources: string[]) => resources.map((resource) => wildcard(`arn:aws:${service}:${region}:${environments[kind].account}:${resource}`));
  return {
    findings: [
      wildcard('*'), wildcard('arn:aws:s3:::*'), wildcard('arn:aws:backup:*:*:backup-vault:*'),
      ...here('backup', 'backup-vault:*', 'recovery-point:*'), ...here('kms', 'key/*'), ...here('events', 'rule/AwsBackupManagedRule*'),
      ...(kind === EnvironmentKind.PRODUCTION && stack === 'Backup' ? here('dynamodb', 'table/*', 'table/*/backup/*') : []),
      ...here('rds', '*', 'cluster:*', 'db:*', 'cluster-snapshot:awsbackup:*', 'snapshot:awsbackup:*', 'cluster-auto-backup:*', 'auto-backup:*'),
    ],
    resources: [`${pascal(kind)}/${stack}/Plans/RolePolicy/Resource`],
    reason: 'Stores are selected by tag, so the role of AWS Backup is not told their names; it is kept to this account and region, and restores nothing.',
    ...LONG,
  };
});

const settings = (): Acceptance[] => [{
  findings: [wildcard('*')],
  resources: [...inEach(ENVIRONMENTS, 'Backup/OptIn/Services/RolePolicy/Resource'), ...inEach(STANDING_BY, 'RecoveryBackup/OptIn/Services/RolePolicy/Resource'), 'Backup/Watch/OptIn/Services/RolePolicy/Resource', 'Organization/Guardrails/Backups/Settings/RolePolicy/Resource'],
  reason: 'It sets one setting of AWS Backup for the account, and AWS Backup knows no resource to limit that to.',
  ...LONG,
}];

const audits = ({ environments, sharedAccounts }: EstateProps): Acceptance[] => [
  {
    findings: [wildcard('*')],
    resources: AUDITS.map(({ stage, stack }) => `${stage}/${stack}/Recorder/RolePolicy/Resource`),
    reason: 'The recorder reads what plans, vaults and backups there are, of all of them; it changes none and reads no data.',
    ...LONG,
  },
  ...AUDITS.map(({ stage, stack }) => ({
    findings: [wildcard(`<Reports65402A0A.Arn>/AWSLogs/${{ ...Object.fromEntries(Object.values(EnvironmentKind).map((kind) => [pascal(kind), environments[kind].account])), Backup: sharedAccounts[SharedAccountKind.BACKUP] }[stage]}/Config/*`)],
    resources: [`${stage}/${stack}/Recorder/RolePolicy/Resource`],
    reason: 'AWS Config names the objects that it delivers by day and time, below this folder of its own.',
    ...LONG,
  })),
  {
    findings: [...frameworks('S3BucketReplicationEnabled'), 'guard::s3_bucket_object_lock_enabled_check'],
    resources: AUDITS.map(({ stage, stack }) => `${stage}/${stack}/Reports/Resource`),
    reason: 'Reports are made anew every day from what is on record elsewhere; versions are kept in three zones.',
    ...LONG,
  },
  {
    findings: ['guard::s3_event_notifications_enabled_check'],
    resources: AUDITS.map(({ stage, stack }) => `${stage}/${stack}/Reports/Resource`),
    reason: 'Nothing waits for the events of this bucket: AWS Config and AWS Backup write to it, and auditors read it.',
    ...LONG,
  },
];

const VALIDATIONS: readonly Acceptance[] = [
  {
    findings: ['AwsSolutions::AwsSolutions-SQS3', 'guard::sqs_dlq_check'],
    resources: rehearsed('Restores/Untold/Resource'),
    reason: 'It is the dead letter queue of two rules of EventBridge, which the finding does not look at.',
    ...LONG,
  },
  {
    findings: ['guard::sqs_dlq_check'],
    resources: rehearsed('Restores/DatabaseValidation/DeadLetters/Resource', 'Restores/ObjectsValidation/DeadLetters/Resource'),
    reason: 'It is the dead-letter queue of a validation; a verdict that is missing raises an alarm.',
    ...LONG,
  },
  {
    findings: [...frameworks('LambdaInsideVPC'), 'guard::lambda_inside_vpc_check', 'checkov::CKV_AWS_117'],
    resources: rehearsed('Restores/ObjectsValidation/Resource/Resource'),
    reason: 'It reads buckets of a test through S3 alone; in the rehearsal network, which has no way out, it would reach none.',
    ...LONG,
  },
  {
    findings: ['checkov::CKV_AWS_45', 'checkov::CKV_AWS_173'],
    resources: rehearsed('Restores/DatabaseValidation/Resource/Resource'),
    reason: 'Its one variable is the path of the certificates that Lambda trusts, which is no secret.',
    ...LONG,
  },
  {
    findings: ['cfn-lint::W3005'],
    resources: rehearsed('Restores/DatabaseValidation/Resource/Resource', 'Restores/ObjectsValidation/Resource/Resource'),
    reason: "That the role comes first is said twice, by the CDK's own construct.",
    ...LONG,
  },
  {
    findings: ['AwsSolutions::AwsSolutions-VPC3'],
    resources: rehearsed(...['DatabasesAcl', 'ValidationAcl'].flatMap((acl) => ['Resource', 'Questions/Resource', 'Answers/Resource'].map((entry) => `Network/${acl}/${entry}`))),
    reason: 'The rule prefers security groups alone; restored data is fenced by both, as control NET5 asks.',
    ...LONG,
  },
];

const rehearsals = ({ sharedAccounts, regions }: EstateProps): Acceptance[] => {
  const here = (service: string, ...resources: string[]) => resources.map((resource) => wildcard(`arn:aws:${service}:${regions.backup}:${sharedAccounts[SharedAccountKind.BACKUP]}:${resource}`));
  const buckets = ['arn:aws:s3:::awsbackup-restore-test-*', 'arn:aws:s3:::awsbackup-restore-test-*/*'].map(wildcard);
  return [
    {
      findings: [...here('kms', 'key/*'), ...here('rds', '*', 'cluster:awsbackup-restore-test*', 'cluster-snapshot:*', 'cluster-pg:default*', 'og:default*'), ...buckets],
      resources: rehearsed('Restores/RestorePolicy/Resource'),
      reason: 'AWS Backup makes up the names of what it restores for a test, all beginning alike; the role makes nothing of another name, and key policies say which keys.',
      ...LONG,
    },
    {
      findings: [wildcard('*'), ...here('rds', 'cluster:awsbackup-restore-test*', 'db:rehearsal-*', 'og:default*', 'pg:default*')],
      resources: rehearsed('Restores/DatabaseWalk/Policy/Resource'),
      reason: 'Names of what is restored are made up by AWS Backup; reporting a verdict, traces and log deliveries can be limited to no resource.',
      ...LONG,
    },
    {
      findings: [wildcard('*'), ...here('rds-db', 'dbuser:*/rehearsal'), 'checkov::CKV_AWS_111'],
      resources: rehearsed('Restores/DatabaseValidation/Policy/Resource'),
      reason: 'A restored cluster has an id that nobody knows ahead; the user may only read. Traces and network interfaces can be limited to no resource.',
      ...LONG,
    },
    {
      findings: [wildcard('*'), ...buckets],
      resources: rehearsed('Restores/ObjectsValidation/Policy/Resource'),
      reason: 'AWS Backup makes up the names of the buckets it restores; traces can be limited to no resource.',
      ...LONG,
    },
    {
      findings: [wildcard('*')],
      resources: rehearsed('Restores/ObjectsWalk/Policy/Resource'),
      reason: 'Reporting a verdict to AWS Backup, traces and log deliveries can be limited to no resource.',
      ...LONG,
    },
  ];
};
