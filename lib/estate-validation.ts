import { checkIdentity } from '../constructs/access/identity';
import { isIpv6Range, overlap, parseIpv4Range, type Ipv4Range } from '../constructs/shared/ip-range';
import { Problems } from '../constructs/shared/problems';
import { EEA_REGIONS, isEeaRegion, kilometresBetween } from '../constructs/shared/regions';
import { EnvironmentKind, type EnvironmentProps } from './environment';
import type { EstateProps } from './estate-props';
import { validateExceptions } from './exceptions';
import { vpnGroups } from './remote-access';
import { tierOf } from './tier';

/** How far from the primary region backups are kept, in kilometres (control BAK3). */
const BACKUP_DISTANCE = 500;
/** Ranges of an environment: prefixes that they may have, and why no longer one. */
const RANGES = {
  cidr: { widest: 16, narrowest: 20, why: ' for the tiers of three zones' },
  recoveryCidr: { widest: 16, narrowest: 20, why: ' for the tiers of three zones' },
  accessCidr: { widest: 20, narrowest: 24, why: ' for the access network of three zones' },
  vpnClientCidr: { widest: 12, narrowest: 22, why: ': a client VPN takes none smaller' },
  recoveryAccessCidr: { widest: 20, narrowest: 24, why: ' for the access network of three zones' },
  recoveryVpnClientCidr: { widest: 12, narrowest: 22, why: ': a client VPN takes none smaller' },
} as const;
type RangeBounds = (typeof RANGES)[keyof typeof RANGES];
/** Ranges that an environment has where a second one stands by, and in no other; what each is, and one of them. */
const STANDBY_RANGES = { recoveryCidr: ['its network', '10.60.0.0/16'], recoveryAccessCidr: ["its administrators' network", '172.20.5.0/24'], recoveryVpnClientCidr: ['computers on its VPN', '172.24.16.0/22'] } as const;
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parseIpv4Range(text) as Ipv4Range);
/** Widest range from which administrators may come, as prefix length. */
const ADMINISTRATOR_PREFIX = { ipv4: 16, ipv6: 32 };
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * Controls whose proof of kind `config` is built: what this file refuses, and REL3, which `cdk-dtap diff` enforces on every
 * two assemblies before anything is deployed.
 */
export const CONFIGURED_CONTROLS = ['SEP1', 'SEP2', 'RES1', 'REL3'];

/**
 * Reads the whole configuration before anything is built.
 *
 * @throws InvalidInputError listing every problem with its path, the value got and how to mend it
 */
export function validateEstate(props: EstateProps): void {
  const problems = new Problems('The estate cannot be built');
  validateOrganization(props, problems);
  validateAccounts(props, problems);
  validateRegions(props, problems);
  validateRanges(props, problems);
  checkIdentity(problems, 'identity', props.identity);
  validateAdministrators(props.administratorRanges, problems);
  validateHostNames(props, problems);
  validateService(props, problems);
  validateBackups(props, problems);
  validateRemoteAccess(props, problems);
  validateGameDays(props, problems);
  validateExceptions(props.exceptions ?? [], problems);
  const boundary = props.permissionsBoundary;
  problems.require(boundary === undefined || /^[\w+=,.@-]{1,128}$/.test(boundary), 'permissionsBoundary', boundary, 'Write the name of a managed policy without its path and not its ARN, 1 to 128 letters, digits or any of +=,.@_-.');
  const kinds: string[] = Object.values(EnvironmentKind);
  problems.require(props.only === undefined || kinds.includes(props.only), 'only', props.only, `There is no such environment; write one of ${kinds.join(', ')}.`);
  problems.throwIfAny();
}

function environmentsOf(props: EstateProps): [EnvironmentKind, EnvironmentProps][] {
  return Object.values(EnvironmentKind).map((kind) => [kind, props.environments[kind]]);
}

