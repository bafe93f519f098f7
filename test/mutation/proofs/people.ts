import type { Resource, TemplateSet } from '../../../lib/checks/template';
import type { Loose } from '../support/operator';
import { ownerOf } from './access';
import type { Break, Edit, ProofMutant } from './mutants';

/** Where what people may do stands in the templates, and what changes it. Nothing here asks the proofs. */

/** The policy of one role of people in one account. */
export interface PersonSite {
  readonly policy: Resource;
  readonly boundary: Resource;
  readonly role: string;
  readonly account: string;
}

const nameOf = (policy: Resource): string => policy.at('ManagedPolicyName').text ?? '';

/** The policies of people in accounts of some kinds. */
export function peopleIn(set: TemplateSet, kinds: readonly string[], is: (role: string) => boolean = () => true): PersonSite[] {
  const all = set.ofType('AWS::IAM::ManagedPolicy').filter((policy) => policy.at('Path').text === '/people/' && kinds.includes(ownerOf(policy) ?? ''));
  return all.flatMap((policy) => {
    const boundary = all.find((other) => other.view.template === policy.view.template && nameOf(other) === `PersonBoundary-${nameOf(policy)}`);
    return boundary && is(nameOf(policy)) ? [{ policy, boundary, role: nameOf(policy), account: policy.account! }] : [];
  });
}

export function permissionSets(set: TemplateSet, ...names: string[]): Resource[] {
  return set.ofType('AWS::SSO::PermissionSet').filter((each) => names.length === 0 || names.includes(each.at('Name').text ?? ''));
}

/** Statements of a policy, to be changed. */
export function change(policy: Resource, edit: (statements: Loose[]) => void, key = 'PolicyDocument'): Edit {
  return (drafts) => edit(drafts.properties(policy)[key].Statement as Loose[]);
}

/** One more statement of a policy. */
export function allow(policy: Resource, statement: object): Edit {
  return change(policy, (statements) => { statements.push({ Sid: 'Mutant', Effect: 'Allow', Resource: '*', ...statement }); });
}

/** A boundary that leaves everything. */
export function unbounded(boundary: Resource): Edit {
  return (drafts) => { drafts.properties(boundary).PolicyDocument.Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }]; };
}

export function isAbout(statement: Loose, action: string): boolean {
  return ([] as string[]).concat(statement.Action as string[] ?? []).includes(action);
}

/** A break with a mutant for each place. */
export function each<Place>(name: string, places: (set: TemplateSet) => readonly Place[], make: (place: Place, set: TemplateSet) => Omit<ProofMutant, 'site'>): Break {
  return { name, mutants: (set) => places(set).map((place) => { const made = make(place, set); return { site: siteOf(made), ...made }; }) };
}

function siteOf({ about }: Pick<ProofMutant, 'about'>): string {
  return 'view' in about ? `${about.view.template.source.name} ${about.logicalId}` : `${about.template} ${about.logicalId}`;
}
