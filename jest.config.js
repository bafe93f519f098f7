// The built-in CloudFormation validator costs seconds per test file; `npx cdk synth` is the one gate that keeps it on.
process.env.CDK_VALIDATION = 'false';

// The constructs take the bundles of our Lambda functions from disk, and npm may have been told to run no scripts.
require('./scripts/functions').buildFunctions();

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
};
