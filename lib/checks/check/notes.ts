import { isMap, type Json, type JsonMap } from '../template/json';

/** Something about a template as a whole. */
export interface Note {
  /** In lower case, without a full stop. */
  readonly message: string;
  /** Whether a part of what is deployed goes unjudged for it. */
  readonly undecided: boolean;
  /** Where. */
  readonly line?: number;
}

/** Transforms that add nothing which is not in the template. */
const HARMLESS = ['AWS::LanguageExtensions', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16'];
const SERVERLESS = 'AWS::Serverless-2016-10-31';
const MOST_NAMED = 8;

/**
 * What of the stack cannot be seen in its template, said once: what macros make or change, templates of nested stacks,
 * modules; and which types no rule is about.
 *
 * @param judged the types that rules are about
 */
export function notesOn(body: JsonMap, judged: ReadonlySet<string>): Note[] {
  const resources = Object.entries(isMap(body.Resources) ? body.Resources : {});
  const typed = resources.flatMap(([id, resource]) => (isMap(resource) && typeof resource.Type === 'string' ? [{ id, type: resource.Type }] : []));
  const those = (test: (type: string) => boolean): string[] => typed.filter(({ type }) => test(type)).map(({ id }) => id);
  return [
    ...transforms(body, those((type) => type.startsWith('AWS::Serverless::'))),
    ...about(those((type) => type.endsWith('::MODULE')), (ids) => `what the modules ${ids} make is not in the template`, true),
    ...about(those((type) => type === 'AWS::CloudFormation::Stack'), (ids) => `the templates of the nested stacks ${ids} are files of their own: check these, too`, true),
    ...about(resources.filter(([id, resource]) => !id.startsWith('Fn::') && !(isMap(resource) && typeof resource.Type === 'string')).map(([id]) => id),
      (ids) => `without a type: ${ids}`, true),
    ...about([...new Set(typed.map(({ type }) => type))].filter((type) => !judged.has(type) && !/^AWS::Serverless::|::MODULE$|^AWS::CDK::/.test(type)),
      (types) => `no rule is about ${types}`, false),
  ];
}

function transforms(body: JsonMap, serverless: readonly string[]): Note[] {
  const named = (Array.isArray(body.Transform) ? body.Transform : [body.Transform]).flatMap((transform) => nameOf(transform) ?? []);
  const macros = [...new Set([...named, ...inner(body)])].filter((name) => !HARMLESS.includes(name) && name !== SERVERLESS);
  return [
    ...about(serverless, (ids) => `what ${SERVERLESS} makes of ${ids} is not in the template: check the template of the deployed stack`, true),
    ...about(macros, (names) => `what the macros ${names} add or change is not in the template: check the template of the deployed stack`, true),
  ];
}

function nameOf(transform: Json | undefined): string | undefined {
  return typeof transform === 'string' ? transform : isMap(transform) && typeof transform.Name === 'string' ? transform.Name : undefined;
}

/** The macros that are called somewhere inside. */
function inner(value: Json): string[] {
  return Array.isArray(value) ? value.flatMap(inner) : isMap(value)
    ? Object.entries(value).flatMap(([key, below]) => (key === 'Fn::Transform' ? nameOf(below) ?? 'Fn::Transform' : inner(below))) : [];
}

function about(names: readonly string[], message: (names: string) => string, undecided: boolean): Note[] {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length === 0 ? [] : [{ message: message(names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown), undecided }];
}
