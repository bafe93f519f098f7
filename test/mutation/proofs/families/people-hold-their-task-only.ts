import { PeopleHoldTheirTaskOnly } from '../../../../lib/checks/proofs/properties/people-hold-their-task-only';
import type { TemplateSet } from '../../../../lib/checks/template';
import type { Break, Family } from '../mutants';
import { allow, change, each, peopleIn, permissionSets, unbounded } from '../people';

const people = (set: TemplateSet) => peopleIn(set, ['development', 'test', 'acceptance', 'production', 'backup', 'release', 'security'], (role) => role !== 'Barred');
const added = (name: string, statement: object): Break => each(name, people, ({ policy }) => ({ about: policy, names: [policy, /has the actions .* on any resource/], edit: allow(policy, statement) }));
/** The boundary allows something besides the task. */
const wider = (name: string, action: string): Break => each(name, people, ({ policy, boundary }) => ({ about: policy, names: [boundary, /may \w+:/], edit: allow(boundary, { Action: action }) }));

export const FAMILY: Family = {
  property: PeopleHoldTheirTaskOnly,
  breaks: [
    added('everything', { Action: '*' }),
    added('all of a service', { Action: 's3:*' }),
    added('whatever is read', { Action: ['ec2:Describe*', 'ssm:GetParameter'] }),
    added('all but some', { Action: undefined, NotAction: 'iam:*' }),
    added('all of a service, but on some resources', { Action: 'sqs:*', Resource: undefined, NotResource: 'arn:aws:sqs:*:*:mine' }),
    added('by a question mark', { Action: 'sns:Publis?' }),
    added('with a condition', { Action: 'kms:*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    each('no boundary', people, ({ policy, role }, set) => ({ about: policy, names: [/has no permissions boundary/], edit: (drafts) => permissionSets(set, role).forEach((each_) => { delete drafts.properties(each_).PermissionsBoundary; }) })),
    each('a boundary that leaves everything', people, ({ policy, boundary }) => ({ about: policy, names: [boundary], edit: unbounded(boundary) })),
    wider('a boundary with another action', 'sns:Publish'),
    wider('a boundary with all of a service', 'sqs:*'),
    each('a boundary of all but some', people, ({ policy, boundary }) => ({ about: policy, names: [boundary], edit: change(boundary, (statements) => { statements[0] = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }; }) })),
  ],
};
