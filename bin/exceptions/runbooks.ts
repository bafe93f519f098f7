import { EnvironmentKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { pascal } from '../../lib/pascal';
import { tierOf } from '../../lib/tier';
import { type Acceptance, wildcard } from './acceptance';

const UNTIL = { owner: 'platform', until: '2027-11-30' };

/** Where runbooks stand, and which: the account, its region, and the path of their stack. */
interface Shelf {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** Names of runbooks by the constructs that make them. */
  readonly runbooks: Readonly<Record<string, string>>;
}

const arn = (service: string, { region, account }: Shelf, resource: string): string => wildcard(`arn:aws:${service}:${region}:${account}:${resource}`);

/** What every runbook accepts. */
const started = (shelf: Shelf): Acceptance[] => Object.entries(shelf.runbooks).flatMap(([id, name]) => [
  {
    findings: [arn('ssm', shelf, 'automation-execution/*')],
    resources: [`${shelf.stack}/${id}/Policy/Resource`],
    reason: 'The runbook reads who started its own run, whose id is not known before: that, and nothing else, of any run.',
    ...UNTIL,
  },
  {
    findings: [arn('ssm', shelf, `automation-definition/${name}:*`)],
    resources: [`${shelf.stack}/${id}/RehearsalPolicy/Resource`],
    reason: 'The rehearsal starts this one runbook in whatever version is the newest.',
    ...UNTIL,
  },
]);

const moves = (shelf: Shelf): Acceptance[] => [...started(shelf), {
  findings: [wildcard('*'), arn('application-autoscaling', shelf, 'scalable-target/*')],
  resources: Object.keys(shelf.runbooks).map((id) => `${shelf.stack}/${id}/Policy/Resource`),
  reason: 'Reading metrics and target health, and publishing a metric (to one namespace), take no resource; scaling knows none by name (one dimension of one service).',
  ...UNTIL,
}];

const restores = (shelf: Shelf, stage: string): Acceptance[] => {
  const files = wildcard(`{"Fn::GetStackOutput":{"StackName":"${stage}-Data","Region":"${shelf.region}","OutputName":"PublishOutputFnGetAttContent88381566Arn9C8D2448"}}/*`);
  const restored = ['cluster:restored-*', 'db:restored-*'].map((name) => arn('rds', shelf, name));
  return [
    ...started(shelf),
    {
      findings: [...restored, files],
      resources: [`${shelf.stack}/RestoreCustomer/Policy/Resource`],
      reason: 'Restored databases are named after the run that made them; files of a customer are not known ahead, their bucket is.',
      ...UNTIL,
    },
    {
      findings: [...restored, arn('backup', shelf, 'recovery-point:*'), arn('rds', shelf, 'cluster-snapshot:awsbackup:*'), wildcard('*')],
      resources: [`${shelf.stack}/RestoreStores/Policy/Resource`],
      reason: 'Backups have no names known ahead; the vault policy says who restores. Following a restore job takes no resource.',
      ...UNTIL,
    },
    {
      findings: [files, arn('rds', shelf, 'cluster:restored-*'), ...['*', 'cluster-snapshot:awsbackup:*', 'og:default*'].map((name) => arn('rds', shelf, name))],
      resources: [`${shelf.stack}/RestoreStores/RestorePolicy/Resource`],
      reason: 'AWS Backup looks at databases of this account, restores its own snapshots under one prefix, and files into one bucket.',
      ...UNTIL,
    },
  ];
};

const games = (shelf: Shelf, stage: string): Acceptance[] => {
  const task = `arn:aws:ecs:${shelf.region}:${shelf.account}:task/{"Fn::GetStackOutput":{"StackName":"${stage}-Service","Region":"${shelf.region}","OutputName":"PublishOutputRefServiceCluster572F72F16DA4076E"}}/*`;
  const own: Record<string, string[]> = { TaskLoss: [wildcard(task)], DatabaseFailover: [], ZoneLoss: [arn('ec2', shelf, 'network-acl/*')] };
  return Object.entries(own).flatMap(([name, findings]) => [
    {
      findings: [wildcard('*'), ...findings],
      resources: [`${shelf.stack}/GameDays/${name}Policy/Resource`],
      reason: 'Finding targets and delivering the log take no resource. Tasks and the network ACLs that AWS FIS makes, tagged as its own, are not known ahead.',
      ...UNTIL,
    },
    {
      findings: [arn('fis', shelf, 'experiment/*')],
      resources: [`${shelf.stack}/GameDays/${name}SchedulePolicy/Resource`],
      reason: 'An experiment has no id before it is started; its template, which is named, says all that it does.',
      ...UNTIL,
    },
  ]);
};

const returns = (shelf: Shelf): Acceptance[] => {
  const backups = [arn('backup', shelf, 'recovery-point:*'), arn('rds', shelf, 'cluster-snapshot:awsbackup:*')];
  const ids = Object.keys(shelf.runbooks);
  return [
    ...started(shelf),
    {
      findings: [...backups, wildcard('*')],
      resources: ids.map((id) => `${shelf.stack}/${id}/Policy/Resource`),
      reason: 'Backups have no names known ahead; the policies of the two vaults, which are named, say who copies. Following a copy takes no resource.',
      ...UNTIL,
    },
    {
      findings: backups,
      resources: ids.map((id) => `${shelf.stack}/${id}/CopyPolicy/Resource`),
      reason: 'AWS Backup copies its own snapshots, whose names are not known ahead, out of two named vaults into one.',
      ...UNTIL,
    },
  ];
};

/** What the runbooks of the recovery and the game days accept. */
export const runbookExceptions = ({ environments, regions, sharedAccounts }: EstateProps): Acceptance[] => {
  const copied = Object.values(EnvironmentKind).filter((kind) => tierOf(kind).backupsCopied);
  return [
    ...copied.flatMap((kind) => {
      const [stage, { account, gameDays = tierOf(kind).gameDays }] = [pascal(kind), environments[kind]];
      const shelf = { stack: `${stage}/Runbooks`, account, region: regions.primary, runbooks: { RestoreCustomer: 'RestoreCustomer', RestoreStores: 'RestoreStores' } };
      const away = { stack: `${stage}/RecoveryRunbooks`, account, region: regions.recovery, runbooks: { FailOver: 'FailOver', FailBack: 'FailBack' } };
      return [...restores(shelf, stage), ...(gameDays ? games(shelf, stage) : []), ...(tierOf(kind).standbyRegion ? moves(away) : [])];
    }),
    ...returns({ stack: 'Backup/Runbooks', account: sharedAccounts.backup, region: regions.backup, runbooks: Object.fromEntries(copied.map((kind) => [pascal(kind), `ReturnBackups-${kind}`])) }),
  ];
};
