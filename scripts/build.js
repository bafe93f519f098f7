/**
 * Builds the package: the jsii assembly (`.jsii`, `dist/`), API.md, and the command line (`dist/bin`), which is no part of
 * the assembly; the bundles of our Lambda functions (`dist/assets/functions`), where the constructs look for them.
 *
 * The warnings of jsii are about names that another language reserves or promises that the assembly cannot keep: they
 * fail the build.
 */
const { spawnSync } = require('node:child_process');
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const { transformSync } = require('@swc/core');
const { buildFunctions } = require('./functions');

const root = resolve(__dirname, '..');
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };

function run(name, args) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [resolve(root, 'node_modules', name, 'bin', name), ...args], { cwd: root, env, encoding: 'utf8' });
  const output = `${stdout ?? ''}${stderr ?? ''}`.trim();
  const warned = /warning JSII\d+/i.test(output);
  const ok = !error && status === 0 && !warned;
  if (output) {
    console.log(output);
  }
  console.log(`build: ${name} ${ok ? 'ok' : warned && status === 0 ? 'FAILED (warnings)' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

/** The types of the command line are checked by `npm run typecheck`, with everything else. */
function compileBin() {
  const files = readdirSync(resolve(root, 'bin'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  for (const file of files) {
    const { code } = transformSync(readFileSync(resolve(root, 'bin', file), 'utf8'), {
      configFile: false, swcrc: false, module: { type: 'commonjs' }, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    const target = resolve(root, 'dist/bin', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code, { mode: 0o755 });
  }
  console.log(`build: ${files.length} files of bin`);
  return true;
}

/** Fails by throwing: esbuild says what is wrong. */
function bundleFunctions() {
  const names = buildFunctions(resolve(root, 'dist/assets/functions'));
  console.log(`build: ${names.length} Lambda functions`);
  return true;
}

['dist', '.jsii', 'tsconfig.tsbuildinfo'].forEach((path) => rmSync(resolve(root, path), { recursive: true, force: true }));
const ok = run('jsii', ['--generate-tsconfig', 'tsconfig.jsii.json']) && run('jsii-docgen', ['-o', 'API.md']) && compileBin() && bundleFunctions();
process.exitCode = ok ? 0 : 1;
