import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A TypeScript file of the project, by its path from the project's folder. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The TypeScript files below some folders. */
export function sourcesBelow(...folders: string[]): Source[] {
  return folders.flatMap((folder) => (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file.replaceAll('\\', '/')}`))
    .sort().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** What a file imports or re-exports: packages by name, files of the project by their path without extension. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:^|\n)(?:import|export)\b[^;]*?from '([^']+)'|\bimport '([^']+)'|\b(?:require|import)\('([^']+)'\)/g)]
    .map(([, from, bare, called]) => from ?? bare ?? called)
    .map((name) => (name.startsWith('.') ? join(dirname(path), name).replaceAll('\\', '/') : name));
}
