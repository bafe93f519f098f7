/** Account that sshd takes on to ask EC2 Instance Connect for pushed keys. Amazon Linux makes it. */
const KEY_READER = 'ec2-instance-connect';

/** A host and port that sessions may be forwarded to. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Who signs in on the bastion, and what forwarding leads to. */
export interface SshAccess {
  /** Accounts that may sign in. */
  readonly users: readonly string[];
  /** Those of them that may forward to the databases. */
  readonly databaseUsers: readonly string[];
  /** The only places that forwarding leads to. */
  readonly databases: readonly Endpoint[];
}

/**
 * The whole configuration of sshd: it includes no other file, so that nothing that comes with the image loosens it.
 *
 * Written for OpenSSH 8.7, the version of Amazon Linux 2023. Left out of the ciphers: chacha20-poly1305 and CBC, because
 * of Terrapin (CVE-2023-48795).
 *
 * https://man.openbsd.org/sshd_config and https://github.com/aws/aws-ec2-instance-connect-config
 */
export function sshdConfig({ users, databaseUsers, databases }: SshAccess): string {
  const permitted = databases.map(({ host, port }) => `${host}:${port}`).join(' ');
  return `Port 22
AddressFamily inet
HostKey /etc/ssh/ssh_host_ed25519_key
HostKeyAlgorithms ssh-ed25519
KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group18-sha512,diffie-hellman-group16-sha512
Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr
MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com
PubkeyAcceptedAlgorithms ssh-ed25519
RekeyLimit 1G 1h
Compression no

AuthenticationMethods publickey
PubkeyAuthentication yes
AuthorizedKeysFile none
AuthorizedKeysCommand /opt/aws/bin/eic_run_authorized_keys %u %f
AuthorizedKeysCommandUser ${KEY_READER}
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
GSSAPIAuthentication no
PermitEmptyPasswords no
PermitRootLogin no
AllowUsers ${users.join(' ')}
UsePAM yes
StrictModes yes

LoginGraceTime 30
MaxAuthTries 3
MaxSessions 4
MaxStartups 10:30:60
ClientAliveInterval 60
ClientAliveCountMax 3
TCPKeepAlive no

AllowAgentForwarding no
AllowStreamLocalForwarding no
AllowTcpForwarding no
PermitOpen none
PermitListen none
GatewayPorts no
PermitTunnel no
X11Forwarding no
PermitUserEnvironment no
PermitUserRC no

Banner /etc/issue.net
LogLevel VERBOSE
SyslogFacility AUTHPRIV
UseDNS no
${databaseUsers.length > 0 && databases.length > 0 ? `
Match User ${databaseUsers.join(',')}
  AllowTcpForwarding local
  PermitOpen ${permitted}
` : ''}`;
}

/**
 * What the kernel puts on record. The last line locks the rules until the next start.
 *
 * A session of Session Manager has no login id (auid): programs are matched by their user, too.
 *
 * https://man7.org/linux/man-pages/man7/audit.rules.7.html
 */
export const AUDIT_RULES = `-D
-b 8192
--backlog_wait_time 60000
-f 1
-a always,exit -F arch=b64 -S execve,execveat -F auid>=1000 -F auid!=unset -k commands
-a always,exit -F arch=b64 -S execve,execveat -F uid>=1000 -k commands
-a always,exit -F arch=b64 -S connect -F a2=16 -F uid>=1000 -k connections
-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -k modules
-a always,exit -F arch=b64 -S adjtimex,settimeofday,clock_settime -F auid!=unset -k clock
-w /etc/audit/ -p wa -k recording
-w /opt/aws/amazon-cloudwatch-agent/etc/ -p wa -k recording
-w /etc/pam.d/ -p wa -k recording
-w /etc/ssh/ -p wa -k sshd
-w /opt/aws/bin/ -p wa -k sshd
-w /etc/sysconfig/ -p wa -k settings
-w /etc/passwd -p wa -k identity
-w /etc/shadow -p wa -k identity
-w /etc/group -p wa -k identity
-w /etc/sudoers -p wa -k identity
-w /etc/sudoers.d/ -p wa -k identity
-e 2
`;

/**
 * How the record is kept on the bastion until it is shipped. A bastion that cannot write it stops, and is replaced.
 *
 * https://man7.org/linux/man-pages/man5/auditd.conf.5.html
 */
export const AUDITD_CONFIG = `local_events = yes
write_logs = yes
log_file = /var/log/audit/audit.log
log_group = root
log_format = ENRICHED
flush = INCREMENTAL_ASYNC
freq = 50
max_log_file = 64
num_logs = 8
max_log_file_action = ROTATE
priority_boost = 4
name_format = HOSTNAME
space_left = 2048
space_left_action = SYSLOG
admin_space_left = 512
admin_space_left_action = HALT
disk_full_action = HALT
disk_error_action = HALT
`;

/**
 * Keeps the server's own credentials from the people on it (they are root's, and those who ask for pushed keys), and the
 * databases from accounts that have no business there.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-limiting-access.html
 */
export function localFirewall({ databaseUsers, databases }: SshAccess): string {
  const ports = [...new Set(databases.map(({ port }) => port))].join(', ');
  return `flush ruleset
table inet bastion {
  chain output {
    type filter hook output priority 0; policy accept;
    ip daddr 169.254.169.254 meta l4proto tcp meta skuid != { "root", "${KEY_READER}" } reject with tcp reset
    ip6 daddr fd00:ec2::254 meta l4proto tcp meta skuid != { "root", "${KEY_READER}" } reject with tcp reset
${ports ? `    tcp dport { ${ports} } meta skuid != { ${['root', ...databaseUsers].map((user) => `"${user}"`).join(', ')} } reject with tcp reset\n` : ''}  }
}
`;
}

/**
 * What the CloudWatch agent ships: the audit record with every keystroke, and sshd's log, in which EC2 Instance Connect
 * writes for which IAM principal a key was accepted. It sets no retention: it has no right to.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function agentConfig(logGroupName: string): string {
  const files = [['audit', '/var/log/audit/audit.log'], ['sshd', '/var/log/secure']];
  return `${JSON.stringify({
    agent: { run_as_user: 'root' },
    logs: {
      force_flush_interval: 5,
      logs_collected: {
        files: {
          collect_list: files.map(([stream, path]) => ({
            file_path: path,
            log_group_name: logGroupName,
            log_stream_name: `{instance_id}/${stream}`,
          })),
        },
      },
    },
  }, undefined, 1)}\n`;
}

/** What automatic updates install: security fixes, at once. A new kernel waits for the next server. */
export const UPDATES_CONFIG = `[commands]
upgrade_type = security
download_updates = yes
apply_updates = yes
[emitters]
emit_via = stdio
`;

/** Ends a shell that waits for its next command for too long. */
export function shellTimeout(seconds: number): string {
  return `readonly TMOUT=${seconds}\nexport TMOUT\n`;
}

/** Ends a session whose terminal is left alone, whatever program runs in it. */
export function idleSessions(seconds: number): string {
  return `[Login]\nStopIdleSessionSec=${seconds}s\n`;
}

/** Writes into the record every five minutes: silence is an alarm. */
export const HEARTBEAT_SERVICE = '[Service]\nType=oneshot\nExecStart=/usr/sbin/auditctl -m "bastion: recording"\n';

/** When the heartbeat comes. */
export const HEARTBEAT_TIMER = '[Timer]\nOnActiveSec=10s\nOnUnitActiveSec=5min\n[Install]\nWantedBy=timers.target\n';
