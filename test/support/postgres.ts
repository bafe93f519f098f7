import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const TOOLS = ['initdb', 'postgres', 'psql'];

/** Folder of PostgreSQL's programs; undefined if they are not on this machine. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin')) : [];
  return [...versions, ...(process.env.PATH ?? '').split(':')].find((folder) => TOOLS.every((tool) => existsSync(join(folder, tool))));
}

/** Somebody who is not root, because PostgreSQL refuses to run as root: `postgres`, or else `nobody`. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const id = (flag: string) => ['postgres', 'nobody'].map((user) => spawnSync('id', [flag, user], { encoding: 'utf8' })).find(({ status }) => status === 0)?.stdout.trim();
  return { uid: Number(id('-u')), gid: Number(id('-g')) };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A PostgreSQL server of a test's own, which speaks TLS under a certificate for `localhost`, in a folder that goes with it. */
export class Postgres {
  public static async start(programs: string): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-postgres-'));
    const who = unprivileged();
    const data = join(folder, 'data');
    mkdirSync(data);
    const certificate = (name: string) => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
      '-addext', `subjectAltName=DNS:${name}`, '-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)], { stdio: 'ignore' });
    ['localhost', 'elsewhere.example'].forEach(certificate);
    if (who) {
      [folder, data, join(folder, 'localhost.key'), join(folder, 'localhost.pem')].forEach((path) => chownSync(path, who.uid, who.gid));
    }
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'localhost.key'), 0o600);
    execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'admin', '-A', 'scram-sha-256', '--pwfile', passwordFile(folder), '--no-sync', '-E', 'UTF8', '--locale', 'C'], { ...who, stdio: 'ignore', cwd: folder });
    const port = await freePort();
    const settings = { listen_addresses: 'localhost', port, unix_socket_directories: folder, fsync: 'off', ssl: 'on', ssl_cert_file: join(folder, 'localhost.pem'), ssl_key_file: join(folder, 'localhost.key') };
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], { ...who, cwd: folder, stdio: 'ignore' });
    const postgres = new Postgres(programs, folder, port, server);
    await postgres.ready();
    return postgres;
  }

  private constructor(private readonly programs: string, public readonly folder: string, public readonly port: number, private readonly server: ChildProcess) {}

  /** Runs statements as the superuser. */
  public run(sql: string, database = 'postgres'): string {
    return execFileSync(join(this.programs, 'psql'), ['-qAt', '-v', 'ON_ERROR_STOP=1', '-h', this.folder, '-p', String(this.port), '-U', 'admin', '-d', database, '-c', sql], { env: { PGPASSWORD: PASSWORD }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  public async stop(): Promise<void> {
    const ended = new Promise((done) => this.server.once('exit', done));
    this.server.kill('SIGQUIT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end && this.server.exitCode === null;) {
      try {
        this.run('SELECT 1');
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    throw new Error('PostgreSQL did not start');
  }
}

/** Of the superuser. */
const PASSWORD = 'of-the-superuser';

function passwordFile(folder: string): string {
  const file = join(folder, 'password');
  writeFileSync(file, PASSWORD, { mode: 0o644 });
  return file;
}