function validateOrganization({ organization }: EstateProps, problems: Problems): void {
  problems.require(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/.test(organization.name), 'organization.name', organization.name, 'Write 2 to 12 lower-case letters, digits or hyphens, beginning with a letter.');
  problems.require(/^o-[a-z0-9]{10,32}$/.test(organization.id), 'organization.id', organization.id, 'Write the id as AWS Organizations shows it, e.g. o-a1b2c3d4e5.');
  problems.require(/^r-[a-z0-9]{4,32}$/.test(organization.rootId), 'organization.rootId', organization.rootId, 'Write the id of the root as AWS Organizations shows it, e.g. r-ab12.');
}

function validateAccounts(props: EstateProps, problems: Problems): void {
  const places: [string, string][] = [
    ...Object.entries(props.sharedAccounts).map(([kind, account]): [string, string] => [`sharedAccounts.${kind}`, account]),
    ...environmentsOf(props).map(([kind, environment]): [string, string] => [`environments.${kind}.account`, environment.account]),
    ...(props.identity.identityAccount ? [['identity.identityAccount.account', props.identity.identityAccount.account] as [string, string]] : []),
  ];
  const first = new Map<string, string>();
  for (const [path, account] of places) {
    // Whether the identity account has an id is said where its other problems are.
    problems.require(/^\d{12}$/.test(account) || path.startsWith('identity.'), path, account, 'Write the account id as a string of 12 digits.');
    const other = first.get(account);
    problems.require(other === undefined, path, account, `The account is already ${other}; each has one of its own (control SEP1).`);
    first.set(account, other ?? path);
  }
}

function validateRegions({ regions }: EstateProps, problems: Problems): void {
  const eea = Object.entries(EEA_REGIONS).map(([region, city]) => `${region} (${city})`).join(', ');
  for (const name of ['primary', 'recovery', 'backup'] as const) {
    problems.require(isEeaRegion(regions[name]), `regions.${name}`, regions[name], `The region is not inside the European Economic Area (control RES1); London and Zurich are not. Write one of ${eea}.`);
  }
  problems.require(regions.recovery !== regions.primary, 'regions.recovery', regions.recovery, 'The recovery region equals the primary one; write another, or one disaster takes both.');
  // Production makes backups in both, and in the second for as long as it runs there.
  for (const near of ['primary', 'recovery'] as const) {
    problems.require(regions.backup !== regions[near], 'regions.backup', regions.backup, `The backup region equals the ${near} one; write another (control BAK3).`);
    const apart = kilometresBetween(regions[near], regions.backup);
    problems.require(apart === undefined || apart === 0 || apart >= BACKUP_DISTANCE, 'regions.backup', regions.backup, `It lies ${apart} km from the ${near} region; backups are kept ${BACKUP_DISTANCE} km away or more (control BAK3). Write another.`);
  }
  const zones = regions.availabilityZones;
  const needed = Math.max(...Object.values(EnvironmentKind).map((kind) => tierOf(kind).zones));
  if (zones) {
    problems.require(new Set(zones).size >= needed, 'regions.availabilityZones', zones, `Production needs ${needed} different zones (control AVA1); write ${needed} or more.`);
    zones.forEach((zone, i) => problems.require(zone.startsWith(regions.primary) && /^[a-z]$/.test(zone.slice(regions.primary.length)), `regions.availabilityZones[${i}]`, zone, `Write a zone of ${regions.primary}, e.g. ${regions.primary}a.`));
  }
}

function validateRanges(props: EstateProps, problems: Problems): void {
  const read: [string, Ipv4Range][] = [];
  for (const [kind, environment] of environmentsOf(props)) {
    const standsBy = tierOf(kind).standbyRegion;
    for (const [name, [what, example]] of Object.entries(STANDBY_RANGES)) {
      const [path, cidr] = [`environments.${kind}.${name}`, environment[name as keyof typeof STANDBY_RANGES]];
      problems.require(!standsBy || cidr !== undefined, path, cidr, `A second ${kind} stands by in ${props.regions.recovery} (control AVA4); write the range of ${what}, e.g. ${example}.`);
      problems.require(standsBy || cidr === undefined, path, cidr, `No second ${kind} stands by; leave it out.`);
    }
    for (const [name, bounds] of Object.entries(RANGES)) {
      const cidr = environment[name as keyof typeof RANGES];
      if (cidr !== undefined) {
        validateRange(`environments.${kind}.${name}`, cidr, bounds, read, problems);
      }
    }
  }
}

