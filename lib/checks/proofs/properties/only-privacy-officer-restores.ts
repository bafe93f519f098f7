import { all, compliant, type Verdict } from '../../verdict';
import { mayEver, type Asked } from '../access/ask';
import { mayByGrant } from '../access/grants';
import type { Identity } from '../access/identities';
import { AccessModel, type Object_, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, type Found } from '../access/parties';
import { isPerson, isTakenOnlyBy, noneOf, personRoleOf, PRIVACY_OFFICER, shownAs } from '../access/people';
import { entersFresh, lastsAtMost } from '../access/second-factor';
import type { Target } from '../access/targets';
import { inside, isVault, keyOfVault } from '../access/vaults';
import type { Property, PropertyFinding } from '../property';

/** What takes the content of a backup out of its vault. */
const TAKE_OUT = ['backup:CopyFromBackupVault', 'backup:StartCopyJob', 'backup:StartRestoreJob'];
const DECRYPT = ['kms:CreateGrant', 'kms:Decrypt', 'kms:ReEncryptFrom'];

export const OnlyPrivacyOfficerRestores: Property = {
  id: 'OnlyPrivacyOfficerRestores',
  title: 'Through AWS Backup, and with the key of a vault, the privacy officer alone restores from the backup account, with a fresh second factor or in a session of an hour; besides only roles that nobody but AWS Backup takes on, and no root user.',
  why: 'A backup is the whole of the data, past every guard of the system it was taken from: whoever restores it reads it all.',
  mend: "Deny backup:StartRestoreJob, StartCopyJob and CopyFromBackupVault in the vault's policy unless aws:PrincipalArn is the privacy officer's; let the key's policy name the same role.",
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
  const chosen = [...officers, ...here.filter((identity) => isTakenOnlyBy(model, identity, /^backup\.amazonaws\.com$/))];
  const allowed = [...chosen.map(shownAs), `arn:aws:iam::${target.account}:role/aws-service-role/*backup.amazonaws.com/*`];
  const others: Principal[] = [
    { kind: 'root', account: target.account }, ...model.organisation.accounts.filter((account) => account !== target.account).map((account): Principal => ({ kind: 'account', account })),
    ...here.filter((identity) => !chosen.includes(identity)).map((identity): Principal => ({ kind: 'identity', identity })), ...outsiders(model, target.policies),
  ];
  const found = [
    ...asked(model, { ...about, principal: { kind: 'account', account: target.account }, demands: [noneOf(allowed)] }),
    ...others.flatMap((principal) => asked(model, { ...about, principal })),
  ];
  const verdict = all([refuted(model, found, target) ?? compliant(), ...officers.map((identity) => fresh(model, identity))]);
  return { template: target.template, logicalId: target.logicalId, verdict: verdict.kind === 'compliant' ? namesOnly(model, target, found) : verdict };
}

/** By itself, or of a key by a grant that is not a service's. */
function asked(model: AccessModel, question: Asked): Found[] {
  const granted = mayByGrant(model, question);
  const { principal } = question;
  return [{ principal, existence: mayEver(model, question) }, ...(granted ? [{ principal, existence: granted, way: 'grant' as const }] : [])];
}

function fresh(model: AccessModel, identity: Identity): Verdict {
  return all([entersFresh(model, identity), lastsAtMost(model, identity, 1, 'it restores backups')]);
}
