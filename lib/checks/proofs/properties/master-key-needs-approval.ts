import { all, NOT_APPLICABLE, compliant, unknown, violation, type Verdict } from '../../verdict';
import { approvalsOf, CUSTOMER, runbookOf, type Approval } from '../access/approvals';
import { mayEver, type Demand } from '../access/ask';
import { decidedBy, statementsOf } from '../access/cut';
import type { Existence } from '../access/exists';
import { matches, overlaps, patternOf } from '../access/glob';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, refuted, type Found } from '../access/parties';
import { isPerson, personRoleOf } from '../access/people';
import { personalKeys } from '../access/personal';
import type { Target } from '../access/targets';
import { grantsOf, tellPrincipal, tellWitness } from '../access/words';
import type { Property } from '../property';

/** Name of the access that several approve. */
const ACCESS = 'master-key';
const USE = ['kms:Decrypt', 'kms:ReEncryptFrom'];
/** Some customer. */
const ONE = 'acme';
/** A call of one's own, past the service that holds the data. */
const DIRECT: readonly Demand[] = [{ Null: { 'kms:ViaService': 'true' } }];
const START = 'ssm:StartAutomationExecution';

export const MasterKeyNeedsApproval: Property = {
  id: 'MasterKeyNeedsApproval',
  title: "No role of people in production, nor a grant of support, uses the key of personal data past the service that holds the data; the access that may opens what was encrypted for its customer, and is asked for by some roles and approved by at least two others, none of them both.",
  why: 'With the master key every copy of the data is readable, wherever it lies: that is nobody\'s to decide alone.',
  mend: "Ask for kms:ViaService wherever the key's policy names people; let the key's policy name the roles below /grants/master-key/, each for the customer that it is tagged with; let people start the runbook that requests, or the one that approves, of the access master-key, never both.",
  proof: 'iam',
  controls: ['KEY3'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service', 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    const isProduction = ({ account }: { readonly account: string }): boolean => set.accounts[account] === 'production';
    const approvals = approvalsOf(model).filter(isProduction);
    return [
      ...[...personalKeys(model)].filter(isProduction).map((key) => ({ template: key.template, logicalId: key.logicalId, verdict: usedByNobody(model, key, approvals) })),
      ...approvals.filter(({ access }) => access === ACCESS).map((approval) => ({ template: approval.template, logicalId: approval.logicalId, verdict: all([apart(model, approval), opensItsOwn(model, approval)]) })),
    ];
  },
};

function usedByNobody(model: AccessModel, key: Target, approvals: readonly Approval[]): Verdict {
  const identities = [...model.identities.filter((identity) => isPerson(identity)), ...approvals.filter(({ access }) => access !== ACCESS).map(({ role }) => role)];
  const found = identities.map((identity): Found => {
    const principal: Principal = { kind: 'identity', identity };
    return { principal, existence: mayEver(model, { principal, action: USE, resource: model.objectOf(key), demands: DIRECT }) };
  });
  return refuted(model, found, key) ?? namesOnly(model, key, found);
}

/** What it was approved for, it may: a grant that opens nothing makes people look for another way in. */
function opensItsOwn(model: AccessModel, approval: Approval): Verdict {
  const decrypts = patternOf('kms:Decrypt', 'text', true);
  const allowing = statementsOf(approval.role.policies).filter(({ effect, actions }) => effect === 'Allow' && (actions?.some((action) => overlaps(action, decrypts)) ?? true));
  const named = allowing.flatMap(({ resources }) => resources ?? ['*']).map((resource) => patternOf(resource, 'text'));
  const keys = [...personalKeys(model)].filter(({ arn, account }) => account === approval.account && named.some((pattern) => matches(pattern, arn) !== false));
  const principal: Principal = { kind: 'identity', identity: approval.role };
  const context = { [CUSTOMER]: ONE, 'kms:EncryptionContext:customer': ONE };
  const opened = keys.map((key) => ({ key, existence: mayEver(model, { principal, action: 'kms:Decrypt', resource: model.objectOf(key), context, demands: DIRECT }) }));
  const shut = opened.filter(({ existence }) => existence.answer === 'no').map(({ key }) => key.arn);
  return keys.length === 0 || shut.length > 0
    ? decidedBy(model, 'violation', [keys.length === 0 ? 'its policy names no key of personal data' : model.names.tell(`what was encrypted for its customer is not opened with ${shut.join(', ')}: its policy, the policy of the key or one of the organisation does not let it`)], allowing, approval)
    : opened.some(({ existence }) => existence.answer === 'unknown') ? unknown(`whether it opens what was encrypted for its customer is not decided: ${model.names.tell(opened.flatMap(({ existence }) => existence.reasons).join('; '))}`) : compliant();
}

interface Held {
  readonly identity: Identity;
  readonly request: Existence;
  readonly approve: Existence;
}

/** Who asks does not approve, and more than one kind of people approves. */
function apart(model: AccessModel, approval: Approval): Verdict {
  // Permission sets stand in the management account: without its templates nothing is known of who people are.
  if (model.missing.some((account) => model.set.accounts[account] === 'management')) {
    return NOT_APPLICABLE;
  }
  const held = model.identities.filter((identity) => isPerson(identity) && identity.account === approval.account).map((identity): Held => {
    const ask = (door: string): Existence => mayEver(model, { principal: { kind: 'identity', identity }, action: START, resource: runbookOf(approval, door) });
    return { identity, request: ask('request'), approve: ask('approve') };
  });
  const approvers = held.filter(({ approve }) => approve.answer === 'yes');
  const roles = new Set(approvers.map(({ identity }) => personRoleOf(identity)));
  const several = roles.size > 1 ? decidedBy(model, 'compliant', [], approvers.flatMap(({ approve }) => grantsOf(approve.decision)), approval)
    : held.some(({ approve }) => approve.answer === 'unknown') ? unknown(`whether more than ${roles.size} role may approve the use of the master key is not decided`)
      : violation(`${roles.size === 0 ? 'no role' : `only ${[...roles].join()}`} may approve the use of the master key`);
  return all([several, ...held.map((each) => notBoth(model, approval, each))]);
}

function notBoth(model: AccessModel, approval: Approval, { identity, request, approve }: Held): Verdict {
  if (request.answer === 'no' || approve.answer === 'no') {
    return compliant();
  }
  const principal: Principal = { kind: 'identity', identity };
  return request.answer === 'yes' && approve.answer === 'yes'
    ? decidedBy(model, 'violation', [`${tellWitness(model, principal, request)}; and ${tellWitness(model, principal, approve)}`], [request, approve].flatMap(({ decision }) => grantsOf(decision)), approval)
    : unknown(`whether ${tellPrincipal(model, principal)} may both request and approve the use of the master key is not decided: ${model.names.tell([...request.reasons, ...approve.reasons].join('; '))}`);
}
