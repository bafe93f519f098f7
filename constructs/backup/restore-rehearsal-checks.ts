import type { Problems } from '../shared/problems';
import { type DatabaseRehearsal, type ObjectsRehearsal, RehearsalDay, type RestoreQuery, type RestoreRehearsalProps } from './restore-rehearsal-props';

const WEEK = Object.values(RehearsalDay);
/** A week, less the day that a rehearsal may take from its start to its verdict, less one to be on time. */
const DAYS_APART_MAX = 5;

/** Records what is wrong with a rehearsal on those days. */
export function checkRehearsal(problems: Problems, props: RestoreRehearsalProps, days: RehearsalDay[]): void {
  problems.require(/^\w{1,50}$/.test(props.planName), 'planName', props.planName, 'Write 1 to 50 letters, digits and underscores.');
  problems.require(props.vaultArns.length > 0, 'vaultArns', props.vaultArns, 'Name the vaults that hold what is to be restored.');
  problems.require(!!props.database || !!props.objects, 'database', undefined, 'Say how databases are looked at, or buckets, or both: else nothing is rehearsed.');
  const apart = farthest(days);
  problems.require(apart <= DAYS_APART_MAX, 'days', days, `They are ${apart} days apart; an alarm looks back a week. Name days that are ${DAYS_APART_MAX} days apart at most, e.g. Monday and Thursday.`);
  const hour = props.startHour ?? 0;
  problems.require(Number.isInteger(hour) && hour >= 0 && hour <= 23, 'startHour', props.startHour, 'Write an hour of the day in UTC, 0 to 23.');
  checkDatabase(problems, props.database);
  checkObjects(problems, props.objects);
}

function farthest(days: RehearsalDay[]): number {
  const places = [...new Set(days)].map((day) => WEEK.indexOf(day)).sort((a, b) => a - b);
  return places.length === 0 ? WEEK.length : Math.max(...places.map((place, i) => (places[(i + 1) % places.length] - place + WEEK.length) % WEEK.length || WEEK.length));
}

function checkDatabase(problems: Problems, database: DatabaseRehearsal | undefined): void {
  if (!database) {
    return;
  }
  const { queries, user, statementTimeout } = database;
  problems.require(queries.length > 0 && queries.length <= 100, 'database.queries', queries.length, 'Declare 1 to 100 queries: a restored database that nobody asks anything shows nothing.');
  const names = queries.map(({ name }) => name);
  problems.require(new Set(names).size === names.length, 'database.queries', names, 'Give each query a name of its own.');
  queries.forEach((query, i) => checkQuery(problems, `database.queries[${i}]`, query));
  problems.require(user === undefined || /^[a-z_][a-z0-9_]{0,62}$/.test(user), 'database.user', user, 'Write a name of lower-case letters, digits and underscores.');
  const seconds = statementTimeout?.toSeconds();
  problems.require(seconds === undefined || (seconds >= 1 && seconds <= 600), 'database.statementTimeout', seconds, 'Choose 1 second to 10 minutes.');
}

function checkQuery(problems: Problems, path: string, query: RestoreQuery): void {
  problems.require(/^[^\s].{0,59}$/.test(query.name), `${path}.name`, query.name, 'Write 1 to 60 characters.');
  problems.require(query.sql.trim().length > 0, `${path}.sql`, query.sql, 'Write one statement that yields one value.');
  const expectations = [query.atLeast, query.exactly, query.sameAs].filter((expected) => expected !== undefined);
  problems.require(expectations.length === 1, path, query.name, 'Say what the answer has to be by exactly one of atLeast, exactly and sameAs.');
  problems.require(query.atLeast === undefined || query.atLeast > 0, `${path}.atLeast`, query.atLeast, 'Write a number above 0: an empty database has 0 of everything.');
}

function checkObjects(problems: Problems, objects: ObjectsRehearsal | undefined): void {
  if (!objects) {
    return;
  }
  const { atLeast, sample = 1, known = [] } = objects;
  problems.require(Number.isInteger(atLeast) && atLeast >= 1, 'objects.atLeast', atLeast, 'Write a whole number, 1 or more: an empty bucket shows nothing.');
  problems.require(Number.isInteger(sample) && sample >= 1 && sample <= 1000, 'objects.sample', sample, 'Write a whole number of objects, 1 to 1,000.');
  known.forEach(({ sha256 }, i) => problems.require(/^[0-9a-f]{64}$/.test(sha256), `objects.known[${i}].sha256`, sha256, 'Write 64 hexadecimal digits in lower case.'));
}
