import { documentsOf } from './policy';
import type { Resource, Value } from './template';

/** Kinds of policies that may be people's. */
export const PEOPLE_POLICY_TYPES = ['AWS::IAM::Group', 'AWS::IAM::GroupPolicy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::SSO::PermissionSet'];

/**
 * The policy documents by which people may do something: those of groups and permission sets, and managed ones that are attached to groups
 * or stand below `/people/`. Undefined if a policy is not people's; a policy of a role or of nobody yet is not. A policy that only
 * bounds what others allow is none either: its name says so.
 */
export function peoplesDocuments(policy: Resource): Value[] | undefined {
  switch (policy.type) {
    case 'AWS::SSO::PermissionSet': return policy.at('InlinePolicy').present ? [policy.at('InlinePolicy')] : undefined;
    case 'AWS::IAM::Group': return policy.at('Policies').present ? documentsOf(policy) : undefined;
    case 'AWS::IAM::GroupPolicy': return documentsOf(policy);
    default: return (policy.at('Groups').items.length > 0 || isBelowPeople(policy)) && !isBoundary(policy) ? documentsOf(policy) : undefined;
  }
}

/** Whether a policy or role stands below the path of people's. */
export function isBelowPeople(identity: Resource): boolean {
  return (identity.at('Path').text ?? '').startsWith('/people/');
}

function isBoundary(policy: Resource): boolean {
  return /boundary/i.test(policy.at('ManagedPolicyName').text ?? '')
    || ['AWS::IAM::Role', 'AWS::IAM::User'].some((type) => policy.set.ofType(type).some((identity) => identity.at('PermissionsBoundary').target?.is(policy)));
}