function validateRange(path: string, cidr: string, { widest, narrowest, why }: RangeBounds, read: [string, Ipv4Range][], problems: Problems): void {
  const range = parseIpv4Range(cidr);
  if (!range) {
    problems.add(path, cidr, 'Write an IPv4 range in CIDR notation without host bits, e.g. 10.40.0.0/16.');
    return;
  }
  problems.require(range.prefix <= narrowest, path, cidr, `The range is too small${why}; write /${narrowest} or wider.`);
  problems.require(range.prefix >= widest, path, cidr, `AWS takes no range wider than /${widest} here; write /${widest} to /${narrowest}.`);
  problems.require(PRIVATE_RANGES.some((whole) => whole.first <= range.first && range.last <= whole.last), path, cidr, 'Write a range of private addresses: below 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.');
  const other = read.find(([, known]) => overlap(known, range));
  problems.require(!other, path, cidr, `The range overlaps ${other?.[0]}; ranges are disjoint (control SEP2).`);
  read.push([path, range]);
}

function validateAdministrators(ranges: readonly string[], problems: Problems): void {
  problems.require(ranges.length > 0, 'administratorRanges', ranges, 'Write at least one range from which administrators come.');
  ranges.forEach((range, i) => {
    const path = `administratorRanges[${i}]`;
    const prefix = Number(range.split('/')[1]);
    const ipv4 = parseIpv4Range(range);
    if (!ipv4 && !isIpv6Range(range)) {
      problems.add(path, range, 'Write an IPv4 or IPv6 range in CIDR notation without host bits, e.g. 203.0.113.0/28.');
      return;
    }
    const widest = ipv4 ? ADMINISTRATOR_PREFIX.ipv4 : ADMINISTRATOR_PREFIX.ipv6;
    problems.require(prefix >= widest, path, range, `The range is too wide${prefix === 0 ? ': it is everybody' : ''} (control ACC9); write the organisation's own addresses, /${widest} or narrower.`);
  });
}

function validateHostNames(props: EstateProps, problems: Problems): void {
  problems.require(HOST_NAME.test(props.domain), 'domain', props.domain, 'Write a domain name in lower case, e.g. example.eu: without one nobody is led to the recovery region.');
  const used = new Map<string, string>();
  for (const [kind, environment] of environmentsOf(props)) {
    const host = hostNameOf(kind, environment, props.domain);
    const path = `environments.${kind}.hostName`;
    problems.require(environment.hostName === undefined || (HOST_NAME.test(host) && (host === props.domain || host.endsWith(`.${props.domain}`))), path, environment.hostName, `Write a host name below ${props.domain}, in lower case.`);
    problems.require(!used.has(host), path, host, `The host name is already that of ${used.get(host)}.`);
    used.set(host, used.get(host) ?? kind);
  }
  problems.require(/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(props.onCallEmail), 'onCallEmail', props.onCallEmail, 'Write the address of those who are on call.');
}

