/**
 * What a change does to the templates, as Markdown for a pull request: `diff.ts <base assembly> <head assembly>`.
 *
 * `cdk diff` says it for each stack that differs; stacks that came or went are listed. What the change does to the promises
 * is told by `cdk-dtap diff`.
 */
import { join } from 'node:path';
import { readStacks, ROOT, run } from './support/assembly';
import { difference, sanitize, type Snapshot } from './support/difference';

/** Longest comment that GitHub takes is 65,536 characters, and what `cdk-dtap diff` tells of the promises stands before it. */
const COMMENT_MAX = 30_000;

async function main(base: string, head: string): Promise<void> {
  const [before, after] = [readStacks(base), readStacks(head)];
  const sections: string[] = [];
  for (const path of [...new Set([...before, ...after].map((stack) => stack.path))].sort()) {
    const [old, now] = [before.find((stack) => stack.path === path), after.find((stack) => stack.path === path)];
    const snapshot = (stack: typeof old): Snapshot => (stack ? { [path]: sanitize(stack.template) } : {});
    const changes = difference(snapshot(old), snapshot(now));
    if (changes.length > 0) {
      const text = old && now ? await cdkDiff(head, path, old.file) : changes.join('\n');
      sections.push(`<details><summary>${path}: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}</summary>\n\n\`\`\`\n${text.trim()}\n\`\`\`\n</details>`);
    }
  }
  const body = `### Templates: ${sections.length === 0 ? 'no stack differs' : `${sections.length} of ${after.length} stacks differ`} from the base\n\n${sections.join('\n')}`;
  console.log(body.length > COMMENT_MAX ? `${body.slice(0, COMMENT_MAX)}\n\`\`\`\n\nCut here: run \`npx cdk diff\` for the rest.` : body);
}

async function cdkDiff(assembly: string, stack: string, template: string): Promise<string> {
  const { exitCode, output } = await run(process.execPath, [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'diff', stack, '--app', assembly, '--template', template, '--no-color', '--ignore-errors']);
  if (exitCode !== 0) {
    throw new Error(`cdk diff ${stack} ended with ${exitCode}:\n${output}`);
  }
  return output;
}

const [base, head] = process.argv.slice(2);
void main(base, head).catch((error: Error) => {
  console.error(`diff: FAILED. ${error.message}`);
  process.exitCode = 1;
});
