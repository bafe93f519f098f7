import { all, compliant, unknown, type Verdict } from '../../verdict';
import { approvalsOf, CUSTOMER, rewritten, type Approval } from '../access/approvals';
import { mayEver, type Asked } from '../access/ask';
import { decidedBy, statementsOf } from '../access/cut';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly, namesOnly, refuted, type Found } from '../access/parties';
import { isPerson, isTakenOnlyBy, mentions, personRoleOf, SUPPORT, writtenAt } from '../access/people';
import { eachOf } from '../access/reading';
import { ASSUME, callersOf } from '../access/second-factor';
import type { Statement } from '../access/statement';
import type { Target } from '../access/targets';
import { tellPrincipal, tellStatement } from '../access/words';
import type { Property, PropertyFinding } from '../property';

/** A key of files is shared by all customers: S3 opens with it what the policy lets be read. */
const THROUGH_S3 = { Action: 'kms:Decrypt', Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } };
/** The way to the database through the bastion, where a customer's own user is asked for: actions, on what, and on which condition besides. */
const WAY: readonly (readonly [actions: RegExp, resource: RegExp, conditions?: Readonly<Record<string, readonly [operators: RegExp, value: string]>>])[] = [
  [/^ec2:describeinstances$/, /./],
  [/^ssm:getparameter$/, /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/access\/bastion\/host-key-public$/],
  [/^ssm:startsession$/, /^arn:[^:]*:ssm:[^:]*:[^:]*:document\/ForwardToDatabase$/],
  [/^ssm:startsession$/, /^arn:[^:]*:ec2:[^:]*:[^:]*:instance\/\*$/, { 'ssm:resourcetag/dtap:access': [/^StringEquals$/i, 'bastion'], 'ssm:sessiondocumentaccesscheck': [/^Bool(IfExists)?$/i, 'true'] }],
  [/^(ssm:(resume|terminate)session|ssmmessages:opendatachannel)$/, /^arn:[^:]*:ssm:[^:]*:[^:]*:session\/(\$\{aws:userid\}-)?\*$/],
  [/^kms:generatedatakey$/, /./, { 'kms:encryptioncontext:aws:ssm:sessionid': [/^Null$/i, 'false'] }],
];
/** One customer, and others that only a careless pattern would take for it. */
const [ONE, OTHERS] = ['acme', ['other', 'acme2', 'notacme']];
const VARIABLE = `\${${CUSTOMER.toLowerCase()}}`;
const START = ['states:RedriveExecution', 'states:StartExecution', 'states:StartSyncExecution'];
const MAKE = ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'];

type On = Pick<Target, 'template' | 'logicalId'>;

export const SupportConfinedToGrant: Property = {
  id: 'SupportConfinedToGrant',
  title: "What a grant opens is one customer's, by the tag of its role, and the way to the database besides; such roles are made by a state machine alone, under the grant's policy as boundary, which is started by a runbook alone; and support does nothing but ask, follow and enter.",
  why: 'Support that reaches every system at any time is an administrator of every customer, without anybody having said yes.',
  mend: 'Compare every resource of the policy with ${aws:PrincipalTag/customer}; ask for the boundary wherever roles of grants are made; give support the runbooks and the roles below /grants/, and nothing else.',
  proof: 'iam',
  controls: ['ACC10'],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const approvals = approvalsOf(model);
    return [
      ...approvals.map((approval) => ({ template: approval.template, logicalId: approval.logicalId, verdict: ofOneCustomer(model, approval) })),
      ...approvals.flatMap((approval) => [...makers(model, approval), ...doors(model, approval), ...machines(model, approval)]),
      ...model.identities.filter((identity) => isPerson(identity) && personRoleOf(identity) === SUPPORT && approvals.some(({ account }) => account === identity.account)).map((identity) => ({
        ...writtenAt(model, identity), verdict: nothingElse(model, identity, approvals),
      })),
    ];
  },
};

function no(model: AccessModel, on: On, ...asked: readonly Asked[]): Verdict {
  return refuted(model, asked.map((each): Found => ({ principal: each.principal, existence: mayEver(model, each) })), on) ?? compliant();
}

