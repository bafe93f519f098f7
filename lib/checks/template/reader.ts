import { readFileSync } from 'node:fs';
import type { Json } from './json';

/**
 * Reads a synthesized template. The one place outside the front door that reads files: the judge reads what will be
 * deployed, not what the builder meant (decisions/0002-judge-reads-templates.md).
 */
export function readTemplate(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}
