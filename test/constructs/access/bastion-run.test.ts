import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bastionScript } from '../../../constructs/access/bastion-setup';

/** What the bastion's user data does when it is really run, and what the sshd that comes of it lets people do. */
const INSIDE = resolve(__dirname, '../../support/bastion/inside.sh');
const TOOLS = ['unshare', 'sshd', 'ssh', 'ssh-agent', 'ip', 'useradd', 'setpriv', 'chroot'];
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const has = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`], { env: { PATH } }).status === 0;

function missing(): string | undefined {
  const absent = TOOLS.filter((tool) => !has(tool));
  const mount = 'd=$(mktemp -d) && mount -t tmpfs tmpfs $d && mkdir $d/u $d/w $d/m && mount -t overlay overlay -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/m';
  return process.platform !== 'linux' || process.getuid?.() !== 0 ? 'it takes root on Linux'
    : absent.length > 0 ? `${absent.join(', ')} not found (Debian: apt-get install openssh-server auditd nftables iproute2)`
      : spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', 'sh', '-c', mount], { env: { PATH } }).status !== 0 ? 'this machine lets nobody make name spaces and overlays' : undefined;
}

const absent = missing();
if (absent) {
  process.stderr.write(`The bastion's user data is not run, and nobody signs in to its sshd: ${absent}.\n`);
}
const onThisMachine = absent ? describe.skip : describe;

const script = bastionScript({
  region: 'eu-central-1',
  users: ['ops', 'dba', 'support'],
  databaseUsers: ['dba'],
  databases: [{ host: 'database.example.internal', port: 5433 }, { host: 'data.cluster-c0ffee.eu-central-1.rds.amazonaws.com', port: 5433 }],
  logGroupName: 'record',
  hostKeyParameter: '/access/bastion/host-key',
  hostKeyPublicParameter: '/access/bastion/host-key-public',
  keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  idleSeconds: 1200,
  banner: 'Authorised people only.',
  clientPackages: ['postgresql17'],
});

/** What docs/access.md has people write into their folder of SSH: the block that starts so. */
function fromThePage(start: string, folder: string): string {
  const page = readFileSync(resolve(__dirname, '../../../docs/access.md'), 'utf8');
  const block = [...page.matchAll(/```\w*\n([^]*?)```/g)].map(([, text]) => text).find((text) => text.startsWith(start));
  if (!block) {
    throw new Error(`docs/access.md has no block that starts with ${start}`);
  }
  return block.replaceAll('~/.ssh/', `${folder}/`);
}

