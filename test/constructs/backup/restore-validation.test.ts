import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { checkDatabases, type DatabaseChecks } from '../../../constructs/backup/restore-validation-function/database';
import { problemOf, type Query } from '../../../constructs/backup/restore-validation-function/expectation';
import { handler, verdictOf } from '../../../constructs/backup/restore-validation-function/index';
import { checkObjects, type ObjectStore } from '../../../constructs/backup/restore-validation-function/objects';
import { signInToken } from '../../../constructs/backup/restore-validation-function/sign-in';
import { freePort, Postgres, postgresPrograms } from '../../support/postgres';

const programs = postgresPrograms();
if (!programs) {
  process.stderr.write('The validation of restores is not run against PostgreSQL: it is not on this machine (Debian: apt-get install postgresql).\n');
}
const onPostgres = programs ? describe : describe.skip;

const CUSTOMERS = 200;
const PASSWORD = 'of-the-rehearsal';
/** What an application writes down of itself, in the database it is about, so that it is backed up with it. */
const SOURCE = `
  CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
  INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, ${CUSTOMERS}) n;
  CREATE TABLE closing (day date PRIMARY KEY, digest text NOT NULL);
  INSERT INTO closing SELECT current_date, md5(string_agg(name, ',' ORDER BY id)) FROM customers;
`;
const QUERIES: Query[] = [
  { name: 'customers', database: '', sql: 'SELECT count(*) FROM customers', atLeast: CUSTOMERS },
  { name: 'first customer', database: '', sql: 'SELECT name FROM customers WHERE id = 1', exactly: 'customer 1' },
  { name: 'digest', database: '', sql: "SELECT md5(string_agg(name, ',' ORDER BY id)) FROM customers", sameAs: 'SELECT digest FROM closing ORDER BY day DESC LIMIT 1' },
];

