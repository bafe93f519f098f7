import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../bin/commands/assembly';
import { EVIDENCE_FILE, type Evidence } from '../../lib/checks/evidence/evidence';
import { recordEvidence } from '../../lib/checks/evidence/record';
import { serialize } from '../../lib/checks/evidence/writer';
import { judge } from '../../lib/checks/judge';
import { RULES } from '../../lib/checks/rules';
import { TemplateSet } from '../../lib/checks/template';

/** A resource of a template, to be edited in place. */
export interface EditableResource {
  Type: string;
  Properties: Record<string, unknown>;
  [attribute: string]: unknown;
}

/** The templates of an assembly, by the path of their stack, to be edited in place. */
export type Templates = Record<string, { Resources: Record<string, EditableResource>; [section: string]: unknown }>;

/** Copies an assembly, edits its templates, and judges them again as the synthesis would have. */
export function editedAssembly(base: string, directory: string, edit: (templates: Templates) => void, also: (evidence: Evidence) => Evidence = (evidence) => evidence): string {
  cpSync(base, directory, { recursive: true });
  const { evidence } = readAssembly(directory);
  const files = new Map(evidence.stacks.map(({ path, template }) => [path, template as string]));
  const templates = Object.fromEntries([...files].map(([path, file]) => [path, JSON.parse(readFileSync(join(directory, file), 'utf8')) as Templates[string]]));
  edit(templates);
  Object.entries(templates).forEach(([path, template]) => writeFileSync(join(directory, files.get(path) as string), JSON.stringify(template)));
  writeFileSync(join(directory, EVIDENCE_FILE), serialize(also(judgedAgain(directory, evidence, files))));
  return directory;
}

function judgedAgain(directory: string, before: Evidence, files: ReadonlyMap<string, string>): Evidence {
  const set = new TemplateSet(readAssembly(directory).sources, before.estate.accounts);
  const paths = new Map(before.verdicts.map(({ stack, logicalId, path }) => [`${stack} ${logicalId}`, path]));
  return recordEvidence({
    estate: before.estate.name,
    set,
    findings: judge(set),
    rules: RULES,
    pathOf: ({ template, logicalId }) => {
      const told = template.resource(logicalId)?.attribute('Metadata').at('aws:cdk:path').text;
      return told ?? paths.get(`${template.source.name} ${logicalId}`) ?? logicalId;
    },
    fileOf: (stack) => files.get(stack),
    exceptions: before.exceptions,
    held: { config: before.controls.filter(({ proofs }) => proofs.some(({ kind, standing }) => kind === 'config' && standing === 'held')).map(({ id }) => id) },
  });
}
