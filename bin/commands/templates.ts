import { readFileSync } from 'node:fs';
import type { Note } from '../../lib/checks/check/notes';
import type { CheckInput } from '../../lib/checks/check/report';
import { isMap } from '../../lib/checks/template/json';
import type { Json } from '../../lib/checks/template';
import { placesOfJson, type Places } from '../templates/json-places';
import { readYaml } from '../templates/yaml-template';

/** CloudFormation takes templates of up to 1 MB. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Reads templates, JSON or YAML. One that cannot be read carries the reason. */
export function readTemplates(files: readonly string[]): CheckInput[] {
  return files.map((file) => {
    try {
      return { name: file, ...parseTemplate(textOf(file)) };
    } catch (error) {
      return { name: file, error: messageOf(error) };
    }
  });
}

function textOf(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.length > MOST_BYTES) {
    throw new Error(`it has ${Math.ceil(bytes.length / 1024 / 1024)} MB; CloudFormation takes 1 MB`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not text in UTF-8');
  }
}

function messageOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'it may not be read', EISDIR: 'it is a directory: name the templates in it', ENOENT: 'there is no such file',
  };
  return error instanceof RangeError ? 'it is nested too deep' : reasons[code ?? ''] ?? message;
}

/** Reads a template from text. Throws with the reason if it is none. */
export function parseTemplate(text: string): Omit<Extract<CheckInput, { body: Json }>, 'name'> {
  if (text.trim() === '') {
    throw new Error('it is empty');
  }
  const { value: body, root, duplicates } = parse(text);
  if (!isMap(body)) {
    throw new Error(`it holds ${Array.isArray(body) ? 'a list' : 'plain text'}, not a template`);
  }
  if (!isMap(body.Resources)) {
    throw new Error('it has no Resources, so it is no CloudFormation template');
  }
  const notes = duplicates.map(({ key, line }): Note => ({ message: `${key} stands twice in the same place; the last one is judged`, line, undecided: false }));
  return { body, places: root, notes };
}

function parse(text: string): { readonly value: Json } & Places {
  if (!text.trimStart().startsWith('{')) {
    return readYaml(text);
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    try {
      return readYaml(text);
    } catch {
      throw new Error(`it is not JSON: ${(error as Error).message}`);
    }
  }
  return { value, ...placesOfJson(text) };
}
