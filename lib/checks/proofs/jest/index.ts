/** Loaded as `cdk-dtap/jest` by a test, or for all tests by Jest's `setupFilesAfterEnv`: adds the assertions to `expect`. */
import { PROOF_MATCHERS, type ProofMatchers } from './matchers';

declare global {
  // How Jest's types take matchers: https://jestjs.io/docs/expect#expectextendmatchers
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T> extends ProofMatchers<R> {}
  }
}

expect.extend(PROOF_MATCHERS);

export { PROOF_MATCHERS, type ProofMatchers } from './matchers';
export { templatesOf, type TemplatesOptions } from './subject';
