import type { Template } from './assembly';

/** Stacks by path, each with its sanitized template. */
export type Snapshot = Record<string, Template>;

/** Asset hashes change with every build of their content, and say nothing to a reviewer. */
const ASSET_HASH = /\b[0-9a-f]{64}\b/g;

/** A template without what differs from one machine or build to the next: asset hashes, construct paths, the bootstrap check. */
export function sanitize(template: Template): Template {
  const copy = JSON.parse(JSON.stringify(template).replace(ASSET_HASH, '<asset>')) as Record<string, Record<string, Record<string, unknown>> | undefined>;
  for (const resource of Object.values(copy.Resources ?? {})) {
    const metadata = resource.Metadata as Record<string, unknown> | undefined;
    delete metadata?.['aws:cdk:path'];
    if (metadata && Object.keys(metadata).length === 0) {
      delete resource.Metadata;
    }
  }
  delete copy.Parameters?.BootstrapVersion;
  delete copy.Rules?.CheckBootstrapVersion;
  return Object.fromEntries(Object.entries(copy).filter(([, section]) => typeof section !== 'object' || Object.keys(section).length > 0)) as Template;
}

/** What changed between two snapshots, a line each: which stack, which resource, which property, from what to what. */
export function difference(before: Snapshot, after: Snapshot): string[] {
  return keysOf(before, after).flatMap((path) => {
    if (!(path in after)) {
      return [`- ${path}: the stack is gone`];
    }
    if (!(path in before)) {
      return [`+ ${path}: a new stack of ${Object.keys(after[path].Resources ?? {}).length} resources`];
    }
    return keysOf(before[path], after[path]).flatMap((section) => sectionDifference(path, section, before[path][section] as Json, after[path][section] as Json));
  });
}

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

function sectionDifference(path: string, section: string, before: Json, after: Json): string[] {
  if (!isObject(before ?? {}) || !isObject(after ?? {})) {
    return valueDifference(`${path}: ${section}`, before, after);
  }
  const [from, to] = [(before ?? {}) as { [key: string]: Json }, (after ?? {}) as { [key: string]: Json }];
  return keysOf(from, to).flatMap((id) => {
    const [old, now] = [from[id], to[id]];
    const type = isObject(now) ? now.Type : isObject(old) ? old.Type : undefined;
    const place = `${path}: ${section === 'Resources' ? `${id} (${String(type)})` : `${section}.${id}`}`;
    return old === undefined ? [`+ ${place}`] : now === undefined ? [`- ${place}`] : valueDifference(place, old, now);
  });
}

function valueDifference(place: string, before: Json, after: Json): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) => valueDifference(`${place} ${key}`, before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => valueDifference(`${place}[${i}]`, before[i], after[i])).flat();
  }
  return [`~ ${place}: ${show(before)} -> ${show(after)}`];
}

function keysOf(...objects: object[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: Json): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