describe('the script', () => {
  test('is valid bash', () => {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  (has('shellcheck') ? test : test.skip)('has nothing that shellcheck minds', () => {
    expect(spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' }).stdout).toBe('');
  });
});

onThisMachine("the bastion's user data, run", () => {
  const tried = new Map<string, { code: number; said: string }>();
  const of = (name: string) => {
    const found = tried.get(name);
    if (!found) {
      throw new Error(`${name} was not tried; tried: ${[...tried.keys()].join(', ')}`);
    }
    return found;
  };

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-bastion-'));
    try {
      ['layers', 'root', 'home'].forEach((name) => mkdirSync(join(folder, name)));
      const home = join(folder, 'home');
      writeFileSync(join(home, 'bastion-proxy'), fromThePage('#!/bin/sh\n# bastion-proxy', home), { mode: 0o755 });
      writeFileSync(join(home, 'config'), fromThePage('Host acme-production', home), { mode: 0o600 });
      writeFileSync(join(folder, 'setup.sh'), script);
      const run = spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', '--kill-child', 'bash', INSIDE, folder, process.execPath], { env: { PATH, LANG: 'C' }, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' });
      for (const line of run.stdout.split('\n').filter(Boolean)) {
        const [name, code, said] = line.split('\t');
        tried.set(name, { code: Number(code), said: said.replaceAll('\\n', '\n') });
      }
      if (run.status !== 0) {
        throw new Error(`The run ended with ${run.status ?? run.signal}: ${run.stderr}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  const REFUSED = 'Permission denied (publickey)';

  describe('set-up', () => {
    test('records before it lets anybody in, and opens sshd last', () => {
      expect(of('first bastion').code).toBe(0);
      const calls = of('calls').said.split('\n');
      const at = (call: string) => calls.findIndex((line) => line.startsWith(call));
      expect(at('systemctl stop sshd')).toBe(0);
      expect([at('augenrules --load'), at('agent -a fetch-config'), at('systemctl enable --now bastion-heartbeat.timer')].every((place) => place > 0)).toBe(true);
      expect(calls.at(-1)).toBe('systemctl enable --now sshd');
    });

    test.each(['no packages', 'no host key'])('powers off when there is %s: no shell without its record', (name) => {
      expect(of(name).code).not.toBe(0);
      const calls = of(`calls with${name.replace('no ', 'out ')}`).said;
      expect(calls).toContain('systemctl poweroff');
      expect(calls).not.toContain('systemctl enable --now sshd');
    });

    test('keeps the host key across replacement', () => {
      expect(of('next bastion').code).toBe(0);
      expect(of('first host key').said).toMatch(/^ssh-ed25519 \S+ bastion$/);
      expect(of('next host key').said).toBe(of('first host key').said);
    });

    test.each([['etc/ssh/sshd_config', '600'], ['etc/ssh/ssh_host_ed25519_key', '600'], ['etc/audit/auditd.conf', '600'], ['etc/sudoers.d/ssm-agent-users', '440']])('%s has mode %s', (path, mode) => {
      expect(of(`mode of ${path}`).said).toBe(mode);
    });

    test('leaves nobody who becomes root', () => {
      expect(of('sudoers').said).toBe('ssm-agent-users');
      expect(of('ec2-user').said).toMatch(/^ec2-user L /);
      expect(of('login at once').said).toMatch(/\nops\nops$/);
    });

    test('records terminals once, and drops the rules that the image came with', () => {
      expect(of('terminal record').said).toBe('1');
      expect(of('rules').said).toBe('bastion.rules');
    });
  });

  describe('sshd', () => {
    test('accepts its configuration, which says what is meant', () => {
      expect(of('accepted')).toEqual({ code: 0, said: '' });
      const ops = of('effective for ops').said.split('\n');
      expect(ops).toEqual(expect.arrayContaining([
        'permitrootlogin no', 'passwordauthentication no', 'kbdinteractiveauthentication no', 'authenticationmethods publickey', 'authorizedkeysfile none',
        'authorizedkeyscommanduser ec2-instance-connect', 'maxauthtries 3', 'logingracetime 30', 'clientaliveinterval 60', 'clientalivecountmax 3', 'loglevel VERBOSE',
        'allowagentforwarding no', 'allowtcpforwarding no', 'permitopen none', 'hostkeyalgorithms ssh-ed25519', 'pubkeyacceptedalgorithms ssh-ed25519',
      ]));
      expect(of('effective for dba').said.split('\n')).toEqual(expect.arrayContaining(['allowtcpforwarding local', 'permitopen database.example.internal:5433 data.cluster-c0ffee.eu-central-1.rds.amazonaws.com:5433', 'allowagentforwarding no']));
    });

    test('admits a pushed key, and shows the banner', () => {
      expect(of('login at once')).toMatchObject({ code: 0, said: expect.stringContaining('Authorised people only.') });
      expect(of('login after 59 s').code).toBe(0);
    });

    test.each(['login after 60 s', 'login after 61 s', 'key of ops for dba', 'root', 'image account', 'key on the server', 'another kind of key', 'password'])('refuses: %s', (name) => {
      expect(of(name)).toMatchObject({ code: 255, said: expect.stringContaining(REFUSED) });
    });

    test('speaks modern algorithms only, one of them ready for quantum computers', () => {
      expect(of('weak cipher')).toMatchObject({ code: 255, said: expect.stringContaining('no matching cipher') });
      expect(of('weak exchange')).toMatchObject({ code: 255, said: expect.stringContaining('no matching key exchange') });
      expect(of('modern exchange').code).toBe(0);
    });

    test('forwards no agent', () => {
      expect(of('agent')).toMatchObject({ code: 0, said: expect.stringContaining('agent: none') });
    });

    test.each(['database by dba', 'replica by dba'])('forwards: %s', (name) => {
      expect(of(name)).toMatchObject({ code: 0, said: expect.stringContaining('reached 5433') });
    });

    test.each(['database by ops', 'other port by dba', 'database by another name'])('does not forward: %s', (name) => {
      expect(of(name)).toMatchObject({ code: 255, said: expect.stringContaining('administratively prohibited') });
    });

    test.each(['forwarding back', 'socket'])('does not forward: %s', (name) => {
      expect(of(name)).toMatchObject({ code: 255, said: expect.stringContaining('remote port forwarding failed') });
    });

    test('transfers no files by sftp', () => {
      expect(of('file transfer')).toMatchObject({ code: 255, said: expect.stringContaining('subsystem request failed') });
    });

    test('says on record whose key it took, and whence', () => {
      expect(of('sshd log').said).toMatch(/Accepted publickey for ops from 127\.0\.0\.1 port \d+ ssh2: ED25519 SHA256:/);
    });
  });

  test('docs/access.md leads to a shell and to the database', () => {
    expect(of('shell of the page')).toMatchObject({ code: 0, said: expect.stringMatching(/\ndba$/) });
    expect(of('tunnel of the page').code).toBe(0);
    expect(of('database of the page')).toEqual({ code: 0, said: 'reached 5433' });
  });

  test('a shell ends when it is left alone, and the limit cannot be lifted', () => {
    expect(of('idle shell').said).toContain('idle 1200');
    expect(of('idle shell').said).toContain('TMOUT: readonly variable');
    expect(of('idle shell').said).not.toContain('changed');
  });

  (has('nft') ? describe : describe.skip)('the local firewall', () => {
    test('is accepted by the kernel', () => {
      expect(of('local firewall')).toEqual({ code: 0, said: '' });
    });

    test.each(['metadata by ops', 'database from a shell of ops'])('refuses: %s', (name) => {
      expect(of(name).said).toMatch(/Connection refused/);
      expect(of(name).said).not.toContain('reached');
    });

    test.each(['metadata by the reader of keys', 'database from a shell of dba', 'application from a shell of ops'])('admits: %s', (name) => {
      expect(of(name).said).toContain('reached');
    });
  });

  (has('auditctl') ? describe : describe.skip)('the record', () => {
    // In a name space of its own, the kernel takes no rules; by then they have been read.
    const READ = /^(The audit system is disabled|Error sending add rule data request .*)?$/;

    test('every rule is read by auditctl, which minds a wrong one', () => {
      expect(of('rule that is none').said).toContain('unknown: no_such_call');
      const rules = [...tried].filter(([name]) => name.startsWith('rule -'));
      expect(rules.length).toBeGreaterThan(10);
      expect(rules.flatMap(([name, { said }]) => said.split('\n').filter((line) => !READ.test(line)).map((line) => `${name}: ${line}`))).toEqual([]);
    });

    test('the configuration is read by auditd', () => {
      expect(of('auditd.conf').said).toContain('disk_error_action_parser called with: HALT');
      expect(of('auditd.conf').said).not.toMatch(/not found|unknown|error in|should be/i);
    });
  });
});
