import { all, approvalsOf, compliant, definitionText, demand, NOT_APPLICABLE, type Rule, type Verdict, violation } from '../../rule';

/** What the definition of a machine that opens access must say, and what is wrong if it does not. */
const SAYS: readonly [RegExp, string][] = [
  [/PermissionsBoundary/, 'what the role of a grant may do has no boundary'],
  [/DateLessThan(Equals)?['"\\]+\s*:\s*\{[^}]*aws:CurrentTime/, 'the role of a grant is trusted without an end'],
  [/['"\\]*Tags['"\\]*\s*:\s*\[/, 'the role of a grant does not say for whom it is'],
  [/scheduler:createSchedule|['"\\]*Type['"\\]*\s*:\s*['"\\]*Wait\b/, 'nothing closes a grant at its end'],
];

export const StepFunctionsGrantEnds: Rule = {
  id: 'StepFunctionsGrantEnds',
  title: 'Access that a state machine opens on approval is bounded, for one, and ends by itself.',
  why: 'A grant that somebody must remember to close stays open.',
  mend: 'Let the machine make each role under a permissions boundary, tagged, trusted until aws:CurrentTime only, and schedule its closing first; log every execution.',
  controls: ['ACC10', 'KEY3'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html', 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html'],
  types: ['AWS::StepFunctions::StateMachine'],
  where: 'production',
  check: (machine) => {
    const text = definitionText(machine);
    const definition = machine.at('DefinitionString').present ? machine.at('DefinitionString') : machine.at('Definition');
    if (!/iam:createRole/i.test(text) || approvalsOf(machine) === undefined) {
      return NOT_APPLICABLE;
    }
    const longest = Number(/MaxSessionDuration['"\\]*\s*:\s*(\d+)/.exec(text)?.[1] ?? 3600);
    return all([
      ...SAYS.map(([said, message]): Verdict => (said.test(text) ? compliant(definition) : violation(message, definition))),
      longest <= 8 * 60 * 60 ? compliant(definition) : violation('a session lasts longer than a working day', definition),
      demand(machine.at('LoggingConfiguration', 'Level'), (level) => level.text === 'ALL', 'what the machine does is not on record'),
    ]);
  },
};
