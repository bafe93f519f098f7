import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { end, start } from './processes';

/** A running emulator. */
export interface Emulator {
  /** The one endpoint of every service, account and region. By name: the emulator tells path-style addresses by it. */
  readonly endpoint: string;
  readonly process: ChildProcess;
}

/** A port that nothing on the loopback interface listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

/** Starts the emulator and waits until it answers. What it prints goes to `log`. */
export async function startEmulator(python: string, folder: string, log: string, seconds = 90): Promise<Emulator> {
  const port = await freePort();
  const file = createWriteStream(log);
  const child = start(python, ['-m', 'emulator', String(port)], {
    cwd: folder,
    env: { PYTHONPATH: folder, PYTHONUNBUFFERED: '1' },
    onLine: (line) => file.write(`${line}\n`),
  });
  const endpoint = `http://localhost:${port}`;
  for (let waited = 0; waited < seconds * 4; waited += 1) {
    if (child.exitCode !== null) {
      throw new Error(`The emulator ended at once, with ${child.exitCode}: see ${log}`);
    }
    const answers = await fetch(`${endpoint}/dtap-api/health`).then((answer) => answer.ok, () => false);
    if (answers) {
      return { endpoint, process: child };
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  end(child, 'SIGKILL');
  throw new Error(`The emulator did not answer within ${seconds} s: see ${log}`);
}

/** Environment variables that make an AWS client, the CDK CLI included, speak to the emulator and to nothing else. */
export function environmentFor(endpoint: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'eu-central-1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CI: 'true',
    NO_PROXY: 'localhost,127.0.0.1',
    no_proxy: 'localhost,127.0.0.1',
    NO_COLOR: '1',
  };
}
