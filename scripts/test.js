/**
 * The whole test run: lint, types, generated files and jest, side by side. Fails if one of them does.
 *
 * The quick checks print when they are done; jest prints as it goes, and its figures are in the closing line.
 */
const { spawn } = require('node:child_process');
const { mkdirSync, readFileSync, rmSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');
const results = join(root, '.cache/jest-results.json');
const started = Date.now();

const checks = [
  { name: 'types', args: ['node_modules/typescript7/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'generated files', args: ['-r', 'ts-node/register', 'scripts/generate.ts', '--check'] },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
];
const jest = { name: 'jest', args: ['node_modules/jest/bin/jest.js', '--json', '--outputFile', results, `--maxWorkers=${Math.min(availableParallelism(), 4)}`, ...process.argv.slice(2)], live: true };

function run({ name, args, live }) {
  return new Promise((done) => {
    const begun = Date.now();
    const output = [];
    // With --json, jest says everything on stderr and the figures once more on stdout.
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', live ? 'ignore' : 'pipe', live ? 'inherit' : 'pipe'] });
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    child.on('error', (error) => output.push(Buffer.from(String(error))));
    child.on('close', (code) => {
      const result = { name, ok: code === 0, seconds: (Date.now() - begun) / 1000 };
      process.stderr.write(`${Buffer.concat(output)}test: ${describe(result)}\n`);
      done(result);
    });
  });
}

async function inTurn(jobs) {
  const done = [];
  for (const job of jobs) {
    done.push(await run(job));
  }
  return done;
}

function describe({ name, ok, seconds }) {
  return `${name} ${ok ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s`;
}

function counts() {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
    return `${numPassedTests} passed, ${numFailedTests} failed${numRuntimeErrorTestSuites > 0 ? `, ${numRuntimeErrorTestSuites} of ${numFailedTestSuites} failed files did not run` : ''}`;
  } catch {
    return 'jest left no results';
  }
}

async function main() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(results, { force: true });
  const all = (await Promise.all([inTurn(checks), run(jest)])).flat();
  const failed = all.filter((result) => !result.ok);
  console.log(`\ntest: ${counts()}${failed.length > 0 ? `; FAILED: ${failed.map((result) => result.name).join(', ')}` : '; lint, types and generated files ok'}; ${((Date.now() - started) / 1000).toFixed(0)} s`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main();
