import { parseArgs } from 'node:util';
import { answer, answerThroughRoles } from '../../lib/checks/proofs/access/answer';
import { WITHOUT_MFA } from '../../lib/checks/proofs/access/ask';
import { Directory } from '../../lib/checks/proofs/access/directory';
import { AccessModel } from '../../lib/checks/proofs/access/model';
import { TemplateSet } from '../../lib/checks/template';
import { DEFAULT_ASSEMBLY, readAssembly, UnusableInput } from './assembly';
import { readTemplates } from './templates';

/** What it does, in one line. */
export const SUMMARY = 'says whether somebody may do something, and which statements decide';

/** How to call it. */
export const USAGE = `Usage: cdk-dtap can <principal> <action> <resource> [options]

${SUMMARY}: by the policies of identities, resources and keys, permissions boundaries, service and resource
control policies, over the templates of all accounts together, before anything is deployed. What is not said of the request is
left open: 'allowed' means that there is a context in which it is allowed, 'denied' that there is none.

  principal   an ARN (role, user, session, account root, identity provider), the construct path of a role or user, an account
              (any identity of it, whatever that account gives it), service:lambda.amazonaws.com, or internet
  action      such as s3:GetObject
  resource    an ARN, a construct path (its objects, for actions about objects of a bucket), or * for actions about no resource

  --context <key>=<value>   the request has this condition key, such as kms:ViaService=s3.eu-central-1.amazonaws.com;
                            repeated for the same key, it has all these values
  --without-mfa             the request was made without a second factor
  --through-endpoint <path> the request goes through this VPC endpoint: its policy must allow it, too
  --through-roles           also after assuming roles of the templates, one after the other, in whichever account
  --assembly <directory>    cloud assembly that \`cdk synth\` wrote (${DEFAULT_ASSEMBLY})
  --template <file>         a template instead, JSON or YAML; may be repeated, all are stacks of one account and region
  --account <id>            account of the templates (unknown)
  --region <region>         region of the templates (unknown)

Exit code: 0 denied; 1 allowed; 2 the input cannot be used; 3 the templates do not decide it.`;

const OPTIONS = {
  'account': { type: 'string' }, 'assembly': { type: 'string' }, 'context': { type: 'string', multiple: true }, 'region': { type: 'string' },
  'template': { type: 'string', multiple: true }, 'through-endpoint': { type: 'string' }, 'through-roles': { type: 'boolean', default: false }, 'without-mfa': { type: 'boolean', default: false },
} as const;
const EXIT = { no: 0, yes: 1, unknown: 3 } as const;

type Values = ReturnType<typeof parseArgs<{ args: string[]; options: typeof OPTIONS; allowPositionals: true }>>['values'];

/** Runs the command. */
export function run(args: string[]): number {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const problems = wrong(values, positionals);
    if (problems.length > 0) {
      throw new UnusableInput('it was called wrongly', problems);
    }
    const [who, action, what] = positionals;
    const { set, paths } = read(values);
    const model = AccessModel.of(set);
    const directory = new Directory(model, paths);
    const [principal, resource] = [directory.principal(who), directory.resource(what, action)];
    const through = values['through-endpoint'] === undefined ? { found: undefined } : directory.endpoint(values['through-endpoint']);
    if ('problem' in principal || 'problem' in resource || 'problem' in through) {
      throw new UnusableInput('it cannot be asked', [principal, resource, through].flatMap((part) => ('problem' in part ? [part.problem] : [])));
    }
    const tell = values['through-roles'] ? answerThroughRoles : answer;
    const told = tell(model, { principal: principal.found, action, ...resource.found, through: through.found, context: contextOf(values.context ?? []), demands: values['without-mfa'] ? WITHOUT_MFA : [] });
    console.log(told.text);
    return EXIT[told.answer];
  } catch (error) {
    if (error instanceof UnusableInput || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      console.error(`cdk-dtap can: ${(error as Error).message}`);
      return 2;
    }
    throw error;
  }
}

function wrong(values: Values, positionals: readonly string[]): string[] {
  const [, action] = positionals;
  return [
    ...(positionals.length === 3 ? [] : [`name a principal, an action and a resource; ${positionals.length} were named`]),
    ...(action === undefined || /^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action) ? [] : [`'${action}' is no action; write one such as s3:GetObject`]),
    ...(values.context ?? []).filter((pair) => !/^[^=\s]+:[^=\s]+=/.test(pair)).map((pair) => `--context is '${pair}'; write key=value, such as aws:SourceVpce=vpce-1`),
    ...(values.assembly !== undefined && values.template !== undefined ? ['give either --assembly or --template'] : []),
    ...(values.account === undefined || /^\d{12}$/.test(values.account) ? [] : [`--account is '${values.account}'; write 12 digits`]),
    ...(values.template === undefined && (values.account ?? values.region) !== undefined ? ['--account and --region are for --template; an assembly says whose its stacks are'] : []),
  ];
}

function read({ assembly, template, account, region }: Values): { set: TemplateSet; paths: ReadonlyMap<string, string> } {
  if (template === undefined) {
    const { evidence, sources } = readAssembly(assembly ?? DEFAULT_ASSEMBLY);
    return { set: new TemplateSet(sources, evidence.estate.accounts), paths: new Map(evidence.verdicts.map(({ stack, logicalId, path }) => [`${stack} ${logicalId}`, path])) };
  }
  const inputs = readTemplates([...new Set(template)]);
  const unreadable = inputs.flatMap((input) => ('error' in input ? [`${input.name}: ${input.error}`] : []));
  if (unreadable.length > 0) {
    throw new UnusableInput('the templates cannot be read', unreadable);
  }
  return { set: new TemplateSet(inputs.flatMap((input) => ('body' in input ? [{ name: input.name, body: input.body, account, region }] : []))), paths: new Map() };
}

function contextOf(pairs: readonly string[]): Record<string, string[]> {
  const context: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [key, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    context[key.toLowerCase()] = [...context[key.toLowerCase()] ?? [], value];
  }
  return context;
}
