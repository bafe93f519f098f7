import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import type { Evidence } from '../../../lib/checks/evidence/evidence';
import type { Json, TemplateSource } from '../../../lib/checks/template';

/** Templates that are judged together, and broken one place at a time. */
export interface Ground {
  readonly name: string;
  readonly sources: readonly TemplateSource[];
  readonly accounts: Readonly<Record<string, string>>;
}

const FOLDER = join(__dirname, '../templates');
const SNAPSHOTS = join(__dirname, '../../snapshots');

/** Where each hand-made template is deployed. */
const STACKS: Readonly<Record<string, { readonly account: string; readonly region: string; readonly environment: string }>> = {
  production: { account: '200000000004', region: 'eu-central-1', environment: 'production' },
  recovery: { account: '200000000004', region: 'eu-west-1', environment: 'production' },
  backup: { account: '100000000003', region: 'eu-north-1', environment: 'backup' },
  management: { account: '100000000001', region: 'eu-central-1', environment: 'management' },
  security: { account: '100000000002', region: 'eu-central-1', environment: 'security' },
  release: { account: '100000000004', region: 'eu-central-1', environment: 'release' },
};

const ACCOUNTS: Readonly<Record<string, string>> = {
  100000000001: 'management', 100000000002: 'security', 100000000003: 'backup', 100000000004: 'release',
  200000000001: 'development', 200000000002: 'test', 200000000003: 'acceptance', 200000000004: 'production',
};

/** The hand-made templates: hardened resources of every kind that a rule judges. Their names begin with where they are deployed. */
export function handMade(): Ground {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).sort();
  return {
    name: 'hand-made',
    accounts: ACCOUNTS,
    sources: files.map((file) => {
      const name = file.replace(/\.yaml$/, '');
      return { name, stackName: name, body: fromYaml(readFileSync(join(FOLDER, file), 'utf8')), ...STACKS[name.split('-')[0]] };
    }),
  };
}

/** The file of a hand-made template, by its name. */
export function fileOf(name: string): string {
  return join(FOLDER, `${name}.yaml`);
}

/** The reference estate as its snapshots record it: what is deployed, without a synthesis. */
export function recorded(): Ground {
  return {
    name: 'record',
    accounts: ACCOUNTS,
    sources: readdirSync(SNAPSHOTS).filter((file) => file.endsWith('.json')).sort().flatMap((file) => {
      const stage = file.replace(/\.json$/, '');
      const environment = stage === 'organization' ? 'management' : stage;
      const account = Object.keys(ACCOUNTS).find((each) => ACCOUNTS[each] === environment);
      return Object.entries(JSON.parse(readFileSync(join(SNAPSHOTS, file), 'utf8')) as Record<string, Json>).map(([name, body]) => ({
        name, stackName: name.replaceAll('/', '-'), body, account, environment, region: stage === 'backup' ? 'eu-north-1' : name.includes('/Recovery') ? 'eu-west-1' : 'eu-central-1',
      }));
    }),
  };
}

/** The templates of a synthesized estate, as its evidence lists them. */
export function synthesized(folder: string): Ground {
  const { estate, stacks } = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8')) as Evidence;
  return {
    name: 'estate',
    accounts: estate.accounts,
    sources: stacks.map(({ path, template, stackName, account, region, environment }) => ({
      name: path, stackName, account, region, environment, body: JSON.parse(readFileSync(join(folder, template ?? ''), 'utf8')) as Json,
    })),
  };
}

const short = (tag: string, name: string): ScalarTag[] => (['scalar', 'seq', 'map'] as const).map((kind) => ({
  tag: `!${tag}`,
  ...(kind !== 'scalar' && { collection: kind }),
  resolve: (value: unknown) => ({ [name]: typeof value === 'object' && value !== null && 'toJSON' in value ? (value as { toJSON(): unknown }).toJSON() : value }),
} as unknown as ScalarTag));

function fromYaml(text: string): Json {
  return parse(text, {
    customTags: [...short('Ref', 'Ref'), ...['GetAtt', 'Sub', 'Join', 'Select', 'Split', 'FindInMap', 'If', 'ImportValue', 'GetAZs', 'Base64'].flatMap((tag) => short(tag, `Fn::${tag}`))],
  }) as Json;
}
