import { all, compliant, unknown, violation, type Verdict } from '../../verdict';
import { mayEver, type Asked } from '../access/ask';
import type { Existence } from '../access/exists';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly, refuted } from '../access/parties';
import { isPerson, isTakenOnlyBy, mentions, peopleByResource } from '../access/people';
import { eachOf } from '../access/reading';
import { tellPrincipal } from '../access/words';
import type { Property, PropertyFinding } from '../property';

/** The policy that holds who is barred, by its agreed name. */
const BARRED = 'policy/people/Barred';
const WRITE = ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'];
/** What the runbook does in the management account for all others: service control policies do not reach that account itself. */
const DENY_ALL = ['organizations:AttachPolicy', 'organizations:CreatePolicy', 'organizations:UpdatePolicy'];
/** What ends what a person has open in an account. */
const END = ['ec2:TerminateClientVpnConnections', 'iam:UpdateAccessKey', 'ssm:TerminateSession'];

export const BarredPeopleDenied: Property = {
  id: 'BarredPeopleDenied',
  title: 'Every role of people carries the policy of the barred; a runbook alone writes it in the management account and the policy of the organisation for all others, and reaches a role in each account that ends what a person has open.',
  why: 'A session lives on when its owner has been dismissed: it has to be denied where it is, by something that works on every role at once.',
  mend: 'Attach /people/Barred to each role and permission set of people; keep BarPerson in the management account, and BarPersonAccess in every other.',
  proof: 'iam',
  controls: ['ACC11'],
  references: ['https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    const people = model.identities.filter((identity) => isPerson(identity) && identity.kind === 'role');
    return [...carriers(model, people), ...policies(model, people)];
  },
};

function carriers(model: AccessModel, people: readonly Identity[]): PropertyFinding[] {
  return peopleByResource(model, people).map((identities) => {
    const without = identities.filter(({ account, attached }) => !attached.includes(`arn:aws:iam::${account}:${BARRED}`));
    const open = identities.filter(({ policies: own }) => own.some(({ statements }) => statements.some((statement) => statement.open !== undefined)));
    const tell = (identity: Identity): string => tellPrincipal(model, { kind: 'identity', identity });
    const verdict = without.length > 0 ? violation(`${without.map(tell).join(', ')} does not carry ${BARRED}`)
      : open.length > 0 ? unknown(`whether ${open.map(tell).join(', ')} carries ${BARRED}, and what it says, is not decided`) : allowsOnly(model, identities);
    return { template: identities[0].template, logicalId: identities[0].logicalId, verdict };
  });
}

/** Of the policy in each account where people have roles: who writes it, and how what they have open is ended. */
function policies(model: AccessModel, people: readonly Identity[]): PropertyFinding[] {
  const found: PropertyFinding[] = [];
  const runbooks = model.identities.filter((identity) => model.organisation.manages(identity.account) && isTakenOnlyBy(model, identity, /^ssm\.amazonaws\.com$/));
  eachOf(model.set, ['AWS::IAM::ManagedPolicy'], (template, logicalId, resource) => {
    const [arn, account] = [model.names.arn(resource), model.names.account(resource)];
    if (arn.endsWith(`:${BARRED}`) && people.some((person) => person.account === account)) {
      const on = { template, logicalId };
      const verdict = all([onlyRunbooksWrite(model, arn, account, on), model.organisation.manages(account) ? writtenByOne(model, runbooks, arn) : endedByOne(model, runbooks, account)]);
      found.push({ ...on, verdict: verdict.kind === 'compliant' ? allowsOnly(model, runbooks) : verdict });
    }
  });
  return found;
}

function onlyRunbooksWrite(model: AccessModel, arn: string, account: string, on: Pick<PropertyFinding, 'template' | 'logicalId'>): Verdict {
  const others = model.identities.filter((identity) => identity.account === account && mentions(identity, WRITE) && !isTakenOnlyBy(model, identity, /^ssm\.amazonaws\.com$/));
  return refuted(model, others.map((identity) => ({ principal: { kind: 'identity', identity }, existence: mayEver(model, { principal: { kind: 'identity', identity }, action: WRITE, resource: arn }) })), on) ?? compliant();
}

function writtenByOne(model: AccessModel, runbooks: readonly Identity[], arn: string): Verdict {
  return one(runbooks.map((identity) => together(model, identity, [
    { action: 'iam:CreatePolicyVersion', resource: arn }, ...DENY_ALL.map((action) => ({ action, resource: '*', within: ['*'] })),
  ])), 'no runbook may write who is barred, here and for the other accounts');
}

function endedByOne(model: AccessModel, runbooks: readonly Identity[], account: string): Verdict {
  const roles = model.identities.filter((identity) => identity.account === account && identity.kind === 'role' && mentions(identity, END));
  const entered = runbooks.flatMap((runbook) => roles.map((role) => ({ role, verdict: together(model, runbook, [{ action: 'sts:AssumeRole', resource: role.arn }]) }))).filter(({ verdict }) => verdict.kind !== 'violation');
  return one(entered.map(({ role, verdict }) => all([verdict, together(model, role, END.map((action) => ({ action, resource: '*', within: ['*'] })))])), `no runbook comes to a role that ends what people have open in account ${model.tellAccount(account)}`);
}

/** Whether one may do all of it. */
function together(model: AccessModel, identity: Identity, asked: readonly Omit<Asked, 'principal'>[]): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  const answers = asked.map((each): Existence => mayEver(model, { ...each, principal }));
  return answers.some(({ answer }) => answer === 'no') ? violation('no') : answers.some(({ answer }) => answer === 'unknown')
    ? unknown(model.names.tell(answers.flatMap(({ reasons }) => reasons).join('; '))) : compliant();
}

function one(verdicts: readonly Verdict[], otherwise: string): Verdict {
  return verdicts.find(({ kind }) => kind === 'compliant') ?? verdicts.find(({ kind }) => kind === 'unknown') ?? violation(otherwise);
}
