import { Duration, Token } from 'aws-cdk-lib/core';
import { requireSourceRanges } from '../shared/address-range';
import { overlap, parseIpv4Range } from '../shared/ip-range';
import { Problems } from '../shared/problems';
import { HANDLER_NAME_MAX } from './connect-handler';
import type { RemoteAccessVpnProps } from './remote-access-vpn';
import { requireSamlMetadata } from './saml-metadata';

/** Sessions end after a working day unless something else is said. */
export const SESSION_DEFAULT = Duration.hours(8);

/** Session lengths that AWS takes, in hours. */
const SESSION_HOURS = [8, 10, 12, 24];
const SESSION_HOURS_MAX = 8;
const BANNER_BYTES_MAX = 1400;
const DNS_SERVERS_MAX = 2;

/** Construct id of a group's authorization: follows from its name, since a rule that changed its group would be made before the old one is gone. */
export function groupId(group: string): string {
  return `Group${group.replace(/[^A-Za-z0-9]/g, '')}`;
}

/** @throws InvalidInputError naming everything that is wrong */
export function validateRemoteAccess(props: RemoteAccessVpnProps, now: Date): void {
  const problems = new Problems('Remote access VPN');
  const { name, samlMetadata, sessionTimeout = SESSION_DEFAULT, loginBanner, dnsServers = [] } = props;
  problems.require(/^[\w-]+$/.test(name) && name.length <= HANDLER_NAME_MAX, 'name', name, `Write 1 to ${HANDLER_NAME_MAX} letters, digits, hyphens or underscores.`);
  if (!Token.isUnresolved(samlMetadata)) {
    requireSamlMetadata(problems, 'samlMetadata', samlMetadata, now);
  }
  validateGroups(problems, props.groups);
  requireSourceRanges(problems, 'sourceRanges', props.sourceRanges);
  validateClients(problems, props);
  validateClientRange(problems, props);
  const hours = sessionTimeout.toMinutes({ integral: false }) / 60;
  problems.require(SESSION_HOURS.includes(hours) && hours <= SESSION_HOURS_MAX, 'sessionTimeout', sessionTimeout.toHumanString(),
    `Choose ${SESSION_HOURS.filter((each) => each <= SESSION_HOURS_MAX).join(' or ')} hours: sessions end after a working day, and AWS takes no fewer.`);
  const bytes = Buffer.byteLength(loginBanner ?? 'x');
  problems.require(bytes >= 1 && bytes <= BANNER_BYTES_MAX, 'loginBanner', `${bytes} bytes`, `Write 1 to ${BANNER_BYTES_MAX} bytes of text.`);
  problems.require(dnsServers.length <= DNS_SERVERS_MAX, 'dnsServers', dnsServers, 'Name at most two.');
  dnsServers.forEach((server, i) => problems.require(parseIpv4Range(`${server}/32`) !== undefined, `dnsServers[${i}]`, server, 'Write an IPv4 address.'));
  problems.throwIfAny();
}

function validateGroups(problems: Problems, groups: string[]): void {
  problems.require(groups.length > 0, 'groups', groups, 'Name at least one group that may connect.');
  const ids = groups.map(groupId);
  groups.forEach((group, i) => {
    problems.require(/^[^,\s](?:[^,]*[^,\s])?$/.test(group) && ids[i].length > 'Group'.length, `groups[${i}]`, group, 'Write the group as the identity provider names it, without commas: with letters or digits, and no space at either end.');
    problems.require(ids.indexOf(ids[i]) === i, `groups[${i}]`, group, 'Name each group once; names must differ in their letters and digits.');
  });
}

function validateClients(problems: Problems, { clientVersions, platforms }: RemoteAccessVpnProps): void {
  problems.require(clientVersions.length > 0, 'clientVersions', clientVersions, 'Name at least one version of OpenVPN that clients may have.');
  clientVersions.forEach((version, i) => problems.require(/^\d{1,5}(\.\d{1,5}){0,3}$/.test(version), `clientVersions[${i}]`, version, 'Write the leading numbers of a version, e.g. 2.6.'));
  problems.require(platforms === undefined || platforms.length > 0, 'platforms', platforms, 'Name at least one, or leave it out to admit all.');
  (platforms ?? []).forEach((platform, i) => problems.require(/^[\w.-]+$/.test(platform), `platforms[${i}]`, platform, 'Write the operating system as Client VPN names it, e.g. win.'));
}

function validateClientRange(problems: Problems, { clientCidr, network }: RemoteAccessVpnProps): void {
  const range = parseIpv4Range(clientCidr);
  problems.require(!!range && range.prefix >= 12 && range.prefix <= 22, 'clientCidr', clientCidr, 'Write an IPv4 range from /12 to /22 without host bits, e.g. 10.60.0.0/22.');
  for (const [what, cidr] of [['the access network', network.cidr], ['the workload', network.workload.cidr]]) {
    const other = parseIpv4Range(cidr);
    problems.require(!range || !other || !overlap(range, other), 'clientCidr', clientCidr, `Choose a range that does not overlap that of ${what}, ${cidr}.`);
  }
}
