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
  const lines = Object.entries(evidence).map(([key, value]) => {
    const list = Array.isArray(value) ? `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]` : JSON.stringify(value);
    return `${JSON.stringify(key)}: ${list}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
