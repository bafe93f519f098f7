import { all, type Verdict } from '../../verdict';
import { mayEver, WITHOUT_FRESH_MFA } from '../access/ask';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly, refuted, type Found } from '../access/parties';
import { isPerson, mentions, peopleByResource } from '../access/people';
import { entersFresh, lastsAtMost } from '../access/second-factor';
import type { Property } from '../property';

/** What opens a shell or a way to one, or takes the place of one. */
const SHELL = [
  'ec2-instance-connect:OpenTunnel', 'ec2-instance-connect:SendSSHPublicKey', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey', 'ecs:ExecuteCommand', 'ssm:ResumeSession', 'ssm:SendCommand',
  'ssm:StartSession',
];
/** What makes a store of a backup. */
const RESTORE = ['backup:StartRestoreJob', 'ec2:CreateVolume', 'rds:RestoreDB*', 's3:RestoreObject'];
/** What bars people, or lifts a bar. */
const BAR = { actions: ['ssm:StartAutomationExecution'], documents: ['BarPerson', 'UnbarPerson'] };
/** Where a working day is short enough for those, too: no customer's data is there. */
const RELAXED = ['development', 'test'];

export const PeopleNeedFreshMfa: Property = {
  id: 'PeopleNeedFreshMfa',
  title: 'Nobody becomes a role of people, or one with a shell or a restore, without a second factor younger than an hour; and sessions end: by Identity Center after an hour where they open a shell, restore or bar, after eight elsewhere and in development and test.',
  why: 'A laptop left open, or a stolen session, is worth what it can still do without asking anybody for a second factor.',
  mend: 'Ask for aws:MultiFactorAuthPresent and an aws:MultiFactorAuthAge under 3600 in the trust policy of each role of people; give permission sets a SessionDuration of PT1H, PT8H at most if they only look.',
  proof: 'iam',
  controls: ['ACC3'],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
    'https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html',
    'https://docs.aws.amazon.com/singlesignon/latest/userguide/mfa-how-to.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const judged = model.identities.filter((identity) => isPerson(identity) || opensSomething(model, identity));
    return peopleByResource(model, judged).map((identities) => {
      const [{ template, logicalId }] = identities;
      const verdict = all(identities.map((identity) => verdictOn(model, identity)));
      return { template, logicalId, verdict: verdict.kind === 'compliant' ? allowsOnly(model, identities) : verdict };
    });
  },
};

function verdictOn(model: AccessModel, identity: Identity): Verdict {
  if (!isPerson(identity)) {
    return entersFresh(model, identity, false);
  }
  const privileged = opensSomething(model, identity) && !(identity.center && RELAXED.includes(model.set.accounts[identity.account] ?? ''));
  return all([
    entersFresh(model, identity), lastsAtMost(model, identity, privileged ? 1 : 8, privileged ? 'it opens a shell, restores or bars' : 'a working day'),
    ...(identity.kind === 'user' ? [freshBefore(model, identity)] : []),
  ]);
}

/** A user's own requests tell of the second factor: those that matter need it. */
function freshBefore(model: AccessModel, identity: Identity): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  const found: Found = { principal, existence: mayEver(model, { principal, action: [...SHELL, ...RESTORE, 'sts:AssumeRole'], resource: '*', within: ['*'], demands: WITHOUT_FRESH_MFA }) };
  return refuted(model, [found], identity) ?? allowsOnly(model, [identity]);
}

/** Whether somebody opens a shell, restores or bars, for all that is known. */
function opensSomething(model: AccessModel, identity: Identity): boolean {
  const principal: Principal = { kind: 'identity', identity };
  const regions = [...new Set(model.set.templates.flatMap(({ source }) => source.region ?? []))];
  const runbooks = regions.flatMap((region) => BAR.documents.map((name) => `arn:aws:ssm:${region}:${identity.account}:automation-definition/${name}:*`));
  const asked: (readonly [action: string, within: readonly string[]])[] = [...[...SHELL, ...RESTORE].map((action) => [action, ['*']] as const), ...BAR.actions.map((action) => [action, runbooks] as const)];
  return asked.some(([action, within]) => mentions(identity, [action]) && mayEver(model, { principal, action, resource: '*', within }).answer !== 'no');
}
