const importX = require('eslint-plugin-import-x');
const tseslint = require('typescript-eslint');

/** The rooms and who may import whom: decisions/0001-rooms.md. */
const rooms = ['network', 'edge', 'service', 'database', 'storage', 'keys', 'access', 'backup', 'observability', 'tenancy', 'governance', 'release'];
const zones = [
  { target: ['./lib', './constructs'], from: ['./bin', './local', './test', './scripts'], message: 'Nothing that ships imports the front door, the emulator, scripts or tests.' },
  { target: './lib/stacks', from: ['./lib/stages', './lib/checks', './lib/estate.ts'], message: 'Stacks import constructs only: never a stage, never the judge.' },
  { target: './lib/stages', from: ['./lib/checks', './lib/estate.ts'], message: 'Stages do not ask the judge.' },
  { target: './lib/checks', from: './constructs', message: 'The judge must not be the defendant.' },
  { target: './lib/checks', from: './lib', except: ['./checks'], message: 'The judge must not be the defendant.' },
  { target: './constructs', from: './lib', message: 'Parts do not know the assembly.' },
  { target: './constructs/shared', from: './constructs', except: ['./shared'], message: 'constructs/shared imports no room.' },
  { target: './constructs/mixins', from: './constructs', except: ['./shared', './mixins'], message: 'A mixin is about one resource type, and imports no room.' },
  ...rooms.map((room) => ({
    target: `./constructs/${room}`,
    from: './constructs',
    except: [`./${room}`, './shared', './mixins'],
    message: 'A room never imports another room: take IVpc, IKey, IBucket as props.',
  })),
];

/** Code that runs in Lambda: its configuration comes by environment variables. */
const FUNCTIONS = 'constructs/*/*-function/**/*.ts';

module.exports = tseslint.config(
  { ignores: ['node_modules', 'dist', 'dist-pkg', 'cdk.out*', '.cache', 'coverage', 'assets/functions'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js', '.json'] } } },
    rules: {
      'complexity': ['error', 15],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'import-x/no-restricted-paths': ['error', { basePath: __dirname, zones }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', { paths: [{ name: 'aws-cdk-lib', message: "Import 'aws-cdk-lib/core' or the service module: it loads and compiles in a quarter of the time." }] }],
    },
  },
  {
    files: ['lib/**/*.ts', 'constructs/**/*.ts'],
    ignores: ['lib/checks/template/reader.ts', 'lib/checks/evidence/writer.ts', FUNCTIONS],
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': ['error',
        { object: 'process', property: 'env', message: 'Only bin reads the environment.' },
      ],
      'no-restricted-imports': ['error', { paths: [
        { name: 'aws-cdk-lib', message: "Import 'aws-cdk-lib/core' or the service module." },
        ...['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({ name, message: 'Only bin and lib/checks/template/reader.ts read files.' })),
      ] }],
      'no-restricted-syntax': ['error', { selector: "CallExpression[callee.property.name='tryGetContext']", message: 'Only bin reads context.' }],
    },
  },
  { files: [FUNCTIONS], rules: { 'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }] } },
  {
    files: ['lib/checks/rules/**/*.ts'],
    ignores: ['lib/checks/rules/index.ts'],
    rules: {
      'max-lines': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!(\\.\\./\\.\\./rule$))', message: 'A rule imports the rule shape and nothing else; never another rule.' }] }],
    },
  },
  { files: ['test/**/*.ts', 'scripts/**/*.ts', 'local/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
);