onPostgres('a restored PostgreSQL', () => {
  let postgres: Postgres;
  let authorities: string[];

  beforeAll(async () => {
    postgres = await Postgres.start(programs!);
    authorities = [readFileSync(join(postgres.folder, 'localhost.pem'), 'utf8')];
    postgres.run(`CREATE USER rehearsal PASSWORD '${PASSWORD}'; GRANT pg_read_all_data TO rehearsal`);
    postgres.run('CREATE DATABASE source');
    postgres.run(SOURCE, 'source');
    const damages = { sound: '', fewer: 'DELETE FROM customers WHERE id > 150', altered: "UPDATE customers SET name = 'somebody else' WHERE id = 77", empty: 'DROP TABLE customers, closing' };
    Object.entries(damages).forEach(([name, damage]) => {
      postgres.run(`CREATE DATABASE ${name} TEMPLATE source`);
      postgres.run(damage, name);
    });
  }, 60_000);

  afterAll(() => postgres.stop());

  const checks = (database: string, changes: Partial<DatabaseChecks> = {}): DatabaseChecks => ({
    host: 'localhost', port: postgres.port, user: 'rehearsal', statementTimeout: 5000, queries: QUERIES.map((query) => ({ ...query, database })), ...changes,
  });
  const ask = async (request: DatabaseChecks, credentials: { password?: string; authorities?: string[] } = {}) =>
    Object.fromEntries((await checkDatabases(request, { password: PASSWORD, authorities, ...credentials })).map(({ name, problem }) => [name, problem]));
  const one = (sql: string, expected: Partial<Query> = { exactly: '1' }, database = 'sound'): Query[] => [{ name: 'it', database, sql, ...expected }];
  const problem = async (sql: string, changes: Partial<DatabaseChecks> = {}) => (await ask(checks('sound', { queries: one(sql), ...changes }))).it;

  test('that is sound is found sound', async () => {
    expect(await ask(checks('sound'))).toEqual({ 'customers': undefined, 'first customer': undefined, 'digest': undefined });
  });

  test('whose rows are missing is found out by their number, and by what the source recorded', async () => {
    expect(await ask(checks('fewer'))).toEqual({ 'customers': 'yields 150, less than 200', 'first customer': undefined, 'digest': 'differs from what the source recorded' });
  });

  test('with as many rows, one of them altered, is found out by what the source recorded', async () => {
    expect(await ask(checks('altered'))).toEqual({ 'customers': undefined, 'first customer': undefined, 'digest': 'differs from what the source recorded' });
  });

  test('that is empty fails every query', async () => {
    const noTable = 'there is no such table (42P01)';
    expect(await ask(checks('empty'))).toEqual({ 'customers': noTable, 'first customer': noTable, 'digest': noTable });
  });

  test('without the database fails every query', async () => {
    expect((await ask(checks('gone'))).customers).toBe('there is no such database (3D000)');
  });

  test('is asked in several databases at once, and one that is damaged hides none that is sound', async () => {
    expect(await ask(checks('', { queries: [...one('SELECT 1'), { name: 'other', database: 'empty', sql: 'SELECT count(*) FROM customers', atLeast: 1 }, { name: 'third', database: 'fewer', sql: 'SELECT 1', exactly: '1' }] })))
      .toEqual({ it: undefined, other: 'there is no such table (42P01)', third: undefined });
  });

  test('where a query hangs fails that query in time, and answers the next', async () => {
    const begun = Date.now();
    const found = await ask(checks('sound', { statementTimeout: 200, queries: [...one('SELECT pg_sleep(60)'), { name: 'next', database: 'sound', sql: 'SELECT 1', exactly: '1' }] }));
    expect(found).toEqual({ it: 'it ran too long (57014)', next: undefined });
    expect(Date.now() - begun).toBeLessThan(5000);
  });

  test('that nobody answers for is no verdict, but a failure that can be tried again', async () => {
    const port = await freePort();
    await expect(ask(checks('sound', { port }))).rejects.toMatchObject({ name: 'Unreachable', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('under a certificate of somebody else is not talked to', async () => {
    const others = [readFileSync(join(postgres.folder, 'elsewhere.example.pem'), 'utf8')];
    await expect(ask(checks('sound'), { authorities: others })).rejects.toMatchObject({ name: 'Unreachable', message: expect.stringContaining('certificate') });
  });

  test('under a certificate for another host is not talked to', async () => {
    await expect(ask(checks('sound', { host: '127.0.0.1' }))).rejects.toMatchObject({ name: 'Unreachable' });
  });

  test('that speaks no TLS gets no password', async () => {
    const sent: string[] = [];
    const sockets = new Set<Socket>();
    const plain = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('data', (data) => {
        sent.push(data.toString('latin1'));
        socket.write('N');
      });
    });
    await new Promise<void>((done) => plain.listen(0, 'localhost', done));
    const { port } = plain.address() as { port: number };
    await expect(ask(checks('sound', { port }))).rejects.toMatchObject({ name: 'Unreachable', message: expect.stringContaining('does not support SSL') });
    expect(sent.join('')).not.toContain(PASSWORD);
    sockets.forEach((socket) => socket.destroy());
    plain.close();
  });

  test('that refuses the user says so, and not what it was asked with', async () => {
    expect((await ask(checks('sound'), { password: 'wrong' })).customers).toBe('sign-in was refused: is there such a user, with rds_iam? (28P01)');
    expect((await ask(checks('sound', { user: 'stranger' }))).customers).toMatch(/^sign-in was refused/);
  });

  test.each([
    ['two rows', 'SELECT generate_series(1, 2)', 'does not yield one value'],
    ['no row', 'SELECT 1 WHERE false', 'does not yield one value'],
    ['two columns', 'SELECT 1, 1', 'does not yield one value'],
    ['nothing known', 'SELECT NULL', 'does not yield one value'],
    ['two statements', 'SELECT 1; SELECT 1', 'it is no single statement that PostgreSQL understands (42601)'],
    ['a statement that writes', 'WITH gone AS (DELETE FROM customers RETURNING 1) SELECT 1', 'it is no reading statement (25006)'],
    ['an error that quotes data', 'SELECT name::int FROM customers WHERE id = 5', 'PostgreSQL refused it (22P02)'],
  ])('refuses what yields %s', async (_, sql, expected) => {
    const found = await problem(sql);
    expect(found).toBe(expected);
    expect(found).not.toContain('customer 5');
  });

  test('signs in by the token of the role, and reports in one sentence', async () => {
    const region = 'eu-north-1';
    const before = { ...process.env };
    Object.assign(process.env, { AWS_REGION: region, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' });
    // As the runtime does, from a file named in its environment.
    const trust = tls as unknown as { getCACertificates?: (kind: string) => string[] };
    const asBefore = trust.getCACertificates;
    trust.getCACertificates = (kind) => (kind === 'extra' ? authorities : []);
    jest.useFakeTimers({ now: new Date('2026-11-22T03:04:05Z'), doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'clearInterval', 'hrtime', 'performance'] });
    try {
      const token = signInToken({ host: 'localhost', port: postgres.port, user: 'by_token', region }, { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' }, new Date());
      postgres.run(`CREATE USER by_token PASSWORD '${token}'; GRANT pg_read_all_data TO by_token`);
      jest.spyOn(console, 'log').mockReturnValue();
      expect(await handler({ database: checks('sound', { user: 'by_token' }) })).toEqual({ sound: true, message: '3 checks, all sound: customers, first customer, digest' });
      trust.getCACertificates = () => [];
      await expect(handler({ database: checks('sound', { user: 'by_token' }) })).rejects.toThrow('no database is to be trusted');
      trust.getCACertificates = () => authorities;
      expect(await handler({ database: checks('fewer', { user: 'by_token' }) })).toEqual({
        sound: false, message: '2 of 3 checks failed: customers yields 150, less than 200; digest differs from what the source recorded',
      });
    } finally {
      jest.useRealTimers();
      jest.restoreAllMocks();
      trust.getCACertificates = asBefore;
      process.env = before;
    }
  });
});

describe('a verdict', () => {
  test('on nothing is a bad one', async () => {
    expect(await handler({})).toEqual({ sound: false, message: 'Nothing was checked' });
  });

  test('fits into a table of AWS Backup', () => {
    expect(verdictOf(Array.from({ length: 200 }, (_, i) => ({ name: `query ${i}`, problem: 'differs' }))).message).toHaveLength(1000);
  });

  test.each([
    ['a text where a number is due', { atLeast: 1 }, 'none', 'yields no number'],
    ['nothing where a number is due', { atLeast: 0 }, '', 'yields no number'],
    ['a number just large enough', { atLeast: 10 }, '10', undefined],
    ['a number one too small', { atLeast: 10 }, '9', 'yields 9, less than 10'],
    ['a fraction too small', { atLeast: 10 }, '9.99', 'yields 9.99, less than 10'],
    ['another text', { exactly: 'a' }, 'A', 'differs from what is expected'],
  ])('%s', (_, expected, answer, problem) => {
    expect(problemOf({ name: 'it', database: 'app', sql: '', ...expected }, answer)).toBe(problem);
  });
});

test('the sign-in token is the one that AWS\'s own SDK makes', () => {
  // Made by botocore's generate_db_auth_token for the same moment.
  const token = signInToken({ host: 'awsbackup-restore-test-1.cluster-abc.eu-north-1.rds.amazonaws.com', port: 5433, user: 'rehearsal', region: 'eu-north-1' },
    { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: 'IQoJb3/+==' }, new Date('2026-11-22T03:04:05.678Z'));
  expect(token).toMatch(/^awsbackup-restore-test-1\.cluster-abc\.eu-north-1\.rds\.amazonaws\.com:5433\/\?Action=connect&DBUser=rehearsal&/);
  expect(token).toContain('X-Amz-Signature=5d474303bb817e7f0b53bfd7301dd17adc9420da1251101cc54502f5b959d777');
});

describe('a restored bucket', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const bytes = (key: string) => `bytes of ${key}`;
  const keys = Array.from({ length: 50 }, (_, i) => `photo-${i}`);
  const bucketOf = (objects: Map<string, string>, listed = (text: string) => text.length): ObjectStore & { reads: string[] } => ({
    reads: [],
    async *list() {
      for (const [key, text] of objects) {
        yield { key, size: listed(text) };
      }
    },
    async read(_bucket, key) {
      this.reads.push(key);
      const text = objects.get(key);
      if (text === undefined) {
        throw new Error('NoSuchKey');
      }
      return (async function* () {
        yield Buffer.from(text.slice(0, 4));
        yield Buffer.from(text.slice(4));
      })();
    },
  });
  const all = () => new Map(keys.map((key) => [key, bytes(key)]));
  const checks = { bucket: 'awsbackup-restore-test-1', atLeast: 50, sample: 5, known: [{ key: 'photo-7', sha256: sha256(bytes('photo-7')) }] };
  const ask = async (store: ObjectStore, changes = {}) => Object.fromEntries((await checkObjects({ ...checks, ...changes }, store)).map(({ name, problem }) => [name, problem]));

  test('that is whole is found sound; as many objects are read as asked for, each once, and the known ones', async () => {
    const store = bucketOf(all());
    expect(await ask(store)).toEqual({ 'objects': undefined, 'sample': undefined, 'photo-7': undefined });
    expect(store.reads).toHaveLength(6);
    expect(new Set(store.reads.slice(0, 5)).size).toBe(5);
  });

  test('with fewer objects is found out, and so is an empty one', async () => {
    const fewer = all();
    fewer.delete('photo-49');
    expect((await ask(bucketOf(fewer))).objects).toBe('there are 49, less than 50');
    expect(await ask(bucketOf(new Map()))).toEqual({ 'objects': 'there are 0, less than 50', 'sample': undefined, 'photo-7': 'cannot be read' });
  });

  test('with one known object altered, to the same length, is found out by its checksum', async () => {
    expect((await ask(bucketOf(all().set('photo-7', bytes('photo-7').toUpperCase()))))['photo-7']).toBe('has another checksum than expected');
  });

  test('whose objects are cut short is found out by reading them', async () => {
    expect((await ask(bucketOf(all(), (text) => text.length + 1))).sample).toBe('5 of 5 objects cannot be read as they are listed');
  });

  test('any object may be in the sample, not the first ones alone', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const store = bucketOf(all());
      await ask(store, { known: [] });
      store.reads.forEach((key) => seen.add(key));
    }
    expect(seen.size).toBe(50);
  });
});