function validateService({ service }: EstateProps, problems: Problems): void {
  const [name, digest] = service.image.split('@');
  const tag = /:([\w][\w.-]{0,127})$/.exec(name.split('/').at(-1) ?? '')?.[1];
  const pinned = digest === undefined ? tag !== undefined && tag !== 'latest' : /^sha256:[0-9a-f]{64}$/.test(digest);
  problems.require(pinned, 'service.image', service.image, 'Name the very image: add a digest (@sha256:…) or a tag other than latest.');
  const port = service.port ?? 8443;
  problems.require(Number.isInteger(port) && port >= 1024 && port <= 65535, 'service.port', port, 'Write a port from 1024 to 65535: the container does not run as root.');
  problems.require((service.healthCheckPath ?? '/').startsWith('/'), 'service.healthCheckPath', service.healthCheckPath, 'Write a path that begins with a slash.');
  (service.egressDomains ?? []).forEach((domain, i) => problems.require(HOST_NAME.test(domain.replace(/^\./, '')), `service.egressDomains[${i}]`, domain, 'Write a domain name, with a dot in front for all below it.'));
}

function validateBackups({ backups }: EstateProps, problems: Problems): void {
  const { minRetentionDays: least, maxRetentionDays: most, coolingOffDays: coolingOff, approvalTeamArn: team } = backups;
  problems.require(Number.isInteger(least) && least >= 7, 'backups.minRetentionDays', least, 'Write 7 days or more, in whole days: an air-gapped vault takes no less.');
  problems.require(Number.isInteger(most) && most >= least && most <= 36_500, 'backups.maxRetentionDays', most, `Write ${least} (minRetentionDays) to 36,500 days, in whole days.`);
  problems.require(Number.isInteger(coolingOff) && coolingOff >= 3 && coolingOff <= 36_500, 'backups.coolingOffDays', coolingOff, 'AWS Backup takes 3 days or more, in whole days.');
  problems.require(team === undefined || /^arn:[^:]+:mpa:[^:]+:\d{12}:approval-team\/.+$/.test(team), 'backups.approvalTeamArn', team, 'Write the ARN of a multi-party approval team, e.g. arn:aws:mpa:eu-central-1:111122223333:approval-team/backup.');
  for (const kind of Object.values(EnvironmentKind).filter((one) => tierOf(one).backupsCopied)) {
    const { dailyBackupDays: daily, monthlyBackupDays: monthly = daily } = tierOf(kind);
    problems.require(least <= daily, 'backups.minRetentionDays', least, `Daily backups of ${kind} are kept for ${daily} days, and the lock would refuse them: write ${daily} days or less.`);
    problems.require(most >= monthly, 'backups.maxRetentionDays', most, `Backups of ${kind} are kept for up to ${monthly} days, and the lock would refuse them: write ${monthly} days or more.`);
  }
}

function validateRemoteAccess({ remoteAccess, identity }: EstateProps, problems: Problems): void {
  const { groups, clientVersions } = remoteAccess;
  problems.require(clientVersions.length > 0, 'remoteAccess.clientVersions', clientVersions, 'Write the versions of the VPN client that are let in.');
  if (groups === undefined && identity.identityCenter === undefined) {
    problems.require(identity.identityAccount === undefined, 'remoteAccess.groups', groups, 'Write the groups that come in by VPN, by role, as the identity provider names them: only with Identity Center are they known.');
    return;
  }
  const shut = Object.values(EnvironmentKind).filter((kind) => vpnGroups(kind, remoteAccess, identity).length === 0);
  problems.require(shut.length === 0, 'remoteAccess.groups', groups ?? identity.identityCenter?.groups, `Nobody could come in to ${shut.join(', ')}: give a group to operator, database-administrator or break-glass.`);
}

function validateGameDays(props: EstateProps, problems: Problems): void {
  environmentsOf(props).forEach(([kind, { gameDays }]) => {
    const { zones, databaseMembers } = tierOf(kind);
    problems.require(!gameDays || (zones > 2 && databaseMembers > 1), `environments.${kind}.gameDays`, gameDays, 'Nothing takes over there: game days are for acceptance and production. Leave it out.');
  });
}

/** Host name under which an environment's service is reached. */
export function hostNameOf(kind: EnvironmentKind, environment: EnvironmentProps, domain: string): string {
  return environment.hostName ?? `${kind === EnvironmentKind.PRODUCTION ? 'www' : kind}.${domain}`;
}
