import { all, compliant, unknown, type Verdict } from '../../verdict';
import { mayEver, type Asked } from '../access/ask';
import { mayThroughRoles } from '../access/chains';
import { decidedBy } from '../access/cut';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly, refuted } from '../access/parties';
import { isPerson, mentions, namesSomebody, personRoleOf, PRIVACY_OFFICER, writtenAt } from '../access/people';
import { personalKeys, personalStores } from '../access/personal';
import { policyOf } from '../access/statement';
import type { Target } from '../access/targets';
import { grantsOf, tellPrincipal, tellWitness } from '../access/words';
import type { Property } from '../property';

/** Environments that hold what customers gave. */
const HOLDING = ['acceptance', 'production'];
/** What reads, copies or unlocks the content of a store. */
const READS = [
  'backup:StartCopyJob', 'backup:StartRestoreJob', 'dynamodb:BatchGetItem', 'dynamodb:ExportTableToPointInTime', 'dynamodb:GetItem', 'dynamodb:PartiQLSelect', 'dynamodb:Query', 'dynamodb:Scan',
  'ebs:GetSnapshotBlock', 'ecs:ExecuteCommand', 'kms:Decrypt', 'kms:ReEncryptFrom', 'logs:Unmask', 'rds-data:*', 'rds:CopyDBClusterSnapshot', 'rds:CopyDBSnapshot', 'rds:RestoreDB*', 'rds:StartExportTask',
  's3:GetObject', 's3:GetObjectVersion', 's3:SelectObjectContent', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue', 'sqs:ReceiveMessage',
];
/** Tasks that are never one role's together. */
const DUTIES: Readonly<Record<string, readonly string[]>> = {
  'deploys': ['cloudformation:CreateStack', 'cloudformation:ExecuteChangeSet', 'cloudformation:UpdateStack'],
  'operates': ['ecs:UpdateService', 'rds:FailoverDBCluster', 'rds:RebootDBInstance'],
  'audits': ['guardduty:GetFindings', 'securityhub:GetFindings'],
  'administers keys': ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
};
/** The database's user that keeps it: what this one reads there is for the database to say, no policy. */
const KEEPER = 'dba';

export const CustomerDataForPrivacyOfficerOnly: Property = {
  id: 'CustomerDataForPrivacyOfficerOnly',
  title: 'Of people in acceptance and production, the privacy officer alone reads, restores or decrypts stored data, or enters the database other than as its keeper; and none both deploys, operates, audits or administers keys.',
  why: 'Whoever keeps a system running needs to see that it runs, not whose file is in it.',
  mend: "Take reading actions, kms:Decrypt and rds-db:connect from the policies of every other role of people, and from resource policies that name them; deny them in their boundaries.",
  proof: 'iam',
  controls: ['ACC7'],
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_least_privileges.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const guarded = (account: string): boolean => HOLDING.includes(set.accounts[account] ?? '');
    const stores = [...new Set([...personalStores(model), ...personalKeys(model)])].filter((store) => guarded(store.account) && namesSomebody(store));
    return model.identities.filter((identity) => isPerson(identity) && guarded(identity.account)).map((identity) => ({
      ...writtenAt(model, identity), verdict: verdictOn(model, identity, stores),
    }));
  },
};

function verdictOn(model: AccessModel, identity: Identity, stores: readonly Target[]): Verdict {
  const verdict = all([oneDuty(model, identity), ...(personRoleOf(identity) === PRIVACY_OFFICER ? [] : [readsNothing(model, identity), entersAsKeeper(model, identity), namedByNoStore(model, identity, stores)])]);
  return verdict.kind === 'compliant' ? allowsOnly(model, [identity]) : verdict;
}

/** By itself, after assuming roles, or by handing roles to services. */
function readsNothing(model: AccessModel, identity: Identity): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  const { roles, existence } = mayThroughRoles(model, { principal, action: READS, resource: '*', within: ['*'] }, ['pass']);
  if (existence.answer === 'no') {
    return compliant();
  }
  if (existence.answer === 'unknown') {
    return unknown(`whether ${tellPrincipal(model, principal)} comes to read stored data is not decided: ${model.names.tell(existence.reasons.join('; '))}`);
  }
  const steps = [...roles.flatMap(({ assumed, also }) => [assumed, ...also]), existence];
  const told = steps.map((step, i) => tellWitness(model, i < steps.length - 1 || roles.length === 0 ? principal : { kind: 'identity', identity: roles[roles.length - 1].role }, step));
  return decidedBy(model, 'violation', [told.join('; and then ')], steps.flatMap(({ decision }) => grantsOf(decision)), writtenAt(model, identity));
}

function entersAsKeeper(model: AccessModel, identity: Identity): Verdict {
  if (!mentions(identity, ['rds-db:connect'])) {
    return compliant();
  }
  const keeping = policyOf({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'rds-db:connect', Resource: `arn:aws:rds-db:*:dbuser:*/${KEEPER}` }] }, 'identity', { template: '', logicalId: '', path: '' });
  const principal: Principal = { kind: 'identity', identity: { ...identity, policies: [...identity.policies, keeping] } };
  return found(model, identity, { principal, action: 'rds-db:connect', resource: '*', within: ['*'] });
}

/** A policy of a store that names a role lets it in, whatever the role's own policies say. */
function namedByNoStore(model: AccessModel, identity: Identity, stores: readonly Target[]): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  return all([compliant(), ...stores.map((store) => found(model, identity, { principal, action: READS, resource: model.objectOf(store), within: [store.arn, `${store.arn}/*`] }))]);
}

function found(model: AccessModel, identity: Identity, asked: Asked): Verdict {
  return refuted(model, [{ principal: asked.principal, existence: mayEver(model, asked) }], writtenAt(model, identity)) ?? compliant();
}

function oneDuty(model: AccessModel, identity: Identity): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  // One action after the other: together they are many more cases.
  const held = Object.entries(DUTIES).flatMap(([duty, actions]) => {
    const existences = actions.filter((action) => mentions(identity, [action])).map((action) => mayEver(model, { principal, action, resource: '*', within: ['*'] }));
    const existence = existences.find(({ answer }) => answer === 'yes') ?? existences.find(({ answer }) => answer === 'unknown');
    return existence ? [{ duty, existence }] : [];
  });
  const who = tellPrincipal(model, principal);
  const sure = held.filter(({ existence }) => existence.answer === 'yes');
  return sure.length > 1 ? decidedBy(model, 'violation', [`${who} ${sure.map(({ duty }) => duty).join(' and ')}: ${sure.map(({ existence }) => tellWitness(model, principal, existence)).join('; and ')}`], sure.flatMap(({ existence }) => grantsOf(existence.decision)), writtenAt(model, identity))
    : held.length > 1 ? unknown(`whether ${who} ${held.map(({ duty }) => duty).join(' and ')} is not decided: ${model.names.tell(held.flatMap(({ existence }) => existence.reasons).join('; '))}`) : compliant();
}
