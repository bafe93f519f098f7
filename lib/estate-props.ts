import type { BackupsProps } from './backups';
import type { IdentityProps } from '../constructs/access';
import type { EnvironmentsProps, HostedServiceProps, OrganizationProps, RegionsProps, SharedAccountsProps } from './environment';
import type { FindingException } from './exceptions';
import type { RemoteAccessProps } from './remote-access';

/** Everything that an estate is made from. */
export interface EstateProps {
  /** The organisation in AWS Organizations. */
  readonly organization: OrganizationProps;
  /** Domain of the organisation, e.g. `example.eu`. Host names of the environments lie below it. */
  readonly domain: string;
  /** Regions, all inside the European Economic Area. */
  readonly regions: RegionsProps;
  /** Accounts that all environments share. Each differs from every other account. */
  readonly sharedAccounts: SharedAccountsProps;
  /** The four environments. */
  readonly environments: EnvironmentsProps;
  /** Where people sign in. */
  readonly identity: IdentityProps;
  /** Ranges from which administrators come, in CIDR notation; never everybody (control ACC9). */
  readonly administratorRanges: string[];
  /** How administrators reach the bastions. */
  readonly remoteAccess: RemoteAccessProps;
  /** The service to host. */
  readonly service: HostedServiceProps;
  /** How backups are kept, and for how long they are locked. */
  readonly backups: BackupsProps;
  /** Address to which alarms are sent. */
  readonly onCallEmail: string;
  /**
   * Findings that are accepted, each on one resource.
   *
   * @default - none
   */
  readonly exceptions?: FindingException[];
  /**
   * Name of the managed policy that bounds the rights of every role of the estate, as `bootstrap/permissions-boundary.yaml`
   * makes it. The policy must be in every account before the first deployment there.
   *
   * @default - roles carry no boundary
   */
  readonly permissionsBoundary?: string;
  /**
   * Builds this environment alone, without the others and without the shared accounts.
   *
   * @default - the whole estate
   */
  readonly only?: string;
}
