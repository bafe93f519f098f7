import { Capability } from '../constructs/access/capability';
import type { IdentityProps } from '../constructs/access/identity';
import type { PersonRole } from '../constructs/access/person-role';
import { type AccountKind, rolesWith } from './people';

/** How administrators reach the bastions. */
export interface RemoteAccessProps {
  /** SAML 2.0 metadata of the identity provider, as XML. Its certificates are valid, and the provider asks for a second factor at every sign-in. */
  readonly samlMetadata: string;

  /** Versions of the OpenVPN client that are let in, as it tells them, e.g. `2.6` for all that begin so. */
  readonly clientVersions: string[];

  /**
   * Groups, as the identity provider names them in its assertions, that come in by VPN, by the role of their people.
   *
   * @default - the groups of `identity.identityCenter`, which must then be given
   */
  readonly groups?: { [role: string]: string };

  /**
   * ARNs of certificates in ACM of the authority that issues certificates of managed devices, by environment. Clients then show one besides (control ACC2).
   *
   * @default - devices show no certificate
   */
  readonly deviceAuthorities?: { [environment: string]: string };

  /**
   * The same in the recovery region, for environments that stand by there: ACM keeps certificates by region.
   *
   * @default - devices show no certificate there
   */
  readonly recoveryDeviceAuthorities?: { [environment: string]: string };
}

const BASTION = [Capability.OPEN_BASTION, Capability.OPEN_BASTION_AS_DBA, Capability.OPEN_BASTION_TO_RESCUE];
const SESSIONS = [...BASTION, Capability.FORWARD_TO_DATABASE];

/** Roles that open sessions through Session Manager in an environment. */
export function sessionRoles(kind: AccountKind): PersonRole[] {
  return rolesWith(kind, ...SESSIONS);
}

/** Groups of people who come in to an environment by VPN. */
export function vpnGroups(kind: AccountKind, remoteAccess: RemoteAccessProps, identity: IdentityProps): string[] {
  const groups = remoteAccess.groups ?? identity.identityCenter?.groups ?? {};
  return rolesWith(kind, ...BASTION).flatMap((role) => groups[role] ?? []);
}
