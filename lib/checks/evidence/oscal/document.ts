import { createHash } from 'node:crypto';
import type { Json, JsonMap } from '../../template/json';

/** Version of OSCAL that is written. */
export const OSCAL_VERSION = '1.1.3';
/**
 * The time that stands in documents when none is given. OSCAL demands times, and a clock would change the bytes with every
 * run; when something was synthesized is known to the commit and to the pipeline.
 */
export const NO_TIME = '1970-01-01T00:00:00Z';
/** Namespace of the properties that OSCAL does not know. */
const NAMESPACE = 'https://github.com/cdk-dtap/cdk-dtap/ns/oscal';
/** Namespace of the identifiers (version 5), itself made from the one above. */
const SEED = '5a9e2c0e-3a9d-5e0f-8f6b-2f1c7a4b9d10';

/** What every document of an estate has in common. */
export interface OscalContext {
  /** The estate's name. */
  readonly estate: string;
  /** RFC 3339, with a time zone. */
  readonly at: string;
  /** Changes with the evidence, and with nothing else. */
  readonly version: string;
}

/** An identifier that is the same wherever and whenever it is made of the same names: a UUID of version 5 (RFC 9562). */
export function uuid(...names: string[]): string {
  const seed = Buffer.from(SEED.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(seed).update(names.join('\n')).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A short digest of a text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A property of ours. OSCAL takes no empty value, and no white space around or lines within one. */
export function property(name: string, value: string): JsonMap {
  return { name, ns: NAMESPACE, value: value.replace(/\s+/g, ' ').trim() || '-' };
}

/** An object without the members that are undefined or empty lists, which OSCAL refuses. */
export function compact(members: { readonly [key: string]: Json | undefined }): JsonMap {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined && !(Array.isArray(entry[1]) && entry[1].length === 0)));
}

/** The head of a document. */
export function metadata(context: OscalContext, title: string): JsonMap {
  const time = context.at === NO_TIME ? 'The time is the fixed epoch: the same input gives the same bytes. When it was made, the commit and the pipeline tell.' : 'The time is the one that was given to the command.';
  return { title, 'last-modified': context.at, version: context.version, 'oscal-version': OSCAL_VERSION, remarks: `Written by cdk-dtap from the evidence of a synthesis. ${time}` };
}
