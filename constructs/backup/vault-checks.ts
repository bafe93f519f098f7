import type { Problems } from '../shared/problems';
import type { VaultAccess } from './vault-statements';

/** Records what is wrong with who may do what with a vault. */
export function checkAccess(problems: Problems, access: VaultAccess): void {
  problems.require(/^o-[a-z0-9]{10,32}$/.test(access.organizationId), 'access.organizationId', access.organizationId, "Write the organisation's id: 'o-' and 10 to 32 lower-case letters or digits.");
  const accounts = access.copiedFrom ?? [];
  accounts.forEach((account, index) => problems.require(/^\d{12}$/.test(account), `access.copiedFrom[${index}]`, account, 'Write an account id of 12 digits.'));
  problems.require(access.copiedFrom === undefined || accounts.length > 0, 'access.copiedFrom', access.copiedFrom, 'Name the accounts that are copied from, or leave it out.');
  const restorers = access.restorers ?? [];
  problems.require(access.restorers === undefined || restorers.length > 0, 'access.restorers', access.restorers, 'Name the roles that restore, or leave it out: then nobody does.');
  restorers.forEach((arn, index) => problems.require(/^arn:[^:]+:iam::\d{12}:role\/.*[^*/]+.*$/.test(arn), `access.restorers[${index}]`, arn, "Write the ARN of a role in one account; `*` may stand in its name, not for all of it."));
}
