import { Token } from 'aws-cdk-lib/core';
import { InstanceArchitecture } from 'aws-cdk-lib/aws-ec2';
import { overlap, parseIpv4Range } from '../shared/ip-range';
import type { Problems } from '../shared/problems';
import type { SessionBastionProps } from './session-bastion-props';

const USER_NAME = /^[a-z][a-z0-9_-]{0,30}$/;
/** Accounts that Amazon Linux 2023 has already, or that a service makes: none of them is for people. */
const TAKEN = ['root', 'bin', 'daemon', 'adm', 'lp', 'sync', 'shutdown', 'halt', 'mail', 'operator', 'games', 'ftp', 'nobody', 'dbus', 'systemd-network',
  'systemd-oom', 'systemd-resolve', 'systemd-timesync', 'sshd', 'rpc', 'rpcuser', 'libstoragemgmt', 'systemd-coredump', 'chrony', 'tcpdump', 'tss',
  'ec2-instance-connect', 'stapunpriv', 'ec2-user', 'ssm-user', 'cwagent'];
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
/** Ranges that no address of the Internet lies in: RFC 1918 and RFC 6598. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((range) => parseIpv4Range(range)!);
const RESERVED_LINE = 'END_OF_FILE';

/** Records everything that is wrong with the props of a bastion. */
export function checkBastion(problems: Problems, props: SessionBastionProps): void {
  checkSources(problems, props);
  checkUsers(problems, props);
  checkTargets(problems, props);
  checkTimes(problems, props);
  const { instanceType, s3PrefixListId, banner, clientPackages } = props;
  problems.require(!instanceType || Token.isUnresolved(instanceType.toString()) || instanceType.architecture === InstanceArchitecture.ARM_64, 'instanceType', instanceType?.toString(), 'Choose one with an arm64 processor: the image is built for it.');
  problems.require(s3PrefixListId === undefined || /^pl-[0-9a-f]+$/.test(s3PrefixListId), 's3PrefixListId', s3PrefixListId, 'Write the id of the prefix list com.amazonaws.<region>.s3, which starts with pl-.');
  problems.require(banner === undefined || (!banner.split('\n').includes(RESERVED_LINE) && banner.trim().length > 0), 'banner', banner, `Write a text, without a line that is ${RESERVED_LINE}.`);
  clientPackages?.forEach((name, index) => problems.require(/^[A-Za-z0-9][\w.+-]*$/.test(name), `clientPackages[${index}]`, name, 'Write the name of a package of Amazon Linux 2023.'));
}

function checkSources(problems: Problems, { vpnSecurityGroup, sourceRanges = [] }: SessionBastionProps): void {
  problems.require(vpnSecurityGroup !== undefined || sourceRanges.length > 0, 'vpnSecurityGroup', vpnSecurityGroup, 'Give the security group of the client VPN endpoint, or sourceRanges: nobody reaches port 22 otherwise.');
  sourceRanges.forEach((text, index) => {
    const range = parseIpv4Range(text);
    const inside = range && PRIVATE.some((all) => overlap(all, range) && all.first <= range.first && range.last <= all.last);
    problems.require(!!inside && range.prefix >= 16, `sourceRanges[${index}]`, text, 'Write the IPv4 range of a subnet, /16 or narrower, of private addresses: the Internet never reaches a shell (ACC1, ACC9).');
  });
}

function checkUsers(problems: Problems, { users, databases = [] }: SessionBastionProps): void {
  problems.require(users === undefined || users.length > 0, 'users', users, 'Name one account or more, or leave the property out.');
  users?.forEach(({ name, reachesDatabases }, index) => {
    problems.require(USER_NAME.test(name) && !TAKEN.includes(name), `users[${index}].name`, name, 'Write up to 31 lower-case letters, digits, hyphens and underscores, and no name that the system has already.');
    problems.require(users.findIndex((other) => other.name === name) === index, `users[${index}].name`, name, 'Name each account once.');
    problems.require(!reachesDatabases || databases.length > 0, `users[${index}].reachesDatabases`, reachesDatabases, 'Name the database in databases.');
  });
}

function checkTargets(problems: Problems, { databases = [], application }: SessionBastionProps): void {
  databases.forEach(({ host, port }, index) => {
    problems.require(HOST.test(host), `databases[${index}].host`, host, 'Write a host name: forwarding is allowed to it alone.');
    checkPort(problems, `databases[${index}].port`, port);
  });
  if (application) {
    checkPort(problems, 'application.port', application.port);
  }
}

function checkPort(problems: Problems, path: string, port: number): void {
  problems.require(Number.isInteger(port) && port >= 1 && port <= 65_535, path, port, 'Give a port from 1 to 65535.');
  problems.require(port !== 22 && port !== 3389, path, port, 'The bastion leads to no other shell.');
}

function checkTimes(problems: Problems, { maxAge, idleTimeout }: SessionBastionProps): void {
  const days = maxAge?.toDays({ integral: false }) ?? 7;
  problems.require(days >= 1 && days <= 30, 'maxAge', maxAge?.toHumanString(), 'Give 1 to 30 days: an older server misses security patches.');
  const minutes = idleTimeout?.toMinutes({ integral: false }) ?? 20;
  problems.require(minutes >= 1 && minutes <= 60, 'idleTimeout', idleTimeout?.toHumanString(), 'Give 1 to 60 minutes.');
}
