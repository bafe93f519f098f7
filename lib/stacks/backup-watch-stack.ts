import type * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BackupAlarms, BackupKind, BackupOptIn } from '../../constructs/backup';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `BackupWatchStack`. */
export interface BackupWatchStackProps extends PlacementProps {
  /** Key of the record of jobs. */
  readonly logsKey: kms.IKey;
  /** Name of the role that opts in to the services that AWS Backup takes care of. */
  readonly optInRoleName: string;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** What the backup account itself tells: jobs that failed, hands on its vaults; and the services it has opted in to. */
export class BackupWatchStack extends EstateStack {
  constructor(scope: Construct, id: string, props: BackupWatchStackProps) {
    super(scope, id, props, 'What the backup account tells of its vaults');
    const { logsKey, onCall, optInRoleName: roleName } = props;
    new BackupOptIn(this, 'OptIn', { kinds: [BackupKind.DATABASE, BackupKind.OBJECTS], onCall, roleName });
    new BackupAlarms(this, 'Alarms', { onCall, logKey: logsKey, logRetention: RetentionDays.ONE_YEAR, daily: [] });
  }
}
