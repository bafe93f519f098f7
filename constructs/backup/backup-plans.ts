import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import * as backup from 'aws-cdk-lib/aws-backup';
import { type CronOptions, Schedule } from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { BACKUP_TAG } from '../shared/tags';
import { ABILITIES, BackupKind } from './backup-kind';
import { checkPlans } from './backup-plan-checks';
import { planRole } from './plan-role';

/** Vaults of the backup account that copies go to, by ARN. */
export interface BackupCopies {
  /** Vault in compliance mode, which takes every kind. */
  readonly lockedVaultArn: string;

  /**
   * Logically air-gapped vault, for the kinds that AWS Backup copies there.
   *
   * @default copies of every kind go into the locked vault
   */
  readonly airGappedVaultArn?: string;
}

/** What `BackupPlans` do, and where they put it. */
export interface BackupPlansProps {
  /** Vault of this account and region. */
  readonly vault: backup.IBackupVault;

  /** Kinds of stores that are there. A plan that selects nothing is an alarm that never ends. */
  readonly kinds: BackupKind[];

  /** How long a daily backup is kept: 1 day or more. */
  readonly dailyRetention: Duration;

  /**
   * How long a monthly backup is kept.
   *
   * @default no monthly backups
   */
  readonly monthlyRetention?: Duration;

  /** For how long stores can be put back to any moment: 1 to 35 days. Where a database has such a time of its own, the same. */
  readonly continuousRetention: Duration;

  /**
   * Vaults of the backup account. Copies are kept as long as what they are copies of.
   *
   * @default backups stay in this account
   */
  readonly copies?: BackupCopies;

  /**
   * Hour of the day, in UTC, at which the daily backup starts, within the hour. The continuous one follows two hours
   * later, the monthly one four.
   *
   * @default 20
   */
  readonly startHour?: number;

  /**
   * Maintenance windows of the stores, `ddd:hh:mm-ddd:hh:mm` in UTC: databases start no backup in the hour before one, nor in it.
   *
   * @default none that backups must keep clear of
   */
  readonly maintenanceWindows?: string[];

  /**
   * Name of the role that makes the backups: agreed ahead where policies of the organisation name it.
   *
   * @default CloudFormation makes one up
   */
  readonly roleName?: string;
}

/** How a plan lays its rules over the day: hours from that of the daily backup, no two in the same hour. */
const CONTINUOUS_AFTER = 2;
const MONTHLY_AFTER = 4;
const START_WINDOW = Duration.hours(1);
const COMPLETION_WINDOW = Duration.hours(8);

/**
 * The backup plans of an account and region, one for each kind of store, which select by tag (`BackupMark`).
 *
 * Guarantees: a full backup each day and, where asked for, each month; any moment of the last days where the service can
 * (databases, buckets); each backup copied in one action into the backup account's vault, in another region; hours that
 * keep clear of maintenance. Rules of a plan do not start within the same hours: of two that do, AWS Backup runs one.
 *
 * The plans of a kind run only in accounts that have opted in to its service, which CloudFormation cannot do: see the
 * room's README. Controls BAK1, BAK2, BAK3, BAK9.
 */
export class BackupPlans extends Construct {
  /** Role that AWS Backup takes on to make backups, and their copies. It cannot restore. */
  public readonly role: iam.IRole;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: BackupPlansProps) {
    super(scope, id);
    const problems = new Problems('BackupPlans');
    checkPlans(problems, props, startHours(props));
    problems.throwIfAny();
    this.role = planRole(this, props.kinds, props.roleName);
    props.kinds.forEach((kind) => this.plan(kind, props));
  }

  private plan(kind: BackupKind, props: BackupPlansProps): void {
    const id = kind.charAt(0).toUpperCase() + kind.slice(1);
    const plan = new backup.BackupPlan(this, `${id}Plan`, { backupVault: props.vault });
    plan.applyRemovalPolicy(RemovalPolicy.RETAIN);
    rulesOf(this, kind, props).forEach((rule) => plan.addRule(new backup.BackupPlanRule(rule)));
    new backup.BackupSelection(this, `${id}Selection`, {
      backupPlan: plan,
      role: this.role,
      disableDefaultBackupPolicy: true,
      resources: [backup.BackupResource.fromTag(BACKUP_TAG, kind)],
    });
  }
}

/** Hours of the day, in UTC, at which backups of a kind start. */
export function startHours(props: BackupPlansProps): number[] {
  const hour = props.startHour ?? 20;
  return [hour, (hour + CONTINUOUS_AFTER) % 24, ...(props.monthlyRetention ? [(hour + MONTHLY_AFTER) % 24] : [])];
}

function rulesOf(scope: Construct, kind: BackupKind, props: BackupPlansProps): backup.BackupPlanRuleProps[] {
  const [daily, continuous, monthly] = startHours(props).map(String);
  const windows = { startWindow: START_WINDOW, completionWindow: COMPLETION_WINDOW };
  const rule = (ruleName: string, schedule: CronOptions, deleteAfter: Duration) => ({
    ...windows, ruleName, scheduleExpression: Schedule.cron({ minute: '0', ...schedule }), deleteAfter, copyActions: copiesOf(scope, kind, props, deleteAfter),
  });
  const rules: backup.BackupPlanRuleProps[] = [rule('Daily', { hour: daily }, props.dailyRetention)];
  if (ABILITIES[kind].continuous) {
    // Not copied: a copy of a continuous backup is a snapshot, and the daily rule copies those.
    rules.push({ ...rule('Continuous', { hour: continuous }, props.continuousRetention), copyActions: undefined, enableContinuousBackup: true });
  }
  if (props.monthlyRetention) {
    rules.push(rule('Monthly', { hour: monthly, day: '1' }, props.monthlyRetention));
  }
  return rules;
}

function copiesOf(scope: Construct, kind: BackupKind, { copies }: BackupPlansProps, deleteAfter: Duration): backup.BackupPlanCopyActionProps[] | undefined {
  if (!copies) {
    return undefined;
  }
  const arn = (ABILITIES[kind].airGapped ? copies.airGappedVaultArn : undefined) ?? copies.lockedVaultArn;
  const id = `CopyTo${arn === copies.lockedVaultArn ? 'Locked' : 'AirGapped'}`;
  const vault = (scope.node.tryFindChild(id) as backup.IBackupVault | undefined) ?? backup.BackupVault.fromBackupVaultArn(scope, id, arn);
  return [{ destinationBackupVault: vault, deleteAfter }];
}
