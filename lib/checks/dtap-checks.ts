import { Stage, type Stack, type CfnResource, type IPolicyValidationContext, type PolicyValidationPluginReport, type PolicyViolation } from 'aws-cdk-lib/core';
import { NagPack, type NagPackProps } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { acknowledgementsIn } from './evidence/acknowledgements';
import { ConstructPaths } from './evidence/paths';
import { recordEvidence } from './evidence/record';
import { writeEvidence } from './evidence/writer';
import { judge, type Finding } from './judge';
import { PROPERTIES } from './proofs/properties';
import { prove } from './proofs/prove';
import { RULES } from './rules';
import { sourceOf, stacksOf } from './stacks';
import { OUTPUT, PARAMETER, TemplateSet, type TemplateSource } from './template';
import type { Json } from './template/json';
import { readTemplate } from './template/reader';

/** What the checks have to know of the estate. */
export interface DtapChecksProps extends NagPackProps {
  /**
   * Who each account belongs to, by account id: an environment (`development`, `test`, `acceptance`, `production`) or a
   * shared account (`management`, `security`, `backup`, `release`).
   *
   * @default - nothing is known of other accounts: whatever names one is a violation or unknown
   */
  readonly accounts?: { [account: string]: string };

  /**
   * Name of the estate, for the evidence.
   *
   * @default - the app's first stage or stack gives it
   */
  readonly estate?: string;

  /**
   * Ids of the controls that the configuration met when it was read, for the evidence.
   *
   * @default - none: controls with a proof of kind `config` count as planned
   */
  readonly configuration?: string[];
}

/**
 * Judges synthesized templates by the stated controls, as a cdk-nag pack.
 *
 * Register it once, on the app: `Validations.of(app).addPlugins(new DtapChecks(app))`. It reads the templates as they
 * will be deployed, property overrides included. What a template breaks is reported as `Dtap-<Rule>`, what it leaves
 * open as `Dtap-<Rule>[unknown]`; both stop the synthesis.
 *
 * Every verdict, also the good ones, is written to `evidence.json` in the cloud assembly.
 *
 * Acknowledge a finding with its qualified id, on the one resource: `Dtap::Dtap-S3BucketVersioned`.
 *
 * Source: https://github.com/cdklabs/cdk-nag, decisions/0002-judge-reads-templates.md
 */
export class DtapChecks extends NagPack {
  /** Name under which findings are acknowledged. */
  public readonly name = 'Dtap';
  public override readonly ruleIds?: string[] = [...RULES, ...PROPERTIES].map(({ id }) => `Dtap-${id}`);

  constructor(scope?: IConstruct, private readonly props: DtapChecksProps = {}) {
    super(scope, props);
    this.packName = 'Dtap';
  }

  /** Judges the templates that were just synthesized, and writes the evidence beside them. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const app = context.appConstruct;
    const stacks = new Map(stacksOf(app).map((stack) => [stack.node.path, stack]));
    const files = new Map(context.stackTemplates.map((template) => [template.stackConstructPath, template.templatePath]));
    const set = this.setOf([...files].flatMap(([path, file]) => {
      const stack = stacks.get(path);
      return stack ? [sourceOf(stack, readTemplate(file))] : [];
    }));
    const findings = [...judge(set), ...prove(set)];
    const paths = new ConstructPaths(app);
    this.record(app, set, findings, files, paths);
    return report(findings, (finding) => (isResource(finding) ? { resourceLogicalId: finding.logicalId, templatePath: files.get(finding.template.source.name) }
      : { constructPath: paths.of(finding) }));
  }

  /** Judges the stacks of a construct tree without writing templates. Use it in tests. */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const paths = new ConstructPaths(scope);
    return report(judge(this.setOf(stacksOf(scope).map((stack) => sourceOf(stack, templateOf(stack))))),
      (finding) => ({ constructPath: paths.of(finding) }));
  }

  protected override checkResource(_node: CfnResource): void {
    // The judge reads whole templates, in validate() and validateScope(): nothing is left to do resource by resource.
  }

  private setOf(sources: TemplateSource[]): TemplateSet {
    return new TemplateSet(sources, this.props.accounts);
  }

  private record(app: IConstruct, set: TemplateSet, findings: readonly Finding[], files: ReadonlyMap<string, string>, paths: ConstructPaths): void {
    if (!Stage.isStage(app)) {
      return;
    }
    const directory = app.outdir;
    writeEvidence(directory, recordEvidence({
      estate: this.props.estate ?? app.node.children[0]?.node.id ?? '',
      set,
      findings,
      rules: RULES,
      properties: PROPERTIES,
      pathOf: (finding) => paths.of(finding),
      fileOf: (stack) => files.get(stack)?.slice(directory.length + 1),
      exceptions: acknowledgementsIn(app),
      held: { config: this.props.configuration ?? [] },
    }));
  }
}

/** The findings as the CDK's validation report takes them, one entry for each rule and message. */
function report(findings: readonly Finding[], locate: (finding: Finding) => { [key: string]: string | undefined }): PolicyValidationPluginReport {
  const grouped = new Map<string, PolicyViolation>();
  for (const finding of findings.filter(({ verdict }) => verdict.kind === 'violation' || verdict.kind === 'unknown')) {
    const { rule, verdict } = finding;
    const ruleName = `Dtap-${rule.id}${verdict.kind === 'unknown' ? '[unknown]' : ''}`;
    const description = `${rule.title} Here: ${verdict.messages.join('; ')}.`;
    const known = grouped.get(ruleName + description);
    grouped.set(ruleName + description, {
      ruleName,
      description,
      severity: 'error',
      fix: rule.mend,
      ruleMetadata: { verdict: verdict.kind, controls: rule.controls.join(' '), why: rule.why },
      violatingResources: [...(known?.violatingResources ?? []), { ...locate(finding), locations: verdict.facts.map((fact) => fact.path) }],
    });
  }
  return { success: grouped.size === 0, violations: [...grouped.values()] };
}

/** The CDK finds the construct of a resource by its logical id, but not that of an output or a parameter. */
function isResource({ resourceType }: Finding): boolean {
  return resourceType !== OUTPUT && resourceType !== PARAMETER;
}

function templateOf(stack: Stack): Json {
  const internal = stack as unknown as { _toCloudFormation(): unknown };
  return stack.resolve(internal._toCloudFormation()) as Json;
}
