import { EnvironmentsShareNoAccess } from '../../../../lib/checks/proofs/properties/environments-share-no-access';
import type { TemplateSet } from '../../../../lib/checks/template';
import { againstStrangers, granted, holdersIn, isShared, neighbourOf, policiesOf, statementsOf, STRANGER, withoutStatement, type Holder } from '../access';
import type { Break, Edit, Family, ProofMutant } from '../mutants';

function places(set: TemplateSet, which: (holder: Holder) => boolean, make: (holder: Holder) => Partial<ProofMutant>): ProofMutant[] {
  return holdersIn(set).filter(which).map((holder) => ({
    site: `${holder.resource.view.template.source.name} ${holder.resource.logicalId}`, about: holder.resource, names: [holder.resource], edit: () => undefined, ...make(holder),
  }));
}

/** A statement for somebody of another environment: the organisation as a whole does not keep them apart. */
function neighbour(name: string, who: (account: string, own: string) => object): Break {
  return { name, mutants: (set) => places(set, ({ resource }) => !isShared(resource), (holder) => ({ edit: granted(holder, who(neighbourOf(holder.resource), holder.resource.account!)) })) };
}

/** A statement for somebody of no environment. */
function stranger(name: string, who: object): Break {
  return { name, mutants: (set) => places(set, ({ resource }) => isShared(resource), (holder) => ({ edit: granted(holder, who), behind: againstStrangers(set, holder.resource, holder.service) })) };
}

/** A weaker line of the organisation, in front of a policy that names a stranger. */
function weaker(name: string, edit: (set: TemplateSet) => Edit): Break {
  return { name, mutants: (set) => places(set, ({ resource, service }) => Object.keys(againstStrangers(set, resource, service)).length > 0 && isShared(resource), (holder) => ({
    edit: edit(set), behind: { 'its policy names no stranger': granted(holder, { Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } }) },
  })) };
}

const control = (set: TemplateSet) => policiesOf(set, 'RESOURCE_CONTROL_POLICY');

export const FAMILY: Family = {
  property: EnvironmentsShareNoAccess,
  breaks: [
    neighbour("another environment's account", (account) => ({ Principal: { AWS: `arn:aws:iam::${account}:root` } })),
    neighbour("another environment's account by its number, beside the own", (account, own) => ({ Principal: { AWS: [`arn:aws:iam::${own}:root`, account] } })),
    neighbour('a role of another environment', (account) => ({ Principal: { AWS: `arn:aws:iam::${account}:role/Portal` } })),
    neighbour('everybody of the organisation', () => ({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })),
    neighbour("everybody of another environment's account", (account) => ({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': account } } })),
    neighbour('roles of that name in whatever account', () => ({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Portal' } } })),
    neighbour('everybody but the own account', (_, own) => ({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': own } } })),
    neighbour('whoever comes with MFA, or without saying so', () => ({ Principal: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } })),
    { name: 'principals of a statement widened', mutants: (set) => places(set, ({ resource, key }) => !isShared(resource) && statementsOf(resource, key)!.some(isForOwn), ({ resource, key }) => ({
      edit: (drafts) => { drafts.properties(resource)[key].Statement.filter(isForOwn).forEach((each: { Principal: unknown; Condition?: unknown }) => { each.Principal = '*'; delete each.Condition; }); },
    })) },
    stranger('a stranger', { Principal: { AWS: STRANGER } }),
    stranger('a role of a stranger', { Principal: { AWS: `arn:aws:iam::${STRANGER}:role/Portal` } }),
    stranger('everybody', { Principal: '*' }),
    stranger('everybody, in a list', { Principal: { AWS: ['*'] } }),
    stranger('another organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } } }),
    stranger('organisations of any name', { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } }),
    stranger('our organisation, unless nothing is said', { Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    weaker('strangers are not denied any more', (set) => withoutStatement(control(set), 'DenyOutsiders')),
    weaker('strangers are denied only if they say who they are', (set) => (drafts) => control(set).forEach((policy) => drafts.properties(policy).Content.Statement.filter(({ Sid }: { Sid: string }) => Sid === 'DenyOutsiders').forEach((each: { Condition: object }) => {
      each.Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } };
    }))),
    weaker('strangers of one account are let pass', (set) => (drafts) => control(set).forEach((policy) => drafts.properties(policy).Content.Statement.filter(({ Sid }: { Sid: string }) => Sid === 'DenyOutsiders').forEach((each: { Condition: object }) => {
      each.Condition = { ...each.Condition, StringNotEquals: { 'aws:PrincipalAccount': STRANGER } };
    }))),
    weaker('the policy is attached elsewhere', (set) => (drafts) => control(set).forEach((policy) => { drafts.properties(policy).TargetIds = ['100000000001']; })),
  ],
};

function isForOwn({ Effect: effect, Principal: principal }: { Effect: string; Principal?: { AWS?: unknown } }): boolean {
  return effect === 'Allow' && principal?.AWS !== undefined;
}
