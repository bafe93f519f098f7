import { createHash } from 'node:crypto';
import type { Finding } from './expectation';

/** An object whose bytes are known. */
export interface KnownObject {
  /** Key of the object. */
  readonly key: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What is expected of a restored bucket. */
export interface ObjectChecks {
  readonly bucket: string;
  /** Least number of objects. */
  readonly atLeast: number;
  /** How many objects, spread over the listing, are read from end to end. */
  readonly sample: number;
  readonly known: readonly KnownObject[];
}

/** An object as it is listed. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

/** What is asked of S3. */
export interface ObjectStore {
  /** The objects of a bucket, in the order of their keys. */
  list(bucket: string): AsyncIterable<ListedObject>;
  /** The bytes of an object. */
  read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Counts the objects, reads a sample of them, and compares the known ones with their checksums. */
export async function checkObjects(checks: ObjectChecks, store: ObjectStore): Promise<Finding[]> {
  const { count, sample } = await walk(checks, store);
  const findings: Finding[] = [{ name: 'objects', problem: count < checks.atLeast ? `there are ${count}, less than ${checks.atLeast}` : undefined }];
  const damaged = (await inTurn(sample, async (object) => (await digestOf(checks.bucket, object.key, store))?.size === object.size)).filter((sound) => !sound).length;
  findings.push({ name: 'sample', problem: damaged > 0 ? `${damaged} of ${sample.length} objects cannot be read as they are listed` : undefined });
  const digests = await inTurn(checks.known, ({ key }) => digestOf(checks.bucket, key, store));
  checks.known.forEach(({ key, sha256 }, index) => {
    const found = digests[index];
    findings.push({ name: key, problem: found === undefined ? 'cannot be read' : found.sha256 === sha256 ? undefined : 'has another checksum than expected' });
  });
  return findings;
}

/** Counts, and keeps a sample in which each object is as likely as any other (reservoir sampling). */
async function walk(checks: ObjectChecks, store: ObjectStore): Promise<{ count: number; sample: ListedObject[] }> {
  const sample: ListedObject[] = [];
  let count = 0;
  for await (const object of store.list(checks.bucket)) {
    const place = Math.floor(Math.random() * (count + 1));
    count += 1;
    if (sample.length < checks.sample) {
      sample.push(object);
    } else if (place < checks.sample) {
      sample[place] = object;
    }
  }
  return { count, sample };
}

async function digestOf(bucket: string, key: string, store: ObjectStore): Promise<{ sha256: string; size: number } | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of await store.read(bucket, key)) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch {
    return undefined;
  }
  return { sha256: hash.digest('hex'), size };
}

async function inTurn<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(await each(item));
  }
  return results;
}
