import { parseArgs } from 'node:util';
import { answerWho } from '../../lib/checks/proofs/access/answer';
import { HELP_OPTIONS, HELP_WHAT, OPTIONS, questionOf, wrong } from './access-question';
import { refusing, UnusableInput } from './assembly';

/** What it does, in one line. */
export const SUMMARY = 'lists who may do something, and which statements let them';

/** How to call it. */
export const USAGE = `Usage: cdk-dtap who <action> <resource> [options]

${SUMMARY}. Asked about are the roles and users of the templates, any identity of each account
whose administrators give it that, the services and accounts that the resource's policy names, an account of nobody, and the
Internet. What is not said of the request is left open, as for 'can'. Those of whom the templates do not decide it are listed
apart, with what is open.

${HELP_WHAT}

${HELP_OPTIONS}

Exit code: 0 nobody may; 1 somebody may; 2 the input cannot be used; 3 nobody may for certain, and of somebody it is not decided.`;

/** Runs the command. */
export function run(args: string[]): number {
  return refusing('who', () => {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [action, what] = positionals;
    const problems = [...(positionals.length === 2 ? [] : [`name an action and a resource; ${positionals.length} were named`]), ...wrong(values, action)];
    if (problems.length > 0) {
      throw new UnusableInput('it was called wrongly', problems);
    }
    const { model, asked, problems: unnamed } = questionOf(values, action, what);
    if (unnamed.length > 0) {
      throw new UnusableInput('it cannot be asked', unnamed);
    }
    const { allowed, undecided, text } = answerWho(model, asked);
    console.log(text);
    return allowed > 0 ? 1 : undecided > 0 ? 3 : 0;
  });
}
