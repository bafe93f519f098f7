import type { FindingException } from '../../lib/exceptions';

/** A reason that holds for several findings on several resources: each pair is an exception of its own. */
export interface Acceptance extends Omit<FindingException, 'finding' | 'resource'> {
  readonly findings: readonly string[];
  readonly resources: readonly string[];
}

/** Stages of environments. */
export const ENVIRONMENTS = ['Development', 'Test', 'Acceptance', 'Production'];
/** Stages of the accounts that every estate has. */
export const ACCOUNTS = [...ENVIRONMENTS, 'Organization', 'Security', 'Backup', 'Release'];
/** Stages of environments that are as large as production. */
export const FULL_SIZE = ['Acceptance', 'Production'];

/** The same rule under the names that the three framework packs give it. */
export const frameworks = (rule: string): string[] => ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].map((pack) => `${pack}::${pack}-${rule}`);

/** AwsSolutions' finding of a wildcard in a policy, by the wildcard. */
export const wildcard = (resource: string): string => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;

/** One resource in each of several stages. */
export const inEach = (stages: readonly string[], path: string): string[] => stages.map((stage) => `${stage}/${path}`);
