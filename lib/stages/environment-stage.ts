import type { Construct } from 'constructs';
import { PersonRole } from '../../constructs/access';
import { BackupMark } from '../../constructs/backup';
import type { BackupsProps } from '../backups';
import type { HostedServiceProps } from '../environment';
import { BackupStack } from '../stacks/backup-stack';
import { DataStack } from '../stacks/data-stack';
import { DomainStack } from '../stacks/domain-stack';
import { NetworkStack } from '../stacks/network-stack';
import { RecoveryStack } from '../stacks/recovery-stack';
import { ServiceStack } from '../stacks/service-stack';
import { VaultStack } from '../stacks/vault-stack';
import type { Tier } from '../tier';
import { AccountStage, type AccountStageProps } from './account-stage';

/** Properties of `EnvironmentStage`. */
export interface EnvironmentStageProps extends AccountStageProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** IPv4 range of its network. */
  readonly cidr: string;
  /** Availability zones, as many as the tier has. */
  readonly availabilityZones: string[];
  /** Host name under which its service is reached. */
  readonly hostName: string;
  /** What is hosted. */
  readonly service: HostedServiceProps;
  /** How the estate keeps its backups. */
  readonly backups: BackupsProps;
  /** Account that backups are copied to. */
  readonly backupAccount: string;
}

/** One environment: an account of its own with a network, stores and a service of its own. */
export class EnvironmentStage extends AccountStage {
  /** The network. */
  public readonly network: NetworkStack;
  /** The stores. */
  public readonly data: DataStack;
  /** The service and its edge. */
  public readonly service: ServiceStack;

  constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, props);
    const { tier, regions } = props;
    const placement = this.placement(regions.primary, tier.terminationProtection);
    this.node.setContext(`availability-zones:account=${props.account}:region=${regions.primary}`, props.availabilityZones);

    const baseline = this.baseline('Baseline', placement);
    const domain = new DomainStack(this, 'Domain', { ...placement, hostName: props.hostName });
    this.network = new NetworkStack(this, 'Network', {
      ...placement,
      tier,
      cidr: props.cidr,
      availabilityZones: props.availabilityZones,
      organizationId: props.organization.id,
      storePorts: [DataStack.DATABASE_PORT],
      egressDomains: props.service.egressDomains ?? [],
      logsKey: baseline.logsKey,
    });
    this.data = new DataStack(this, 'Data', {
      ...placement,
      tier,
      network: this.network.network,
      keyUsers: this.keyUsers('Service', 'Backup'),
      backupAccount: tier.backupsCopied ? props.backupAccount : undefined,
      logsKey: baseline.logsKey,
      logBucket: baseline.logBucket,
      replica: tier.replicated ? this.recovery(props).replica : undefined,
    });
    this.service = new ServiceStack(this, 'Service', {
      ...placement,
      tier,
      service: props.service,
      hostName: props.hostName,
      zone: domain.zone,
      network: this.network.network,
      database: this.data.database,
      content: this.data.content,
      logsKey: baseline.logsKey,
      logBucket: baseline.logBucket,
      onCall: baseline.onCall,
    });
    BackupMark.stores(this.data);
    new BackupStack(this, 'Backup', {
      ...placement,
      tier,
      backups: props.backups,
      organizationId: props.organization.id,
      backupAccount: props.backupAccount,
      copies: tier.backupsCopied ? VaultStack.copiesOf(props.organization.name, props.owner, props.backupAccount, regions.backup) : undefined,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER)],
      planRole: this.roleOf('Backup'),
      logsKey: baseline.logsKey,
      onCall: baseline.onCall,
    });
  }

  private recovery(props: EnvironmentStageProps): RecoveryStack {
    const placement = this.placement(props.regions.recovery, props.tier.terminationProtection);
    const baseline = this.baseline('RecoveryBaseline', placement);
    return new RecoveryStack(this, 'Recovery', { ...placement, tier: props.tier, keyUsers: this.keyUsers('Data'), logBucket: baseline.logBucket });
  }
}
