import { parseArgs } from 'node:util';
import { answer, answerThroughRoles } from '../../lib/checks/proofs/access/answer';
import { WAYS, type Way } from '../../lib/checks/proofs/access/ways';
import { HELP_OPTIONS, HELP_WHAT, OPTIONS, questionOf, wrong } from './access-question';
import { refusing, UnusableInput } from './assembly';

/** What it does, in one line. */
export const SUMMARY = 'says whether somebody may do something, and which statements decide';

/** How to call it. */
export const USAGE = `Usage: cdk-dtap can <principal> <action> <resource> [options]

${SUMMARY}: by the policies of identities, resources and keys, permissions boundaries, service and resource
control policies, over the templates of all accounts together, before anything is deployed. What is not said of the request is
left open: 'allowed' means that there is a context in which it is allowed, 'denied' that there is none.

  principal   an ARN (role, user, session, account root, identity provider), the construct path of a role or user, an account
              (any identity of it, whatever that account gives it), service:lambda.amazonaws.com, or internet
${HELP_WHAT}

  --through-roles           also after assuming roles of the templates, one after the other, in whichever account
  --ways <list>             also in these roundabout ways, with a comma between: pass (hand a role to a service, or change the
                            code under it), rewrite (change whom a role trusts, or what it or oneself may do), grant (make a
                            grant on a key); takes in --through-roles
${HELP_OPTIONS}

Exit code: 0 denied; 1 allowed; 2 the input cannot be used; 3 the templates do not decide it.`;

const EXIT = { no: 0, yes: 1, unknown: 3 } as const;

/** Runs the command. */
export function run(args: string[]): number {
  return refusing('can', () => {
    const { values, positionals } = parseArgs({ args, options: { ...OPTIONS, 'through-roles': { type: 'boolean', default: false }, 'ways': { type: 'string' } }, allowPositionals: true });
    const [who, action, what] = positionals;
    const ways = values.ways?.split(',').map((way) => way.trim()) ?? [];
    const problems = [...waysThatAreNone(ways), ...(positionals.length === 3 ? [] : [`name a principal, an action and a resource; ${positionals.length} were named`]), ...wrong(values, action)];
    if (problems.length > 0) {
      throw new UnusableInput('it was called wrongly', problems);
    }
    const question = questionOf(values, action, what);
    const principal = question.directory.principal(who);
    if ('problem' in principal || question.problems.length > 0) {
      throw new UnusableInput('it cannot be asked', [...('problem' in principal ? [principal.problem] : []), ...question.problems]);
    }
    const asked = { ...question.asked, principal: principal.found };
    const told = values['through-roles'] || ways.length > 0 ? answerThroughRoles(question.model, asked, ways as Way[]) : answer(question.model, asked);
    console.log(told.text);
    return EXIT[told.answer];
  });
}

function waysThatAreNone(ways: readonly string[]): string[] {
  return ways.filter((way) => !(WAYS as readonly string[]).includes(way)).map((way) => `--ways has '${way}'; write some of ${WAYS.join(', ')}`);
}
