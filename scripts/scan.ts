/**
 * Reads the reference estate's templates with scanners that others wrote: cfn-lint in each region used, the Control Tower
 * rules of cfn-guard, and checkov. A finding needs an exception on the record (bin/exceptions), and an exception a
 * finding; else the run fails.
 */
import { availableParallelism } from 'node:os';
import { EXCEPTIONS } from '../bin/exceptions';
import { isForScanner, type FindingException } from '../lib/exceptions';
import { cfnLint, checkov, controlTower, type ScanFinding, type ScanJob } from './scan/scanners';
import { withStacks } from './support/assembly';
import { table } from './support/table';

/** What is left to mend after the exceptions: findings without one, and exceptions without a finding or past their day. */
export function settle(findings: readonly ScanFinding[], exceptions: readonly FindingException[], today: string): { open: ScanFinding[]; unused: FindingException[]; expired: FindingException[] } {
  const key = (one: { finding: string; resource: string }) => `${one.finding} ${one.resource}`;
  const accepted = new Set(exceptions.map(key));
  const found = new Set(findings.map(key));
  return {
    open: findings.filter((finding) => !accepted.has(key(finding))),
    unused: exceptions.filter((exception) => !found.has(key(exception))),
    expired: exceptions.filter((exception) => exception.until < today),
  };
}

async function runAll(jobs: readonly ScanJob[]): Promise<ScanFinding[]> {
  const queue = [...jobs.entries()];
  const findings: ScanFinding[] = [];
  let done = 0;
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [, job] = next;
      const found = await job.run();
      findings.push(...found);
      done += 1;
      console.log(`[${done}/${jobs.length}] ${job.name}: ${found.length} ${found.length === 1 ? 'finding' : 'findings'}`);
    }
  }));
  return findings;
}

async function main(app: string | undefined): Promise<void> {
  const started = Date.now();
  await withStacks({ app }, async (stacks) => {
    const jobs = [...await checkov(stacks), ...await cfnLint(stacks), ...controlTower(stacks)];
    const findings = await runAll(jobs);
    const exceptions = EXCEPTIONS.filter(isForScanner);
    const { open, unused, expired } = settle(findings, exceptions, new Date().toISOString().slice(0, 10));
    const byScanner = ['cfn-lint', 'guard', 'checkov'].map((scanner) => {
      const own = (one: { finding: string }) => one.finding.startsWith(`${scanner}::`);
      return [scanner, String(stacks.length), String(findings.filter(own).length), String(exceptions.filter(own).length), String(open.filter(own).length)];
    });
    if (open.length > 0) {
      console.log(`\n${table(['finding', 'resource', 'message'], open.map((one) => [one.finding, one.resource, one.message]))}`);
    }
    unused.forEach((one) => console.log(`unused exception: ${one.finding} on ${one.resource}; delete it from bin/exceptions`));
    expired.forEach((one) => console.log(`expired exception (${one.until}): ${one.finding} on ${one.resource}; ask ${one.owner}`));
    console.log(`\n${table(['scanner', 'templates', 'findings', 'exceptions', 'open'], byScanner)}`);
    const clean = open.length + unused.length + expired.length === 0;
    console.log(`scan: ${clean ? 'clean' : `FAILED, ${open.length} open, ${unused.length} unused, ${expired.length} expired`} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    process.exitCode = clean ? 0 : 1;
  });
}

if (require.main === module) {
  void main(process.argv[2]).catch((error: Error) => {
    console.error(`scan: FAILED. ${error.message}`);
    process.exitCode = 1;
  });
}
