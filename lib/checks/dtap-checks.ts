import { Stack, type CfnResource, type IPolicyValidationContext, type PolicyValidationPluginReport, type PolicyViolation } from 'aws-cdk-lib/core';
import { NagPack, type NagPackProps } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { judge, type Finding } from './judge';
import { RULES } from './rules';
import { TemplateSet, type TemplateSource } from './template';
import type { Json } from './template/json';
import { readTemplate } from './template/reader';

/** Tag by which a stack says which environment or shared account it belongs to. */
const ENVIRONMENT_TAG = 'dtap:environment';

/** What the checks have to know of the estate. */
export interface DtapChecksProps extends NagPackProps {
  /**
   * Who each account belongs to, by account id: an environment (`development`, `test`, `acceptance`, `production`) or a
   * shared account (`management`, `security`, `backup`, `release`).
   *
   * @default - nothing is known of other accounts: whatever names one is a violation or unknown
   */
  readonly accounts?: { [account: string]: string };
}

/**
 * Judges synthesized templates by the stated controls, as a cdk-nag pack.
 *
 * Register it once, on the app: `Validations.of(app).addPlugins(new DtapChecks(app))`. It reads the templates as they
 * will be deployed, property overrides included. What a template breaks is reported as `Dtap-<Rule>`, what it leaves
 * open as `Dtap-<Rule>[unknown]`; both stop the synthesis.
 *
 * Acknowledge a finding with its qualified id, on the one resource: `Dtap::Dtap-S3BucketVersioned`.
 *
 * Source: https://github.com/cdklabs/cdk-nag, decisions/0002-judge-reads-templates.md
 */
export class DtapChecks extends NagPack {
  /** Name under which findings are acknowledged. */
  public readonly name = 'Dtap';
  public override readonly ruleIds?: string[] = RULES.map((rule) => `Dtap-${rule.id}`);
  private readonly accounts: { [account: string]: string };

  constructor(scope?: IConstruct, props: DtapChecksProps = {}) {
    super(scope, props);
    this.packName = 'Dtap';
    this.accounts = props.accounts ?? {};
  }

  /** Judges the templates that were just synthesized. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stacks = new Map(stacksOf(context.appConstruct).map((stack) => [stack.node.path, stack]));
    const paths = new Map(context.stackTemplates.map((template) => [template.stackConstructPath, template.templatePath]));
    return this.report(context.stackTemplates.flatMap((template) => {
      const stack = stacks.get(template.stackConstructPath);
      return stack ? [sourceOf(stack, readTemplate(template.templatePath))] : [];
    }), (finding) => ({ resourceLogicalId: finding.logicalId, templatePath: paths.get(finding.template.source.name) }));
  }

  /** Judges the stacks of a construct tree without writing templates. Use it in tests. */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const stacks = stacksOf(scope);
    const elements = new Map(scope.node.findAll().filter((node): node is CfnResource => 'cfnResourceType' in node)
      .map((node) => [`${node.stack.node.path} ${String(node.stack.resolve(node.logicalId))}`, node.node.path]));
    return this.report(stacks.map((stack) => sourceOf(stack, templateOf(stack))),
      (finding) => ({ constructPath: elements.get(`${finding.template.source.name} ${finding.logicalId}`) ?? finding.logicalId }));
  }

  protected override checkResource(_node: CfnResource): void {
    // The judge reads whole templates, in validate() and validateScope(): nothing is left to do resource by resource.
  }

  private report(sources: TemplateSource[], locate: (finding: Finding) => { [key: string]: string | undefined }): PolicyValidationPluginReport {
    const findings = judge(new TemplateSet(sources, this.accounts))
      .filter(({ verdict }) => verdict.kind === 'violation' || verdict.kind === 'unknown');
    const grouped = new Map<string, PolicyViolation>();
    for (const finding of findings) {
      const { rule, verdict } = finding;
      const ruleName = `Dtap-${rule.id}${verdict.kind === 'unknown' ? '[unknown]' : ''}`;
      const description = `${rule.title} Here: ${verdict.messages.join('; ')}.`;
      const resource = { ...locate(finding), locations: verdict.facts.map((fact) => fact.path) };
      const known = grouped.get(ruleName + description);
      grouped.set(ruleName + description, {
        ruleName,
        description,
        severity: 'error',
        fix: rule.mend,
        ruleMetadata: { verdict: verdict.kind, controls: rule.controls.join(' '), why: rule.why },
        violatingResources: [...(known?.violatingResources ?? []), resource],
      });
    }
    return { success: grouped.size === 0, violations: [...grouped.values()] };
  }
}

function stacksOf(scope: IConstruct): Stack[] {
  return scope.node.findAll().filter((node): node is Stack => Stack.isStack(node));
}

function sourceOf(stack: Stack, body: Json): TemplateSource {
  const known = (value: string) => (/^[a-z0-9-]+$/.test(value) ? value : undefined);
  return {
    name: stack.node.path,
    body,
    stackName: stack.stackName,
    account: known(stack.account),
    region: known(stack.region),
    environment: stack.tags.tagValues()[ENVIRONMENT_TAG],
  };
}

function templateOf(stack: Stack): Json {
  const internal = stack as unknown as { _toCloudFormation(): unknown };
  return stack.resolve(internal._toCloudFormation()) as Json;
}
