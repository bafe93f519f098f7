import type { Template } from '../../template';
import type { Identity } from './identities';
import type { AccessModel } from './model';
import { eachOf } from './reading';
import { policyOf, type Policy, type Statement } from './statement';

/**
 * Access on approval, as the templates show it: a managed policy below `/grants/<access>/`, and runbooks and a role of agreed
 * names. The role of a grant is made when it is approved, with that policy, tagged with the customer, and is in no template.
 */
export interface Approval {
  /** Its name, e.g. `support`. */
  readonly access: string;
  /** The policy of its sessions. */
  readonly template: Template;
  readonly logicalId: string;
  readonly arn: string;
  readonly account: string;
  /** What a grant's role is: the policy, which is also its boundary. */
  readonly role: Identity;
}

/** The tag of a grant's role that says whose system it reaches. */
export const CUSTOMER = 'aws:PrincipalTag/customer';
const NOWHERE = { template: '', logicalId: '', path: '' };

export function approvalsOf(model: AccessModel): Approval[] {
  const found: Approval[] = [];
  eachOf(model.set, ['AWS::IAM::ManagedPolicy'], (template, logicalId, resource) => {
    const access = /^\/grants\/([^/]+)\/$/.exec(resource.at('Path').text ?? '')?.[1];
    const [arn, account] = [model.names.arn(resource), model.names.account(resource)];
    if (access !== undefined) {
      found.push({ access, template, logicalId, arn, account, role: roleOf(model, { access, template, logicalId, arn, account }) });
    }
  });
  return found;
}

function roleOf({ managed }: AccessModel, { access, template, logicalId, arn, account }: Omit<Approval, 'role'>): Identity {
  return {
    kind: 'role', template, logicalId, account, name: 'grant', arn: `arn:aws:iam::${account}:role/grants/${access}/grant`,
    policies: managed.find(arn, 'identity', NOWHERE), boundary: managed.find(arn, 'boundary', NOWHERE)[0], bounded: arn, attached: [arn], tags: new Map(),
  };
}

/** The same identity with its policies otherwise; its boundary only ever takes away. */
export function rewritten(identity: Identity, keeps: (statement: Statement) => boolean, ...denied: readonly object[]): Identity {
  const some = (policy: Policy): Policy => ({ ...policy, statements: policy.statements.filter(keeps) });
  const denial = denied.length === 0 ? [] : [policyOf({ Version: '2012-10-17', Statement: JSON.parse(JSON.stringify(denied.map((each) => ({ Effect: 'Deny', Resource: '*', ...each })))) }, 'identity', NOWHERE)];
  return { ...identity, policies: [...identity.policies.map(some), ...denial], boundary: identity.boundary && some(identity.boundary) };
}

/** ARNs of the runbook of an access by which people do something. */
export function runbookOf({ access, account, template }: Approval, door: string): string {
  return `arn:aws:ssm:${template.source.region}:${account}:automation-definition/${access}-grant-${door}:1`;
}
