import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVIDENCE_FILE, type Evidence } from './evidence';

/**
 * Writes the evidence into a cloud assembly, a line per entry of its lists, so that two files compare line by line.
 *
 * The judge's one place that writes files, as `template/reader.ts` is its one place that reads them.
 */
export function writeEvidence(directory: string, evidence: Evidence): void {
  writeFileSync(join(directory, EVIDENCE_FILE), serialize(evidence));
}

/** The same bytes for the same evidence. */
export function serialize(evidence: Evidence): string {
  const lines = Object.entries(evidence).map(([key, value]) => `${JSON.stringify(key)}: ${Array.isArray(value) ? listOf(value) : JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A list with a line per entry: written at once and broken before each first key, which is quicker than entry by entry. */
function listOf(entries: readonly object[]): string {
  const first = Object.keys(entries[0] ?? {})[0];
  const text = JSON.stringify(entries);
  return first === undefined ? text : `[\n${text.slice(1, -1).replaceAll(`},{"${first}":`, `},\n{"${first}":`)}\n]`;
}
