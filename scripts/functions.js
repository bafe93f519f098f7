/**
 * Bundles our Lambda functions: each folder `constructs/<room>/<name>-function` becomes `assets/functions/<name>/index.js`.
 *
 * Runs after `npm install` (`prepare`), before the tests, the build and every synthesis, so that no bundle is ever stale. The same
 * source makes the same bytes on every machine: CDK names an asset by its content. A file is written only if it differs, in one
 * step, so several runs at once do not disturb each other.
 *
 * The AWS SDK is not bundled: the runtime brings it along, and patches it.
 */
const { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative, resolve } = require('node:path');
const { buildSync } = require('esbuild');

const root = resolve(__dirname, '..');
const SUFFIX = '-function';

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Folders of the functions' sources by the functions' names. */
function sourcesOf(constructs) {
  const sources = new Map();
  for (const room of foldersIn(constructs).sort()) {
    for (const folder of foldersIn(join(constructs, room)).filter((name) => name.endsWith(SUFFIX)).sort()) {
      const name = folder.slice(0, -SUFFIX.length);
      if (sources.has(name)) {
        throw new Error(`Two functions are named '${name}': ${relative(root, sources.get(name))} and constructs/${room}/${folder}. Rename one.`);
      }
      sources.set(name, join(constructs, room, folder));
    }
  }
  return sources;
}

function bundle(source) {
  const { outputFiles, warnings } = buildSync({
    absWorkingDir: root,
    entryPoints: [join(source, 'index.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    // The last two are what the PostgreSQL driver takes in other runtimes, if it finds them.
    external: ['@aws-sdk/*', '@smithy/*', 'pg-native', 'pg-cloudflare'],
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  if (warnings.length > 0) {
    throw new Error(`${relative(root, source)}: ${warnings.map((warning) => warning.text).join('; ')}`);
  }
  return outputFiles[0].text;
}

function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function writeIfDifferent(folder, text) {
  const file = join(folder, 'index.js');
  if (contentOf(file) !== text) {
    mkdirSync(folder, { recursive: true });
    // Beside the folder, not in it: a synthesis that runs meanwhile copies the folder as it is.
    const fresh = `${folder}.${process.pid}`;
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  }
}

/**
 * Bundles all functions.
 *
 * @param {string} [target] where to
 * @param {string} [constructs] folder of the rooms
 * @returns {string[]} the functions' names
 */
function buildFunctions(target = join(root, 'assets/functions'), constructs = join(root, 'constructs')) {
  const sources = sourcesOf(constructs);
  mkdirSync(target, { recursive: true });
  sources.forEach((source, name) => writeIfDifferent(join(target, name), bundle(source)));
  foldersIn(target).filter((name) => !sources.has(name)).forEach((name) => rmSync(join(target, name), { recursive: true, force: true }));
  return [...sources.keys()];
}

module.exports = { buildFunctions };

if (require.main === module) {
  buildFunctions();
}
