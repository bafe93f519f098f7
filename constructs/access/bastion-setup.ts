import {
  agentConfig, AUDIT_RULES, AUDITD_CONFIG, HEARTBEAT_SERVICE, HEARTBEAT_TIMER, idleSessions, localFirewall, shellTimeout, sshdConfig, type SshAccess,
  UPDATES_CONFIG,
} from './bastion-files';

/** What the script that sets up a bastion needs to know. */
export interface BastionSetup extends SshAccess {
  /** Region of the server. */
  readonly region: string;
  /** Log group that the record goes to. */
  readonly logGroupName: string;
  /** SSM parameter that holds the private host key. */
  readonly hostKeyParameter: string;
  /** SSM parameter that holds the public host key. */
  readonly hostKeyPublicParameter: string;
  /** Key that encrypts the private host key. */
  readonly keyArn: string;
  /** Seconds after which an idle session ends. */
  readonly idleSeconds: number;
  /** Text shown before somebody signs in. */
  readonly banner: string;
  /** Client programs of the databases, as Amazon Linux packages. */
  readonly clientPackages: readonly string[];
}

/** Most characters that EC2 takes as user data, before encoding. */
export const MOST_USER_DATA = 16_384;

const PACKAGES = ['amazon-cloudwatch-agent', 'audit', 'dnf-automatic', 'ec2-instance-connect', 'nftables', 'rsyslog'];

/**
 * The script that makes a fresh Amazon Linux 2023 a bastion.
 *
 * The record runs before anybody can sign in. Whatever fails, the server powers off: no shell is offered without its
 * record, and Auto Scaling puts another server in its place.
 */
export function bastionScript(setup: BastionSetup): string {
  return [
    '#!/bin/bash',
    'set -Eeuo pipefail',
    'trap \'logger -t bastion "set-up failed in line $LINENO"; systemctl poweroff\' ERR',
    'systemctl stop sshd',
    `export AWS_DEFAULT_REGION='${setup.region}'`,
    ...packages(setup),
    ...accounts(setup),
    ...recording(setup),
    ...hostKey(setup),
    ...shellAccess(setup),
    '',
  ].join('\n');
}

/** Amazon Linux 2023 keeps to the release of its image unless told otherwise: https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html */
function packages({ clientPackages }: BastionSetup): string[] {
  return [
    'echo latest >/etc/dnf/vars/releasever',
    'for attempt in 1 2 3 4 5; do',
    `  dnf -y -q upgrade --security && dnf -y -q install ${[...PACKAGES, ...clientPackages].join(' ')} && break`,
    '  test "$attempt" -lt 5',
    '  sleep 15',
    'done',
    ...file('/etc/dnf/automatic.conf', '0644', UPDATES_CONFIG),
    'systemctl enable --now dnf-automatic.timer rsyslog',
  ];
}

/** Nobody becomes root: neither the image's own account nor Session Manager's gets the rights it would have. */
function accounts(setup: BastionSetup): string[] {
  return [
    `for user in ${setup.users.join(' ')}; do`,
    '  id "$user" >/dev/null 2>&1 || useradd --create-home --user-group --shell /bin/bash "$user"',
    'done',
    'rm -f /etc/sudoers.d/90-cloud-init-users',
    'if id ec2-user >/dev/null 2>&1; then usermod --lock --expiredate 1 --shell /sbin/nologin ec2-user; fi',
    ...file('/etc/sudoers.d/ssm-agent-users', '0440', '# No rights. The agent would give some if this file were missing.\n'),
    ...file('/etc/sysconfig/nftables.conf', '0600', localFirewall(setup)),
    'systemctl enable --now nftables',
    ...file('/etc/profile.d/idle.sh', '0644', shellTimeout(setup.idleSeconds)),
    ...file('/etc/systemd/logind.conf.d/idle.conf', '0644', idleSessions(setup.idleSeconds)),
    'systemctl restart systemd-logind',
  ];
}

function recording({ logGroupName }: BastionSetup): string[] {
  const agent = '/opt/aws/amazon-cloudwatch-agent';
  return [
    'rm -f /etc/audit/rules.d/*.rules',
    ...file('/etc/audit/rules.d/bastion.rules', '0600', AUDIT_RULES),
    ...file('/etc/audit/auditd.conf', '0600', AUDITD_CONFIG),
    'grep -q pam_tty_audit /etc/pam.d/sshd || echo \'session required pam_tty_audit.so enable=*\' >>/etc/pam.d/sshd',
    'systemctl enable --now auditd',
    'pkill -HUP -x auditd',
    'augenrules --load',
    ...file('/etc/systemd/system/bastion-heartbeat.service', '0644', HEARTBEAT_SERVICE),
    ...file('/etc/systemd/system/bastion-heartbeat.timer', '0644', HEARTBEAT_TIMER),
    ...file(`${agent}/etc/bastion.json`, '0600', agentConfig(logGroupName)),
    `${agent}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agent}/etc/bastion.json`,
    'systemctl daemon-reload',
    'systemctl enable --now bastion-heartbeat.timer',
  ];
}

/** The first bastion makes the key and stores it; the role cannot overwrite it. Every later one reads it. */
function hostKey({ hostKeyParameter, hostKeyPublicParameter, keyArn }: BastionSetup): string[] {
  return [
    'rm -f /etc/ssh/ssh_host_*',
    'key=/etc/ssh/ssh_host_ed25519_key',
    'read_host_key() {',
    `  (umask 077; aws ssm get-parameter --name '${hostKeyParameter}' --with-decryption --query Parameter.Value --output text >"$key")`,
    '}',
    'if ! read_host_key; then',
    '  ssh-keygen -q -t ed25519 -N \'\' -C bastion -f /run/host-key',
    `  aws ssm put-parameter --name '${hostKeyParameter}' --type SecureString --key-id '${keyArn}' --no-overwrite --value file:///run/host-key || true`,
    '  rm -f /run/host-key /run/host-key.pub',
    '  read_host_key',
    'fi',
    'ssh-keygen -y -f "$key" >"$key.pub"',
    `aws ssm get-parameter --name '${hostKeyPublicParameter}' >/dev/null || aws ssm put-parameter --name '${hostKeyPublicParameter}' --type String --no-overwrite --value "file://$key.pub"`,
  ];
}

/** Post-quantum key exchange is taken where the build of OpenSSH knows it. */
function shellAccess(setup: BastionSetup): string[] {
  return [
    ...file('/etc/issue.net', '0644', `${setup.banner}\n`),
    ...file('/etc/ssh/sshd_config', '0600', sshdConfig(setup)),
    'for hybrid in sntrup761x25519-sha512@openssh.com mlkem768x25519-sha256; do',
    '  if ssh -Q kex | grep -qxF "$hybrid"; then sed -i "s/^KexAlgorithms /&$hybrid,/" /etc/ssh/sshd_config; fi',
    'done',
    '/usr/sbin/sshd -t',
    'systemctl enable --now sshd',
  ];
}

function file(path: string, mode: string, text: string): string[] {
  return [`install -D -m ${mode} /dev/stdin ${path} <<'END_OF_FILE'`, `${text}END_OF_FILE`];
}
