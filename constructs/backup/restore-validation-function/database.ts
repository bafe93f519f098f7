import { Client, type ClientConfig, type CustomTypesConfig, type QueryArrayConfig } from 'pg';
import { type Finding, problemOf, type Query } from './expectation';

/** A restored database server, and what is asked of it. */
export interface DatabaseChecks {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly queries: readonly Query[];
  /** How long a statement may run, in milliseconds. */
  readonly statementTimeout: number;
}

/** What it takes to sign in. */
export interface Credentials {
  readonly password: string;
  /** Certificates of the authorities that sign the server's, each as PEM. */
  readonly authorities: string[];
}

/** The server cannot be talked to: no verdict on what it holds, so whoever asked may ask again. */
export class Unreachable extends Error {
  public override readonly name = 'Unreachable';
}

const CONNECT_MS = 10_000;
/** How much longer than the server this side waits: a server that is gone cancels nothing. */
const GRACE_MS = 2_000;
/** Leaves values as the server writes them. */
const TEXT: CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value };

/** The driver's own types forget the mode. */
interface Question extends QueryArrayConfig {
  readonly queryMode: 'extended';
}

/** SQLSTATEs in words, by which it shows whose fault it is: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const WORDS: Readonly<Record<string, string>> = {
  '28000': 'sign-in was refused: is there such a user, with rds_iam?',
  '28P01': 'sign-in was refused: is there such a user, with rds_iam?',
  '3D000': 'there is no such database',
  '3F000': 'there is no such schema',
  '42P01': 'there is no such table',
  '42501': 'the user may not read that',
  '25006': 'it is no reading statement',
  '42601': 'it is no single statement that PostgreSQL understands',
  '57014': 'it ran too long',
};

/** Asks every question; a question that fails keeps none of the others from being asked. */
export async function checkDatabases(checks: DatabaseChecks, credentials: Credentials): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const database of [...new Set(checks.queries.map((query) => query.database))]) {
    findings.push(...await checkDatabase(database, checks, credentials));
  }
  return findings;
}

async function checkDatabase(database: string, checks: DatabaseChecks, credentials: Credentials): Promise<Finding[]> {
  const queries = checks.queries.filter((query) => query.database === database);
  const client = new Client(configOf(database, checks, credentials));
  // A connection that breaks between two statements is told here; the next statement fails by it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const refused = refusal(error);
    if (refused === undefined) {
      throw new Unreachable(`${database}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return queries.map(({ name }) => ({ name, problem: refused }));
  }
  try {
    const findings: Finding[] = [];
    for (const query of queries) {
      findings.push({ name: query.name, problem: await ask(client, query) });
    }
    return findings;
  } finally {
    // Not waited for: a statement that hangs would hold the farewell up.
    void client.end().catch(() => undefined);
  }
}

function configOf(database: string, checks: DatabaseChecks, credentials: Credentials): ClientConfig {
  return {
    host: checks.host,
    port: checks.port,
    user: checks.user,
    database,
    password: credentials.password,
    ssl: { ca: credentials.authorities, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: checks.statementTimeout,
    query_timeout: checks.statementTimeout + GRACE_MS,
    options: '-c default_transaction_read_only=on',
    application_name: 'restore-validation',
  };
}

async function ask(client: Client, query: Query): Promise<string | undefined> {
  try {
    const answer = await oneValue(client, query.sql);
    const recorded = query.sameAs === undefined ? undefined : await oneValue(client, query.sameAs);
    return problemOf(query, answer, recorded);
  } catch (error) {
    return refusal(error) ?? (error instanceof Error ? error.message : String(error));
  }
}

/** Extended protocol, which takes one statement; values as the server writes them. */
async function oneValue(client: Client, sql: string): Promise<string> {
  const question: Question = { text: sql, values: [], rowMode: 'array', queryMode: 'extended', types: TEXT };
  const { rows } = await client.query<(string | null)[]>(question);
  if (rows.length !== 1 || rows[0].length !== 1 || rows[0][0] === null) {
    throw new Error('does not yield one value');
  }
  return rows[0][0];
}

/** What the server said no with; undefined if it was not the server. Its own words could quote what it holds. */
function refusal(error: unknown): string | undefined {
  const { code, severity } = error as { code?: string; severity?: string };
  return severity === undefined || code === undefined ? undefined : `${WORDS[code] ?? 'PostgreSQL refused it'} (${code})`;
}
