import { dirname, join } from 'node:path';
import { CfnElement, Stack, Stage } from 'aws-cdk-lib/core';
import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { Construct, type IConstruct } from 'constructs';
import { sourceOf, stacksOf, written, ENVIRONMENT_TAG } from '../../stacks';
import { isMap, TemplateSet, type Json, type TemplateSource } from '../../template';
import { readTemplate } from '../../template/reader';

/** What is known besides the templates. */
export interface TemplatesOptions {
  /**
   * Who each account belongs to, by account id: an environment, or a shared account.
   *
   * @default - what the stacks' tag `dtap:environment` says of their accounts
   */
  readonly accounts?: Readonly<Record<string, string>>;
}

/** Construct paths by `<template>/<logical id>`, where the templates do not have them. */
const PATHS = new WeakMap<TemplateSet, ReadonlyMap<string, string>>();
/** What was read, by assembly and then by what of it. */
const READ = new WeakMap<CloudAssembly, Map<unknown, TemplateSet>>();

/** Construct paths of a set's resources, by `<template>/<logical id>`. */
export function pathsOf(set: TemplateSet): ReadonlyMap<string, string> {
  return PATHS.get(set) ?? new Map();
}

/**
 * The templates of a subject, together: an app, a stage, a stack, a cloud assembly, a template, or several of these. Apps, stages
 * and stacks are synthesized. A stack alone is one template: what others say, it leaves open.
 */
export function templatesOf(subject: unknown, options: TemplatesOptions = {}): TemplateSet {
  if (subject instanceof TemplateSet) {
    return subject;
  }
  const assembly = subject instanceof CloudAssembly ? subject : Construct.isConstruct(subject) ? assemblyOf(subject) : undefined;
  const known = options.accounts || !assembly ? undefined : READ.get(assembly)?.get(subject);
  const set = known ?? setOf(subject, options);
  if (!options.accounts && assembly) {
    READ.set(assembly, (READ.get(assembly) ?? new Map<unknown, TemplateSet>()).set(subject, set));
  }
  return set;
}

interface Read {
  readonly source: TemplateSource;
  readonly stack?: Stack;
}

function setOf(subject: unknown, { accounts }: TemplatesOptions): TemplateSet {
  const read = (Array.isArray(subject) ? subject : [subject]).flatMap((one: unknown, i) => readOne(one, i));
  if (read.length === 0) {
    throw new Error('there are no templates in what was given');
  }
  const set = new TemplateSet(read.map(({ source }) => source), accounts ?? accountsIn(read));
  PATHS.set(set, new Map(read.flatMap(pathsIn)));
  return set;
}

function readOne(subject: unknown, index: number): Read[] {
  if (subject instanceof TemplateSet) {
    return subject.templates.map(({ source }) => ({ source }));
  }
  if (subject instanceof CloudAssembly) {
    return subject.stacksRecursively.flatMap(ofArtifact);
  }
  if (Construct.isConstruct(subject)) {
    return ofConstruct(subject);
  }
  const given = isMap(subject) && typeof subject.toJSON === 'function' ? (subject as unknown as { toJSON(): Json }).toJSON() : subject;
  if (isMap(given) && typeof given.name === 'string' && isMap(given.body)) {
    return [{ source: given as unknown as TemplateSource }];
  }
  if (isMap(given) && isMap(given.Resources)) {
    return [{ source: { name: `Template${index + 1}`, body: given } }];
  }
  throw new Error('this is no app, stage, stack, cloud assembly, template or list of these');
}

function assemblyOf(scope: IConstruct): CloudAssembly {
  const { root } = scope.node;
  if (!Stage.isStage(root)) {
    throw new Error(`${scope.node.path} is in no app, so it cannot be synthesized`);
  }
  // A second time, it is what the first one gave.
  return root.synth();
}

function ofConstruct(scope: IConstruct): Read[] {
  assemblyOf(scope);
  return stacksOf(scope).map((stack) => ({ stack, source: sourceOf(stack, readTemplate(join(Stage.of(stack)!.outdir, stack.templateFile))) }));
}

/** A stack's template and those of its nested stacks, which are files beside it. */
function ofArtifact(artifact: CloudFormationStackArtifact): Read[] {
  const { account, region } = artifact.environment;
  const about = { stackName: artifact.stackName, account: written(account), region: written(region), environment: artifact.tags[ENVIRONMENT_TAG] };
  const all = (name: string, file: string): Read[] => {
    const body = readTemplate(file);
    return [{ source: { ...about, name, body } }, ...nestedIn(body).flatMap(([logicalId, path]) => all(`${name}/${logicalId}`, join(dirname(file), path ?? missing(`${name}/${logicalId}`))))];
  };
  return all(artifact.hierarchicalId, artifact.templateFullPath);
}

/** The nested stacks of a template, with the files of theirs, as far as the template says them. */
function nestedIn(body: Json): (readonly [string, string | undefined])[] {
  return Object.entries(isMap(body) && isMap(body.Resources) ? body.Resources : {}).flatMap(([logicalId, resource]) => {
    const path = isMap(resource) && isMap(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
    return isMap(resource) && resource.Type === 'AWS::CloudFormation::Stack' ? [[logicalId, typeof path === 'string' ? path : undefined] as const] : [];
  });
}

function missing(name: string): never {
  throw new Error(`the template of the nested stack ${name} is not known to the assembly: give the app instead, or synthesize with the context aws:cdk:enable-asset-metadata`);
}

/** Who the accounts belong to, as far as all stacks of an account say the same. */
function accountsIn(read: readonly Read[]): Record<string, string> {
  const said = new Map<string, Set<string>>();
  for (const { source: { account, environment } } of read) {
    if (account !== undefined && environment !== undefined) {
      said.set(account, (said.get(account) ?? new Set()).add(environment));
    }
  }
  return Object.fromEntries([...said].filter(([, environments]) => environments.size === 1).map(([account, [environment]]) => [account, environment]));
}

/** The construct paths, from the tree where the template does not have them: a test's app writes none. */
function pathsIn({ stack, source: { name, body } }: Read): [string, string][] {
  const resources = Object.values(isMap(body) && isMap(body.Resources) ? body.Resources : {});
  if (!stack || resources.every((resource) => isMap(resource) && isMap(resource.Metadata) && resource.Metadata['aws:cdk:path'] !== undefined)) {
    return [];
  }
  return stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node) && node.stack === stack)
    .map((element) => [`${name}/${String(stack.resolve(element.logicalId))}`, element.node.path]);
}
