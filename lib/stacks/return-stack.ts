import type * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ReturnBackupsRunbook, RunbookRecord } from '../../constructs/recovery';
import { AgreedNames } from '../../constructs/shared';
import { pascal } from '../pascal';
import { DataStack } from './data-stack';
import { EstateStack, type PlacementProps } from './estate-stack';

/** An environment whose backups can be sent back. */
export interface ReturnedEnvironment {
  /** Its name, e.g. `production`. */
  readonly name: string;
  /** Its account. */
  readonly account: string;
  /** Region of its own vault. */
  readonly region: string;
  /** Key of its vaults in the backup account. */
  readonly key: kms.IKey;
  /** Name of the role that AWS Backup copies them back with. */
  readonly copyRoleName: string;
}

/** Properties of `ReturnStack`. */
export interface ReturnStackProps extends PlacementProps {
  /** Environments whose backups are kept here. */
  readonly environments: ReturnedEnvironment[];
  /** ARNs, or their patterns, of the roles that send backups back. */
  readonly restorers: string[];
  /** Key of the record. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** The way back for backups: a runbook for each environment, in the backup account. */
export class ReturnStack extends EstateStack {
  constructor(scope: Construct, id: string, props: ReturnStackProps) {
    super(scope, id, props, 'Runbooks that send backups back');
    const { organization, restorers: starters, onCall } = props;
    const record = new RunbookRecord(this, 'Record', { onCall, encryptionKey: props.logsKey, logRetention: RetentionDays.ONE_YEAR });
    for (const { name, account, region, key, copyRoleName } of props.environments) {
      const vault = (purpose: string) => ({ organization, owner: name, purpose });
      new ReturnBackupsRunbook(this, pascal(name), {
        starters,
        record,
        environment: name,
        lockedVaultName: AgreedNames.backupVault(vault('locked')),
        airGappedVaultName: AgreedNames.backupVault(vault('airgap')),
        key,
        copyRoleName,
        filesOf: DataStack.FILES,
        destinationVaultArn: AgreedNames.backupVaultArn(vault('backup'), account, region),
      });
    }
  }
}
