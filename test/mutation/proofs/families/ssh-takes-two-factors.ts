import { SshTakesTwoFactors } from '../../../../lib/checks/proofs/properties/ssh-takes-two-factors';
import type { TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import { ownerOf } from '../access';
import type { Break, Family } from '../mutants';
import { allow, change, each, isAbout, peopleIn, unbounded } from '../people';

const PUSH = 'ec2-instance-connect:SendSSHPublicKey';
const ENVIRONMENTS = ['development', 'test', 'acceptance', 'production'];
const pushing = (set: TemplateSet) => peopleIn(set, ENVIRONMENTS, (role) => role === 'Operator' || role === 'DatabaseAdministrator' || role === 'BreakGlass');

/** The statement that lets a key be pushed is changed. */
const changed = (name: string, edit: (statement: Loose) => void): Break => each(name, pushing, ({ policy }) => ({
  about: policy, names: [policy, /may ec2-instance-connect:SendSSHPublicKey/], edit: change(policy, (statements) => statements.filter((statement) => isAbout(statement, PUSH)).forEach(edit)),
}));

const besides = (name: string, action: string): Break => each(name, pushing, ({ policy, boundary }) => ({
  about: policy, names: [policy, new RegExp(`may ${action}`)], edit: allow(policy, { Action: action }), behind: { 'its boundary': unbounded(boundary) },
}));

/** A role of a service may push keys. */
const service = (name: string, statement: object): Break => each(name, (set) => set.ofType('AWS::IAM::Role').filter((role) => ENVIRONMENTS.includes(ownerOf(role) ?? '') && role.at('Policies').absent && role.at('ManagedPolicyArns').absent && role.at('RoleName').absent), (role) => ({
  about: role, names: [role, /may ec2-instance-connect:SendSSHPublicKey/],
  edit: (drafts) => { drafts.properties(role).Policies = [{ PolicyName: 'Mutant', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } }]; },
}));

export const FAMILY: Family = {
  property: SshTakesTwoFactors,
  breaks: [
    changed('any user of the server', (each_) => { delete each_.Condition.StringEquals['ec2:osuser']; }),
    changed('users by a pattern', (each_) => { each_.Condition = { StringLike: { 'ec2:osuser': '*' } }; }),
    changed('root, too', (each_) => { each_.Condition.StringEquals['ec2:osuser'] = ['ops', 'root']; }),
    changed("the server's own user", (each_) => { each_.Condition.StringEquals['ec2:osuser'] = 'ec2-user'; }),
    changed('the user, if one is told', (each_) => { each_.Condition = { StringEqualsIfExists: { 'ec2:osuser': 'ops' } }; }),
    changed('any user but root', (each_) => { each_.Condition = { StringNotEquals: { 'ec2:osuser': 'root' } }; }),
    changed('no condition', (each_) => { delete each_.Condition; }),
    changed('all of what is not told', (each_) => { each_.Condition = { 'ForAllValues:StringEquals': { 'ec2:osuser': ['ops'] } }; }),
    besides('the serial console', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'),
    besides('a tunnel', 'ec2-instance-connect:OpenTunnel'),
    service('a service', { Action: PUSH, Condition: { StringEquals: { 'ec2:osuser': 'ops' } } }),
    service('a service, by a pattern', { Action: 'ec2-instance-connect:*' }),
  ],
};
