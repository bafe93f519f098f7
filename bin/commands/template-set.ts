import { TemplateSet } from '../../lib/checks/template';
import { DEFAULT_ASSEMBLY, readAssembly, UnusableInput } from './assembly';
import { readTemplates } from './templates';

/** Where the templates of a question come from. */
export interface Origin {
  /** A cloud assembly. @default - `cdk.out`, unless templates are named */
  readonly assembly?: string;
  /** Templates instead, all stacks of one account and region. */
  readonly template?: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

/** Templates, and the construct paths of their resources by `<template>/<logical id>`, as far as the evidence has them. */
export interface Asked {
  readonly set: TemplateSet;
  readonly paths: ReadonlyMap<string, string>;
}

/** Reads the templates that a question is about. Throws {@link UnusableInput} with whatever cannot be read. */
export function readSet({ assembly, template, account, region }: Origin): Asked {
  if (template === undefined) {
    const { evidence, sources } = readAssembly(assembly ?? DEFAULT_ASSEMBLY);
    return { set: new TemplateSet(sources, evidence.estate.accounts), paths: new Map(evidence.verdicts.map(({ stack, logicalId, path }) => [`${stack}/${logicalId}`, path])) };
  }
  const inputs = readTemplates([...new Set(template)]);
  const unreadable = inputs.flatMap((input) => ('error' in input ? [`${input.name}: ${input.error}`] : []));
  if (unreadable.length > 0) {
    throw new UnusableInput('the templates cannot be read', unreadable);
  }
  return { set: new TemplateSet(inputs.flatMap((input) => ('body' in input ? [{ name: input.name, body: input.body, account, region }] : []))), paths: new Map() };
}
