import { Aws, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { automationTrust } from '../shared/automation-trust';
import type { Problems } from '../shared/problems';
import { sessionsOf } from '../shared/role-sessions';
import { RunbookNames } from '../shared/runbook-names';
import type { RunbookRecord } from './runbook-record';
import { ADMIT_SCRIPT } from './runbook-scripts';
import { branch, script, type Step } from './runbook-steps';
import { checkSchedule, schedule } from './schedule';

/** Who starts a runbook, who hears of it, and when it is rehearsed. */
export interface RunbookProps {
  /** ARN patterns of the roles that may start it in earnest; whoever else starts it is refused in its first step. */
  readonly starters: string[];

  /** Who hears of its runs, and where they are kept. */
  readonly record: RunbookRecord;

  /**
   * When it rehearses by itself: it checks all that it needs and changes nothing. An expression of EventBridge Scheduler, in UTC.
   *
   * @default the first Monday of each quarter, at 08:00
   */
  readonly rehearsalSchedule?: string;
}

/** What a runbook does, and what it may do. */
interface RunbookDefinition {
  readonly name: string;
  readonly description: string;
  /** What must be confirmed, word by word, in each mode but the rehearsal. */
  readonly confirmations: Readonly<Record<string, string>>;
  /** Parameters besides mode, confirmation and reason. */
  readonly parameters?: object;
  /** Looks at everything, changes nothing. A rehearsal ends here. */
  readonly checks: Step[];
  /** The step that each mode goes on with after the checks. */
  readonly ways: Readonly<Record<string, string>>;
  /** All steps after the checks. */
  readonly steps: Step[];
  readonly statements: iam.PolicyStatement[];
  readonly outputs: string[];
}

const REHEARSE = 'rehearse';
const EVERY_QUARTER = 'cron(0 8 ? 1,4,7,10 MON#1 *)';

/** Makes a runbook: its document, its role, its rehearsals. */
export function runbook(scope: Construct, props: RunbookProps, definition: RunbookDefinition): iam.Role {
  const { account, partition } = Stack.of(scope);
  const roleName = RunbookNames.roleOf(definition.name);
  const role = new iam.Role(scope, 'Role', { roleName, description: `Role of the runbook ${definition.name}`, assumedBy: automationTrust(scope) });
  const own = new iam.PolicyStatement({ sid: 'KnowWhoAsks', actions: ['ssm:GetAutomationExecution'], resources: [executions(scope)] });
  const policy = new iam.ManagedPolicy(scope, 'Policy', { roles: [role], statements: [own, ...definition.statements] });
  const document = new CfnDocument(scope, 'Resource', {
    name: definition.name,
    documentType: 'Automation',
    documentFormat: 'JSON',
    updateMethod: 'NewVersion',
    content: {
      schemaVersion: '0.3',
      description: definition.description,
      assumeRole: `arn:${Aws.PARTITION}:iam::${account}:role/${roleName}`,
      parameters: parametersOf(definition),
      mainSteps: [
        script('Admit', ADMIT_SCRIPT, 'admit', { starters: sessionsOf(props.starters).slice(1, -1), confirmations: definition.confirmations }, ['Said']),
        ...definition.checks,
        branch('Decide', 'Mode', definition.ways),
        ...definition.steps,
      ],
      outputs: ['Admit.Said', ...definition.outputs],
    },
  });
  document.node.addDependency(policy);
  schedule(scope, 'Rehearsal', {
    record: props.record,
    expression: props.rehearsalSchedule ?? EVERY_QUARTER,
    call: 'ssm:startAutomationExecution',
    input: { DocumentName: definition.name, Parameters: { Mode: [REHEARSE], Reason: ['The rehearsal of the quarter'] } },
    permissions: [
      new iam.PolicyStatement({ sid: 'Start', actions: ['ssm:StartAutomationExecution'], resources: [Stack.of(scope).formatArn({ service: 'ssm', resource: 'automation-definition', resourceName: `${definition.name}:*` })] }),
      new iam.PolicyStatement({ sid: 'AsTheRunbook', actions: ['iam:PassRole'], resources: [`arn:${partition}:iam::${account}:role/${roleName}`], conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } } }),
    ],
  });
  return role;
}

function parametersOf({ confirmations, parameters }: RunbookDefinition): object {
  const phrases = Object.entries(confirmations).map(([mode, phrase]) => `${mode}: "${phrase}"`).join('; ');
  return {
    Mode: { type: 'String', description: 'What to do. A rehearsal checks everything and changes nothing.', allowedValues: [REHEARSE, ...Object.keys(confirmations)], default: REHEARSE },
    Confirmation: { type: 'String', description: `To be typed word by word. ${phrases}`, allowedPattern: '^[a-zA-Z ,-]{4,80}$', default: 'none' },
    Reason: { type: 'String', description: 'Why. Stands in the record.', allowedPattern: '^[^{}"\\\\]{10,300}$' },
    ...parameters,
  };
}

function executions(scope: Construct): string {
  return Stack.of(scope).formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' });
}

/** Records what is wrong with who starts a runbook, and when. */
export function checkRunbook(problems: Problems, props: RunbookProps): void {
  problems.require(props.starters.length > 0, 'starters', props.starters, 'Name at least one role that may start it.');
  props.starters.forEach((pattern, index) => problems.require(/^arn:[^:]+:iam::\d{12}:role\/([\w+=,.@*/-]+\/)?\*?[\w+=,.@-]{3,}\*?$/.test(pattern), `starters[${index}]`, pattern, 'Write the ARN of a role of this account; `*` may stand at the beginning and the end of its name, not for all of it.'));
  checkSchedule(problems, 'rehearsalSchedule', props.rehearsalSchedule);
}
