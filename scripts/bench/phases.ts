/**
 * Loaded before an app, takes the place of its packs and prints how long our pack's parts take in milliseconds, the first
 * time in the process: judging by the rules, proving the properties, recording the evidence.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Validations, type IPolicyValidationContext, type IPolicyValidationPlugin, type Stage } from 'aws-cdk-lib/core';
import { acknowledgementsIn } from '../../lib/checks/evidence/acknowledgements';
import { ConstructPaths } from '../../lib/checks/evidence/paths';
import { recordEvidence } from '../../lib/checks/evidence/record';
import { serialize } from '../../lib/checks/evidence/writer';
import { judge } from '../../lib/checks/judge';
import { PROPERTIES } from '../../lib/checks/proofs/properties';
import { prove } from '../../lib/checks/proofs/prove';
import { RULES } from '../../lib/checks/rules';
import { TemplateSet } from '../../lib/checks/template';
import { readTemplate } from '../../lib/checks/template/reader';

const addPlugins = Validations.prototype.addPlugins;

function timed<T>(work: () => T): [T, number] {
  const started = process.hrtime.bigint();
  const made = work();
  return [made, Number(process.hrtime.bigint() - started) / 1e6];
}

function readSet({ appConstruct, stackTemplates }: IPolicyValidationContext): TemplateSet {
  const stacks = new Map(appConstruct.node.findAll().filter((node): node is Stack => Stack.isStack(node)).map((stack) => [stack.node.path, stack]));
  return new TemplateSet(stackTemplates.map(({ stackConstructPath, templatePath }) => {
    const stack = stacks.get(stackConstructPath)!;
    return { name: stackConstructPath, body: readTemplate(templatePath), stackName: stack.stackName, account: stack.account, region: stack.region, environment: stack.tags.tagValues()['dtap:environment'] };
  }));
}

const phases: IPolicyValidationPlugin = {
  name: 'phases',
  validate(context) {
    const [{ set, judged }, rules] = timed(() => {
      const templates = readSet(context);
      return { set: templates, judged: judge(templates) };
    });
    const [, evidence] = timed(() => {
      const paths = new ConstructPaths(context.appConstruct);
      const recorded = recordEvidence({
        estate: 'bench', set, findings: judged, rules: RULES, properties: PROPERTIES, pathOf: (finding) => paths.of(finding), fileOf: () => undefined,
        exceptions: acknowledgementsIn(context.appConstruct), held: { config: [] },
      });
      writeFileSync(join((context.appConstruct as Stage).outdir, 'evidence.json'), serialize(recorded));
    });
    const [, proofs] = timed(() => prove(set));
    console.log(`BENCH ${JSON.stringify({ rules, evidence, proofs })}`);
    return { success: true, violations: [] };
  },
};

Validations.prototype.addPlugins = function (this: Validations) {
  return addPlugins.call(this, phases);
};
