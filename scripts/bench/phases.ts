/**
 * Loaded before an app, takes the place of its packs and prints how long our pack's parts take in milliseconds, the first
 * time in the process: judging by the rules, proving the properties, recording the evidence.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations, type IPolicyValidationContext, type IPolicyValidationPlugin, type Stage } from 'aws-cdk-lib/core';
import { acknowledgementsIn } from '../../lib/checks/evidence/acknowledgements';
import { ConstructPaths } from '../../lib/checks/evidence/paths';
import { recordEvidence } from '../../lib/checks/evidence/record';
import { serialize } from '../../lib/checks/evidence/writer';
import { judge } from '../../lib/checks/judge';
import { PROPERTIES } from '../../lib/checks/proofs/properties';
import { prove } from '../../lib/checks/proofs/prove';
import { RULES } from '../../lib/checks/rules';
import { sourceOf, stacksOf } from '../../lib/checks/stacks';
import { TemplateSet } from '../../lib/checks/template';
import { readTemplate } from '../../lib/checks/template/reader';

const addPlugins = Validations.prototype.addPlugins;

function timed<T>(work: () => T): [T, number] {
  const started = process.hrtime.bigint();
  const made = work();
  return [made, Number(process.hrtime.bigint() - started) / 1e6];
}

/** The templates as the pack reads them, with whose their accounts are: without that, nothing is proved of access. */
function readSet({ appConstruct, stackTemplates }: IPolicyValidationContext): TemplateSet {
  const stacks = new Map(stacksOf(appConstruct).map((stack) => [stack.node.path, stack]));
  const sources = stackTemplates.map(({ stackConstructPath, templatePath }) => sourceOf(stacks.get(stackConstructPath)!, readTemplate(templatePath)));
  return new TemplateSet(sources, Object.fromEntries(sources.flatMap(({ account, environment }) => (account && environment ? [[account, environment]] : []))));
}

const phases: IPolicyValidationPlugin = {
  name: 'phases',
  validate(context) {
    const [{ set, judged }, rules] = timed(() => {
      const templates = readSet(context);
      return { set: templates, judged: judge(templates) };
    });
    const [proved, proofs] = timed(() => prove(set));
    const [, evidence] = timed(() => {
      const paths = new ConstructPaths(context.appConstruct);
      const recorded = recordEvidence({
        estate: 'bench', set, findings: [...judged, ...proved], rules: RULES, properties: PROPERTIES, pathOf: (finding) => paths.of(finding), fileOf: () => undefined,
        exceptions: acknowledgementsIn(context.appConstruct), held: { config: [] },
      });
      writeFileSync(join((context.appConstruct as Stage).outdir, 'evidence.json'), serialize(recorded));
    });
    console.log(`BENCH ${JSON.stringify({ rules, proofs, evidence })}`);
    return { success: true, violations: [] };
  },
};

Validations.prototype.addPlugins = function (this: Validations) {
  return addPlugins.call(this, phases);
};
