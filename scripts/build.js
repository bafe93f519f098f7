/**
 * Builds the package: the jsii assembly (`.jsii`, `dist/`) and API.md.
 *
 * The warnings of jsii are about names that another language reserves or promises that the assembly cannot keep: they
 * fail the build.
 */
const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { resolve } = require('node:path');

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

['dist', '.jsii', 'tsconfig.tsbuildinfo'].forEach((path) => rmSync(resolve(root, path), { recursive: true, force: true }));
const ok = run('jsii', ['--generate-tsconfig', 'tsconfig.jsii.json']) && run('jsii-docgen', ['-o', 'API.md']);
process.exitCode = ok ? 0 : 1;
