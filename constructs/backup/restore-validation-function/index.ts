import tls from 'node:tls';
import { checkDatabases, type Credentials, type DatabaseChecks } from './database';
import type { Finding } from './expectation';
import { checkObjects, type ObjectChecks } from './objects';
import { S3Store } from './s3';
import { signInToken } from './sign-in';

/** What was restored and what is expected of it: the one or the other. */
export interface ValidationRequest {
  readonly database?: DatabaseChecks;
  readonly objects?: ObjectChecks;
}

/** The verdict, with the words that go to AWS Backup. */
export interface Validation {
  readonly sound: boolean;
  readonly message: string;
}

/** What Node.js 22 and newer tell of the certificates they trust. */
interface Trust {
  getCACertificates(kind: 'extra'): string[];
}

/** AWS Backup shows the message in a table. */
const MESSAGE_MAX = 1000;

/**
 * Looks whether a restored store holds what it should. Fails only if that cannot be found out.
 *
 * @throws Unreachable if a database cannot be talked to
 */
export async function handler(request: ValidationRequest): Promise<Validation> {
  const findings = await findingsOf(request);
  findings.forEach(({ name, problem }) => console.log({ check: name, sound: problem === undefined, problem }));
  return verdictOf(findings);
}

/** Nothing asked is nothing shown: a verdict without a single finding is a bad one. */
export function verdictOf(findings: readonly Finding[]): Validation {
  const bad = findings.filter(({ problem }) => problem !== undefined);
  const sound = findings.length > 0 && bad.length === 0;
  const message = findings.length === 0 ? 'Nothing was checked' : sound
    ? `${findings.length} checks, all sound: ${findings.map(({ name }) => name).join(', ')}`
    : `${bad.length} of ${findings.length} checks failed: ${bad.map(({ name, problem }) => `${name} ${problem}`).join('; ')}`;
  return { sound, message: message.slice(0, MESSAGE_MAX) };
}

async function findingsOf({ database, objects }: ValidationRequest): Promise<Finding[]> {
  if (database) {
    return checkDatabases(database, credentialsOf(database));
  }
  if (objects) {
    return checkObjects(objects, new S3Store());
  }
  return [];
}

function credentialsOf({ host, port, user }: DatabaseChecks): Credentials {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY!, sessionToken: AWS_SESSION_TOKEN! };
  return { password: signInToken({ host, port, user, region: AWS_REGION! }, keys, new Date()), authorities: rdsAuthorities() };
}

/**
 * Those of the file that `NODE_EXTRA_CA_CERTS` names, and no public ones.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html and https://nodejs.org/api/tls.html#tlsgetcacertificatestype
 */
function rdsAuthorities(): string[] {
  const authorities = (tls as unknown as Trust).getCACertificates('extra');
  if (authorities.length === 0) {
    throw new Error('NODE_EXTRA_CA_CERTS names no certificate: no database is to be trusted');
  }
  return authorities;
}
