import { Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { RehearsalNetwork, RestoreRehearsal } from '../../constructs/backup';
import { DomainKey } from '../../constructs/keys';
import type { RestoreExpectations } from '../backups';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `RehearsalStack`. */
export interface RehearsalStackProps extends PlacementProps {
  /** Environment whose backups are restored, e.g. `production`. */
  readonly environment: string;
  /** ARNs of the vaults that hold its backups. */
  readonly vaultArns: string[];
  /** What restored stores are asked. */
  readonly expectations: RestoreExpectations;
  /** Name of the role that AWS Backup restores with. */
  readonly restoreRoleName: string;
  /** ARN pattern of this stack's roles. */
  readonly ownRoles: string;
  /** Key of the network's records. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** Nothing is connected to it, so every environment's may have the same. */
const CIDR = '10.254.0.0/24';

/** Where an environment's backups are restored, looked at and thrown away, week by week. */
export class RehearsalStack extends EstateStack {
  constructor(scope: Construct, id: string, props: RehearsalStackProps) {
    super(scope, id, props, `Rehearsal of restores of ${props.environment}`);
    const { environment, region, logsKey, onCall } = props;
    const key = new DomainKey(this, 'Key', {
      domain: 'rehearsal', alias: keyAlias(props, `rehearsal-${environment}`), usedBy: [props.ownRoles], usedThrough: ['backup', 'rds', 's3', 'sqs'],
    });
    key.allowLogGroups();
    key.allowService('events.amazonaws.com');
    const network = new RehearsalNetwork(this, 'Network', { cidr: CIDR, availabilityZones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`), logKey: logsKey, logRetention: RetentionDays.ONE_YEAR });
    new RestoreRehearsal(this, 'Restores', {
      planName: `${props.organization}_${environment}`.replaceAll('-', '_'),
      vaultArns: props.vaultArns,
      restoreRoleName: props.restoreRoleName,
      database: { queries: props.expectations.queries, statementTimeout: Duration.minutes(2) },
      objects: props.expectations.objects,
      network,
      key,
      logRetention: RetentionDays.ONE_YEAR,
      onCall,
    });
  }
}
