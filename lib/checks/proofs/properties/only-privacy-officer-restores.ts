import { all, compliant, type Verdict } from '../../verdict';
import { mayEver, type Demand } from '../access/ask';
import { borrowers } from '../access/borrowing';
import { statementsOf } from '../access/cut';
import { matches, patternOf } from '../access/glob';
import type { Identity } from '../access/identities';
import { AccessModel, type Object_, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, type Found } from '../access/parties';
import { isPerson, isTakenOnlyBy, mentions, namesSomebody, noneOf, personRoleOf, PRIVACY_OFFICER, ROLES_OF_BACKUP, shownAs } from '../access/people';
import { entersFresh, lastsAtMost } from '../access/second-factor';
import type { Target } from '../access/targets';
import { inside, isVault, keyOfVault } from '../access/vaults';
import type { Property, PropertyFinding } from '../property';

/** What takes the content of a backup out of its vault. */
const TAKE_OUT = ['backup:CopyFromBackupVault', 'backup:StartCopyJob', 'backup:StartRestoreJob'];
const DECRYPT = ['kms:CreateGrant', 'kms:Decrypt', 'kms:ReEncryptFrom'];

export const OnlyPrivacyOfficerRestores: Property = {
  id: 'OnlyPrivacyOfficerRestores',
  title: 'Of people, the privacy officer alone restores from the backup account through AWS Backup, or uses the key of a vault, with a fresh second factor or in a session of an hour; besides only roles of the templates that services alone take on, which nobody else hands to them, whatever rights the account gives where the organisation is in view. No root user, and no other account.',
  why: 'A backup is the whole of the data, past every guard of the system it was taken from: whoever restores it reads it all.',
  mend: "Deny backup:StartRestoreJob, StartCopyJob and CopyFromBackupVault in the vault's policy unless aws:PrincipalArn is the privacy officer's; let the key's policy name the same role. Leave iam:PassRole of the roles besides, and making and changing them, to deployments and that officer in a service control policy.",
  proof: 'iam',
  controls: ['BAK5', 'BAK6'],
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const vaults = model.targets.filter((target) => isVault(target) && set.accounts[target.account] === 'backup');
    const keys = [...new Set(vaults.flatMap((vault) => keyOfVault(model, vault) ?? []))];
    return [
      ...vaults.map((vault) => finding(model, vault, { action: TAKE_OUT, resource: model.objectOf(vault), within: inside(vault) })),
      ...keys.map((key) => finding(model, key, { action: DECRYPT, resource: model.objectOf(key) })),
    ];
  },
};

type About = { readonly action: string[]; readonly resource: Object_; readonly within?: string[] };

function finding(model: AccessModel, target: Target, about: About): PropertyFinding {
  const here = model.identities.filter(({ account }) => account === target.account);
  const officers = here.filter((identity) => isPerson(identity) && personRoleOf(identity) === PRIVACY_OFFICER);
  const named = namedIn(target);
  const services = here.filter((identity) => named.some((value) => fits(value, identity)) && isTakenOnlyBy(model, identity, /\.amazonaws\.com$/));
  const restoring = services.filter((identity) => (mentions(identity, about.action) || namesSomebody(target)) && mayEver(model, { ...about, principal: { kind: 'identity', identity } }).answer !== 'no');
  const chosen = [...officers, ...services];
  const allowed = [...chosen.map(shownAs), ...named.filter((value) => isOfChosen(value, here, chosen)), ROLES_OF_BACKUP];
  const others: Principal[] = [
    { kind: 'root', account: target.account }, ...here.filter((identity) => !chosen.includes(identity) && (mentions(identity, about.action) || namesSomebody(target))).map((identity): Principal => ({ kind: 'identity', identity })), ...outsiders(model, target.policies),
  ];
  const asked = (principal: Principal, demand: Demand = {}): Found => ({ principal, existence: mayEver(model, { ...about, principal, demands: [demand] }) });
  const found = [
    asked({ kind: 'account', account: target.account }, noneOf(allowed)),
    ...model.organisation.accounts.filter((account) => account !== target.account).map((account) => asked({ kind: 'account', account }, noneOf([ROLES_OF_BACKUP]))),
    ...others.map((principal) => asked(principal)),
    ...handed(model, here, officers, restoring),
    ...borrowers(model, target.account, restoring, officers.map(shownAs)),
  ];
  const verdict = all([refuted(model, found, target) ?? compliant(), ...officers.map((identity) => fresh(model, identity))]);
  return { template: target.template, logicalId: target.logicalId, verdict: verdict.kind === 'compliant' ? namesOnly(model, target, found) : verdict };
}

/** The ARNs, or their patterns, that a policy names roles by. */
function namedIn({ policies }: Target): string[] {
  const statements = statementsOf(policies);
  const compared = statements.flatMap(({ conditions }) => conditions).filter(({ key }) => key === 'aws:principalarn').flatMap(({ values }) => values);
  return [...new Set([...compared, ...statements.flatMap(({ principals }) => principals ?? []).map(({ name }) => name).filter((name) => name.includes(':role/'))])];
}

function fits(value: string, { arn }: Identity): boolean {
  return matches(patternOf(value, 'text'), arn) !== false;
}

/** Policies name the roles of a stack by the start of their names: such a pattern is as good as the roles of the templates that it fits. */
function isOfChosen(value: string, here: readonly Identity[], chosen: readonly Identity[]): boolean {
  const fitting = here.filter((identity) => fits(value, identity));
  return fitting.length > 0 && fitting.every((identity) => chosen.includes(identity));
}

/** People other than the privacy officer who hand such a role to a service. */
function handed(model: AccessModel, here: readonly Identity[], officers: readonly Identity[], services: readonly Identity[]): Found[] {
  const people = here.filter((identity) => isPerson(identity) && !officers.includes(identity) && mentions(identity, ['iam:PassRole']));
  return people.flatMap((identity) => services.map(({ arn }): Found => ({ principal: { kind: 'identity', identity }, existence: mayEver(model, { principal: { kind: 'identity', identity }, action: 'iam:PassRole', resource: arn }) })));
}

function fresh(model: AccessModel, identity: Identity): Verdict {
  return all([entersFresh(model, identity), lastsAtMost(model, identity, 1, 'it restores backups')]);
}
