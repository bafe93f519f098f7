import type { parseArgs } from 'node:util';
import { WITHOUT_MFA } from '../../lib/checks/proofs/access/ask';
import { Directory } from '../../lib/checks/proofs/access/directory';
import { AccessModel } from '../../lib/checks/proofs/access/model';
import type { AskedOfAll } from '../../lib/checks/proofs/access/who';
import { DEFAULT_ASSEMBLY } from './assembly';
import { readSet } from './template-set';

/** What `can` and `who` have in common: options, and how a question is read. */
export const OPTIONS = {
  'account': { type: 'string' }, 'assembly': { type: 'string' }, 'context': { type: 'string', multiple: true }, 'region': { type: 'string' },
  'template': { type: 'string', multiple: true }, 'through-endpoint': { type: 'string' }, 'without-mfa': { type: 'boolean', default: false },
} as const;

export type Values = ReturnType<typeof parseArgs<{ args: string[]; options: typeof OPTIONS; allowPositionals: true }>>['values'];

export const HELP_WHAT = `  action      such as s3:GetObject
  resource    an ARN, a construct path (its objects, for actions about objects of a bucket), or * for actions about no resource`;

export const HELP_OPTIONS = `  --context <key>=<value>   the request has this condition key, such as kms:ViaService=s3.eu-central-1.amazonaws.com;
                            repeated for the same key, it has all these values
  --without-mfa             the request was made without a second factor
  --through-endpoint <path> the request goes through this VPC endpoint: its policy must allow it, too
  --assembly <directory>    cloud assembly that \`cdk synth\` wrote (${DEFAULT_ASSEMBLY})
  --template <file>         a template instead, JSON or YAML; may be repeated, all are stacks of one account and region
  --account <id>            account of the templates (unknown)
  --region <region>         region of the templates (unknown)`;

/** What is wrong with the action and the options. */
export function wrong(values: Values, action: string | undefined): string[] {
  return [
    ...(action === undefined || /^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action) ? [] : [`'${action}' is no action; write one such as s3:GetObject`]),
    ...(values.context ?? []).filter((pair) => !/^[^=\s]+:[^=\s]+=/.test(pair)).map((pair) => `--context is '${pair}'; write key=value, such as aws:SourceVpce=vpce-1`),
    ...(values.assembly !== undefined && values.template !== undefined ? ['give either --assembly or --template'] : []),
    ...(values.account === undefined || /^\d{12}$/.test(values.account) ? [] : [`--account is '${values.account}'; write 12 digits`]),
    ...(values.template === undefined && (values.account ?? values.region) !== undefined ? ['--account and --region are for --template; an assembly says whose its stacks are'] : []),
  ];
}

/** A question about what is allowed, and whom and what its names mean. */
export interface AccessQuestion {
  readonly model: AccessModel;
  readonly directory: Directory;
  readonly asked: AskedOfAll;
  /** What of it names nothing. */
  readonly problems: readonly string[];
}

/** Reads the templates, and finds what the question names. */
export function questionOf(values: Values, action: string, what: string): AccessQuestion {
  const { set, paths } = readSet(values);
  const model = AccessModel.of(set);
  const directory = new Directory(model, paths);
  const resource = directory.resource(what, action);
  const through = values['through-endpoint'] === undefined ? { found: undefined } : directory.endpoint(values['through-endpoint']);
  const asked = {
    action, ...('found' in resource ? resource.found : { resource: '*' }), through: 'found' in through ? through.found : undefined,
    context: contextOf(values.context ?? []), demands: values['without-mfa'] ? WITHOUT_MFA : [],
  };
  return { model, directory, asked, problems: [resource, through].flatMap((part) => ('problem' in part ? [part.problem] : [])) };
}

function contextOf(pairs: readonly string[]): Record<string, string[]> {
  const context: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [key, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    context[key.toLowerCase()] = [...context[key.toLowerCase()] ?? [], value];
  }
  return context;
}
