import type { BackupsProps } from '../backups';
import type { EnvironmentKind, HostedServiceProps } from '../environment';
import type { RemoteAccessProps } from '../remote-access';
import type { Tier } from '../tier';
import type { AccountStageProps } from './account-stage';

/** Properties of `EnvironmentStage`. */
export interface EnvironmentStageProps extends AccountStageProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Which environment it is: the column of the table of people. */
  readonly kind: EnvironmentKind;
  /** IPv4 range of its network. */
  readonly cidr: string;
  /**
   * IPv4 range of its network in the recovery region.
   *
   * @default - it has none
   */
  readonly recoveryCidr?: string;
  /** IPv4 range of the administrators' access network. */
  readonly accessCidr: string;
  /** IPv4 range of administrators on the VPN. */
  readonly vpnClientCidr: string;
  /**
   * IPv4 range of the administrators' access network in the recovery region.
   *
   * @default - it has none
   */
  readonly recoveryAccessCidr?: string;
  /**
   * IPv4 range of administrators on the VPN of the recovery region.
   *
   * @default - it has none
   */
  readonly recoveryVpnClientCidr?: string;
  /** How administrators come in. */
  readonly remoteAccess: RemoteAccessProps;
  /**
   * Whether the environment is broken on purpose, by schedule.
   *
   * @default - as its tier says
   */
  readonly gameDays?: boolean;
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