/** Without the tag nothing is allowed, even if nothing denied it; with it nothing of another customer's. */
function ofOneCustomer(model: AccessModel, approval: Approval): Verdict {
  const untagged: Principal = { kind: 'identity', identity: rewritten(approval.role, (statement) => statement.effect !== 'Deny' && !isWay(statement), THROUGH_S3) };
  const tagged: Principal = { kind: 'identity', identity: rewritten(approval.role, (statement) => !isWay(statement), THROUGH_S3) };
  const compared = statementsOf(approval.role.policies).filter(({ effect, actions, resources, conditions }) => effect === 'Allow' && actions !== undefined
    && [...resources ?? [], ...conditions.flatMap(({ values }) => values)].some((text) => text.toLowerCase().includes(VARIABLE)));
  const verdict = all([
    no(model, approval, { principal: untagged, resource: '*', within: ['*'], context: { [CUSTOMER]: null } }),
    ...compared.flatMap((statement) => OTHERS.map((other) => no(model, approval, { principal: tagged, ...ofAnother(statement, other) }))),
  ]);
  return verdict.kind === 'compliant' ? decidedBy(model, 'compliant', [], statementsOf(approval.role.policies), approval) : verdict;
}

/** Whether a statement allows the way to the database, and nothing else. */
function isWay({ effect, open, actions, resources, conditions }: Statement): boolean {
  return effect === 'Allow' && open === undefined && WAY.some(([action, resource, besides = {}]) => (actions?.every(({ source }) => action.test(source.toLowerCase())) ?? false)
    && (resources?.every((each) => resource.test(each)) ?? false)
    && Object.entries(besides).every(([key, [operators, value]]) => conditions.some((condition) => condition.key === key && operators.test(condition.operator.name) && condition.values.every((each) => each === value))));
}

/** What a statement would be about if the customer were another. */
function ofAnother({ actions = [], resources = ['*'], conditions }: Statement, other: string): Omit<Asked, 'principal'> {
  const instead = (text: string) => text.replace(new RegExp(`\\$\\{${CUSTOMER}\\}`, 'gi'), other);
  const compared = conditions.filter(({ values }) => values.some((value) => instead(value) !== value)).map(({ spelled, values }): [string, string] => [spelled, instead(values[0]).replaceAll('*', 'x')]);
  return { action: actions.map(({ source }) => source), resource: '*', within: resources.map(instead), context: { ...Object.fromEntries(compared), [CUSTOMER]: ONE } };
}

/** Whoever makes or changes roles of grants: Step Functions alone, which nobody else starts, under the boundary and with the grant's policy. */
function makers(model: AccessModel, approval: Approval): PropertyFinding[] {
  const within = [`arn:aws:iam::${approval.account}:role/grants/${approval.access}/*`];
  return model.identities.filter((identity) => identity.account === approval.account && mentions(identity, MAKE)).flatMap((identity) => {
    const principal: Principal = { kind: 'identity', identity };
    const making = mayEver(model, { principal, action: MAKE, resource: '*', within });
    if (making.answer === 'no') {
      return [];
    }
    const on = { template: identity.template, logicalId: identity.logicalId };
    const bounds = [approval.arn, ...boundariesNamed(identity)];
    const verdict = all([
      isTakenOnlyBy(model, identity, /^states\.amazonaws\.com$/) ? compliant() : refuted(model, [{ principal, existence: making }], on) ?? compliant(),
      no(model, on,
        { principal, action: MAKE, resource: '*', within, demands: [{ Null: { 'iam:PermissionsBoundary': 'true' } }, { StringNotEquals: { 'iam:PermissionsBoundary': bounds } }] },
        { principal, action: 'iam:AttachRolePolicy', resource: '*', within, demands: [{ ArnNotEquals: { 'iam:PolicyARN': approval.arn } }] },
        { principal, action: 'iam:UpdateAssumeRolePolicy', resource: '*', within },
        { principal, action: 'iam:CreateRole', resource: '*', within, demands: [{ Null: { 'aws:RequestTag/customer': 'true' } }] }),
    ]);
    return [{ ...on, verdict: verdict.kind === 'compliant' ? allowsOnly(model, [identity]) : verdict }];
  });
}

