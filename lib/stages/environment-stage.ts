import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Capability, GrantNames, PersonRole, SupportGrants } from '../../constructs/access';
import { BackupKind, BackupMark } from '../../constructs/backup';
import { FailoverPart } from '../../constructs/recovery';
import { RunbookNames } from '../../constructs/shared';
import type { BucketReplica } from '../../constructs/storage';
import { BackupPlace, BackupRoleNames } from '../backup-roles';
import type { EnvironmentKind } from '../environment';
import { rolesWith } from '../people';
import { sessionRoles, vpnGroups } from '../remote-access';
import { AccessStack, type AccessStackProps } from '../stacks/access-stack';
import { BackupAuditStack } from '../stacks/backup-audit-stack';
import { BackupStack } from '../stacks/backup-stack';
import type { BaselineStack } from '../stacks/baseline-stack';
import { DataStack } from '../stacks/data-stack';
import { DomainStack } from '../stacks/domain-stack';
import { FailOverStack } from '../stacks/fail-over-stack';
import { NetworkStack, type NetworkStackProps } from '../stacks/network-stack';
import { RecoveryDataStack } from '../stacks/recovery-data-stack';
import { RecoveryStack } from '../stacks/recovery-stack';
import type { EstateStack, PlacementProps } from '../stacks/estate-stack';
import { RunbooksStack } from '../stacks/runbooks-stack';
import { DEFAULT_SERVICE_PORT, ServiceStack } from '../stacks/service-stack';
import { SupportStack } from '../stacks/support-stack';
import { VaultStack } from '../stacks/vault-stack';
import type { Tier } from '../tier';
import { AccountStage } from './account-stage';
import type { EnvironmentStageProps } from './environment-stage-props';

/** Where a network of the environment stands. */
interface NetworkPlace extends Pick<NetworkStackProps, 'cidr' | 'accessCidr' | 'availabilityZones'> {
  readonly baseline: BaselineStack;
}

/** Where administrators come in. */
interface AccessPlace extends PlacementProps, Pick<AccessStackProps, 'planRole' | 'vpnName' | 'cidr' | 'clientCidr' | 'availabilityZones' | 'deviceAuthority' | 'zone' | 'network' | 'database' | 'service'> {
  readonly baseline: BaselineStack;
}

/** What a second region has before the first. */
interface StandbyBase {
  readonly baseline: BaselineStack;
  readonly recovery: RecoveryStack;
}

/** One environment: an account of its own with a network, stores and a service of its own, and a second region if its tier has one. */
export class EnvironmentStage extends AccountStage {
  /** The network. */
  public readonly network: NetworkStack;
  /** The stores. */
  public readonly data: DataStack;
  /** The service and its edge. */
  public readonly service: ServiceStack;

  constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, props);
    const { tier, regions, availabilityZones } = props;
    const placement = this.placement(regions.primary, tier.terminationProtection);
    this.nameZones(regions.primary, availabilityZones);
    this.nameZones(regions.recovery, zonesIn(regions.recovery, tier));
    const baseline = this.baseline('Baseline', placement);
    const domain = new DomainStack(this, 'Domain', { ...placement, hostName: props.hostName });
    this.network = this.networkIn('Network', regions.primary, props, { cidr: props.cidr, accessCidr: props.accessCidr, availabilityZones, baseline });
    const standby = tier.standbyRegion ? this.standbyBase(props) : undefined;
    this.data = new DataStack(this, 'Data', {
      ...placement,
      tier,
      network: this.network.network,
      keyUsers: [...this.keyUsers('Service'), this.planRole(), ...this.dataPeople(props.kind), ...(tier.backupsCopied ? this.restoreRoles(RunbookNames.RESTORE_CUSTOMER) : [])],
      masterKeyGrants: this.grants(props.kind, GrantNames.MASTER_KEY),
      deployers: this.keyUsers(),
      backupAccount: tier.backupsCopied ? props.backupAccount : undefined,
      logsKey: baseline.logsKey,
      logBucket: baseline.logBucket,
      onCall: baseline.onCall,
      replica: standby?.recovery.replica,
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
      failover: standby && { part: FailoverPart.PRIMARY, switchHealthCheckId: standby.recovery.failoverSwitch.healthCheckId },
    });
    if (standby) {
      this.standby(props, domain, standby);
    }
    BackupMark.stores(this.data);
    const { key } = this.backups(props, placement, baseline);
    if (tier.backupsCopied) {
      this.restores(props, baseline, key);
      this.audit('Audit', props, placement, baseline.logBucket);
    }
    BackupMark.stores(this.administratorsAtHome(props, placement, baseline, domain));
    this.people(placement, props.kind, baseline, { dataBucketArns: this.dataBuckets(standby?.recovery.replica), auditLogGroups: ['Access', ...(standby ? ['RecoveryAccess'] : [])].map((stack) => `${this.stageName}-${stack}-*`) });
    this.support(props, placement, baseline, standby?.recovery.replica);
  }

  private networkIn(id: string, region: string, props: EnvironmentStageProps, place: NetworkPlace): NetworkStack {
    const { baseline, ...ranges } = place;
    return new NetworkStack(this, id, {
      ...this.placement(region, props.tier.terminationProtection),
      tier: props.tier,
      ...ranges,
      organizationId: props.organization.id,
      storePorts: [DataStack.DATABASE_PORT],
      egressDomains: props.service.egressDomains ?? [],
      logsKey: baseline.logsKey,
    });
  }

  private planRole(place = BackupPlace.HOME): string {
    return this.roleNamed(BackupRoleNames.plans(this.stageName, place));
  }

  /** What restores stores: the roles of the named runbooks, that of `RestoreStores`, and that of AWS Backup. */
  private restoreRoles(...runbooks: string[]): string[] {
    return [...[RunbookNames.RESTORE_STORES, ...runbooks].map((name) => this.runbookRole(name)), this.roleNamed(BackupRoleNames.restore(this.stageName))];
  }

  private restores(props: EnvironmentStageProps, { logsKey, onCall }: BaselineStack, vaultKey: kms.IKey): void {
    const { tier, regions } = props;
    new RunbooksStack(this, 'Runbooks', {
      ...this.placement(regions.primary, tier.terminationProtection),
      tier,
      data: this.data,
      service: this.service,
      network: this.network.network,
      vaultKey,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER)],
      restoreRoleName: BackupRoleNames.restore(this.stageName),
      gameDays: props.gameDays ?? tier.gameDays,
      logsKey,
      onCall,
    });
  }

  private backups(props: EnvironmentStageProps, placement: PlacementProps, baseline: BaselineStack, place = BackupPlace.HOME): BackupStack {
    const { tier, regions } = props;
    const isHome = place === BackupPlace.HOME;
    return new BackupStack(this, place, {
      ...placement,
      tier,
      kinds: [BackupKind.DATABASE, BackupKind.OBJECTS, ...(isHome && this.hasSupport(props.kind) ? [BackupKind.TABLE] : [])],
      backups: props.backups,
      organizationId: props.organization.id,
      backupAccount: props.backupAccount,
      copies: tier.backupsCopied ? VaultStack.copiesOf(props.organization.name, props.owner, props.backupAccount, regions.backup) : undefined,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER)],
      restoreRoles: isHome && tier.backupsCopied ? this.restoreRoles() : [],
      planRole: this.planRole(place),
      optInRoleName: BackupRoleNames.optIn(this.stageName, place),
      logsKey: baseline.logsKey,
      onCall: baseline.onCall,
    });
  }

  private administratorsAtHome(props: EnvironmentStageProps, placement: PlacementProps, baseline: BaselineStack, domain: DomainStack): AccessStack {
    return this.administrators('Access', props, {
      ...placement,
      planRole: this.planRole(),
      vpnName: `${placement.organization}-${placement.owner}`,
      cidr: props.accessCidr,
      clientCidr: props.vpnClientCidr,
      availabilityZones: props.availabilityZones,
      deviceAuthority: props.remoteAccess.deviceAuthorities?.[placement.owner],
      zone: domain.zone,
      network: this.network.network,
      database: this.data.database,
      service: this.service.service,
      baseline,
    });
  }

  /** How administrators come in, in one region. */
  private administrators(id: string, props: EnvironmentStageProps, place: AccessPlace): AccessStack {
    const { baseline, ...rest } = place;
    return new AccessStack(this, id, {
      ...rest,
      organizationId: props.organization.id,
      remoteAccess: props.remoteAccess,
      groups: vpnGroups(props.kind, props.remoteAccess, props.identity),
      administratorRanges: props.administratorRanges,
      sessionRoles: [...this.persons(sessionRoles(props.kind)), ...this.grants(props.kind, SupportGrants.ACCESS)],
      hostName: props.hostName,
      servicePort: props.service.port ?? DEFAULT_SERVICE_PORT,
      logBucket: baseline.logBucket,
      logRetention: props.tier.logRetention,
      onCall: baseline.onCall,
    });
  }

  /** Where the table of people lets somebody ask for a grant. */
  private support(props: EnvironmentStageProps, placement: PlacementProps, baseline: BaselineStack, replica: BucketReplica | undefined): void {
    const { kind } = props;
    if (!this.hasSupport(kind)) {
      return;
    }
    const support = new SupportStack(this, 'Support', {
      ...placement,
      requesters: this.persons(rolesWith(kind, Capability.REQUEST_GRANT)),
      approvers: this.persons(rolesWith(kind, Capability.APPROVE_GRANT)),
      masterKeyRequesters: this.persons(rolesWith(kind, Capability.REQUEST_MASTER_KEY)),
      masterKeyApprovers: this.persons(rolesWith(kind, Capability.APPROVE_MASTER_KEY)),
      administratorRanges: props.administratorRanges,
      keyUsers: [...this.keyUsers('Support'), this.planRole(), ...[SupportGrants.ACCESS, GrantNames.MASTER_KEY].map((access) => `arn:aws:iam::${props.account}:role/${GrantNames.doorRole(access)}`)],
      dataKeyArns: [this.data.dataKey.keyArn, ...(replica ? [replica.keyArn] : [])],
      dataBucketArns: this.dataBuckets(replica),
      logRetention: props.tier.logRetention,
      onCall: baseline.onCall,
      permissionsBoundaryName: props.permissionsBoundary,
    });
    BackupMark.stores(support);
  }

  private hasSupport(kind: EnvironmentKind): boolean {
    return rolesWith(kind, Capability.REQUEST_GRANT).length > 0;
  }

  /** Roles of people, and of grants, that read customers' files under the data key. */
  private dataPeople(kind: EnvironmentKind): string[] {
    return [...this.persons(rolesWith(kind, Capability.READ_CUSTOMER_DATA, Capability.WORK_WITH_FILES)), ...this.grants(kind, SupportGrants.ACCESS, GrantNames.MASTER_KEY)];
  }

  /** Patterns of the roles of grants, where there are any. */
  private grants(kind: EnvironmentKind, ...accesses: string[]): string[] {
    return this.hasSupport(kind) ? accesses.map((access) => `arn:aws:iam::${this.accountProps.account}:role${GrantNames.rolePath(access)}*`) : [];
  }

  /** Buckets of people's files, in each region that they are kept in. */
  private dataBuckets(replica: BucketReplica | undefined): string[] {
    return [this.data.content.bucketArn, ...(replica ? [`arn:aws:s3:::${replica.bucketName}`] : [])];
  }

  private audit(id: string, { tier, backupAccount, regions }: EnvironmentStageProps, placement: PlacementProps, logBucket: IBucket): void {
    new BackupAuditStack(this, id, {
      ...placement,
      retentionDays: Math.min(tier.dailyBackupDays, tier.databaseRetentionDays),
      plans: { copyAccount: backupAccount, copyRegion: regions.backup },
      ownRoles: this.roleOf(id),
      logBucket,
    });
  }

  private standbyBase(props: EnvironmentStageProps): StandbyBase {
    const placement = this.placement(props.regions.recovery, props.tier.terminationProtection);
    const baseline = this.baseline('RecoveryBaseline', placement);
    const recovery = new RecoveryStack(this, 'Recovery', {
      ...placement,
      tier: props.tier,
      hostName: props.hostName,
      keyUsers: [...this.keyUsers('Data', 'RecoveryData', 'RecoveryService'), this.planRole(BackupPlace.RECOVERY), ...this.dataPeople(props.kind)],
      masterKeyGrants: this.grants(props.kind, GrantNames.MASTER_KEY),
      backupAccount: props.backupAccount,
      logBucket: baseline.logBucket,
      onCall: baseline.onCall,
    });
    return { baseline, recovery };
  }

  /** Network, database and service of the second region, at the size at which the first idles: they take over at once, and grow by load. */
  private standby(props: EnvironmentStageProps, domain: DomainStack, { baseline, recovery }: StandbyBase): void {
    const { tier, regions } = props;
    const region = regions.recovery;
    const placement = this.placement(region, tier.terminationProtection);
    const { network } = this.networkIn('RecoveryNetwork', region, props, { cidr: props.recoveryCidr!, accessCidr: props.recoveryAccessCidr, availabilityZones: zonesIn(region, tier), baseline });
    const { logsKey, logBucket, onCall } = baseline;
    const data = new RecoveryDataStack(this, 'RecoveryData', { ...placement, tier, network, primary: this.data, recovery, logsKey, onCall });
    const { database } = data;
    const service = new ServiceStack(this, 'RecoveryService', {
      ...placement,
      tier,
      service: { ...props.service, image: imageIn(props.service.image, regions.primary, region) },
      hostName: props.hostName,
      zone: domain.zone,
      network,
      database,
      content: recovery.content,
      logsKey,
      logBucket,
      onCall,
      failover: { part: FailoverPart.STANDBY },
    });
    const access = this.administrators('RecoveryAccess', props, {
      ...placement,
      planRole: this.planRole(BackupPlace.RECOVERY),
      vpnName: `${placement.organization}-${placement.owner}-recovery`,
      cidr: props.recoveryAccessCidr!,
      clientCidr: props.recoveryVpnClientCidr!,
      availabilityZones: zonesIn(region, tier),
      deviceAuthority: props.remoteAccess.recoveryDeviceAuthorities?.[placement.owner],
      zone: domain.zone,
      network,
      database,
      service: service.service,
      baseline,
    });
    this.standbyBackups(props, placement, baseline, [recovery, data, access]);
    new FailOverStack(this, 'RecoveryRunbooks', {
      ...placement,
      tier,
      hostName: props.hostName,
      home: { database: this.data.database.cluster, service: this.service },
      standby: { database: database.cluster, service },
      movers: [PersonRole.OPERATOR, PersonRole.BREAK_GLASS].map((role) => this.person(role)),
      logsKey,
      onCall,
    });
  }

  /** Backups of the second region's own: on the day on which the first is gone, nobody has to think of them. */
  private standbyBackups(props: EnvironmentStageProps, placement: PlacementProps, baseline: BaselineStack, stores: EstateStack[]): void {
    stores.forEach((stack) => BackupMark.stores(stack));
    this.backups(props, placement, baseline, BackupPlace.RECOVERY);
    this.audit('RecoveryAudit', props, placement, baseline.logBucket);
  }
}

/** Zones of the recovery region that a tier stands in. */
function zonesIn(region: string, tier: Tier): string[] {
  return ['a', 'b', 'c'].slice(0, tier.zones).map((zone) => `${region}${zone}`);
}

/** The copy of an image in another region, if it lies in a registry that has regions. */
function imageIn(image: string, from: string, to: string): string {
  return image.replace(`.dkr.ecr.${from}.`, `.dkr.ecr.${to}.`);
}