/** An account may have a boundary for all its roles, which then stands in place of the grant's own: one that is written out, not a pattern. */
function boundariesNamed({ policies }: Identity): string[] {
  return statementsOf(policies).flatMap(({ conditions }) => conditions).filter(({ key, operator }) => key === 'iam:permissionsboundary' && !operator.negated).flatMap(({ values }) => values)
    .filter((value) => !/[*?]|:aws:policy\//.test(value));
}

/** The role of the runbooks, by its agreed name: Systems Manager alone takes it on. */
function doors(model: AccessModel, { access, account }: Approval): PropertyFinding[] {
  return model.targets.filter((target) => target.arn === `arn:aws:iam::${account}:role/${access}-grant-door`).map((target) => {
    const found = callersOf(model, target, (name) => name !== 'ssm.amazonaws.com').map((principal): Found => ({ principal, existence: mayEver(model, { principal, action: ASSUME, resource: model.objectOf(target) }) }));
    return { template: target.template, logicalId: target.logicalId, verdict: refuted(model, found, target) ?? namesOnly(model, target, found) };
  });
}

/** Whoever starts a state machine of grants tells it who asks: the runbooks do, and services that end grants. */
function machines(model: AccessModel, { access, account }: Approval): PropertyFinding[] {
  const door = model.identityOf(`arn:aws:iam::${account}:role/${access}-grant-door`);
  const others = model.identities.filter((identity) => identity.account === account && mentions(identity, START) && !isTakenOnlyBy(model, identity, /^(ssm|states|scheduler)\.amazonaws\.com$/));
  const found: PropertyFinding[] = [];
  eachOf(model.set, ['AWS::StepFunctions::StateMachine'], (template, logicalId, resource) => {
    const arn = model.names.arn(resource);
    const isStarted = door && model.names.account(resource) === account && mayEver(model, { principal: { kind: 'identity', identity: door }, action: START, resource: arn }).answer !== 'no';
    if (isStarted) {
      const verdict = no(model, { template, logicalId }, ...others.map((identity): Asked => ({ principal: { kind: 'identity', identity }, action: START, resource: arn })));
      found.push({ template, logicalId, verdict: verdict.kind === 'compliant' ? allowsOnly(model, [door]) : verdict });
    }
  });
  return found;
}

/** Support asks for grants, closes, follows and enters them: whatever else a statement allows is too much. */
function nothingElse(model: AccessModel, identity: Identity, approvals: readonly Approval[]): Verdict {
  const accesses = approvals.filter(({ account }) => account === identity.account).map(({ access }) => access).join('|');
  const who = tellPrincipal(model, { kind: 'identity', identity });
  const verdict = all([compliant(), ...statementsOf(identity.policies).filter(({ effect }) => effect !== 'Deny').map((statement) => {
    if (statement.open !== undefined) {
      return unknown(`whether ${who} does nothing but use grants is not decided: ${model.names.tell(statement.open)}`);
    }
    return isUseOfGrants(statement, identity.account, accesses) ? compliant()
      : decidedBy(model, 'violation', [`${who} may do more than use grants, by ${tellStatement(statement)}`], [statement], writtenAt(model, identity));
  })]);
  return verdict.kind === 'compliant' ? allowsOnly(model, [identity]) : verdict;
}

function isUseOfGrants({ actions, resources, conditions }: Statement, account: string, accesses: string): boolean {
  const role = `arn:[^:]*:iam::${account}:role/`;
  const uses: Readonly<Record<string, RegExp>> = {
    'ssm:startautomationexecution': new RegExp(`^arn:[^:]*:ssm:[^:]*:${account}:automation-definition/(${accesses})-grant-(request|close)(:.*)?$`),
    'ssm:getautomationexecution': /./,
    'iam:passrole': new RegExp(`^${role}(${accesses})-grant-door$`),
    'sts:assumerole': new RegExp(`^${role}grants/(${accesses})/`),
    'sts:setsourceidentity': new RegExp(`^${role}grants/(${accesses})/`),
  };
  const isPassed = conditions.some(({ key, operator, values }) => key === 'iam:passedtoservice' && !operator.negated && !operator.ifExists && values.every((value) => value === 'ssm.amazonaws.com'));
  return (actions?.every(({ source }) => {
    const use = source.toLowerCase();
    return Object.hasOwn(uses, use) && (use !== 'iam:passrole' || isPassed) && (resources?.every((resource) => uses[use].test(resource)) ?? false);
  }) ?? false);
}
