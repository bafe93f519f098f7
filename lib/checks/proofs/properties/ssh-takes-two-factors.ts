import { all, type Verdict } from '../../verdict';
import { mayEver, type Demand } from '../access/ask';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly, refuted, type Found } from '../access/parties';
import { isPerson, mentions, writtenAt } from '../access/people';
import type { Property } from '../property';

const PUSH = 'ec2-instance-connect:SendSSHPublicKey';
/** Ways to a shell beside the bastion's. */
const BESIDE = ['ec2-instance-connect:OpenTunnel', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'];
/** No name of a user on the server; one that has all rights there; one that nobody has thought of. */
const ANY_USER: readonly Demand[] = [{ Null: { 'ec2:osuser': 'true' } }, { StringEquals: { 'ec2:osuser': ['root', 'ec2-user', 'somebody-else'] } }];

export const SshTakesTwoFactors: Property = {
  id: 'SshTakesTwoFactors',
  title: 'A key for one login is pushed by people alone, whose roles ask for a fresh second factor, and for the user on the server that their policy names; no role has the serial console or a tunnel of EC2 Instance Connect.',
  why: 'Whoever may push a key for any user is root on the server, and whoever needs no second factor to push one has shown none.',
  mend: "Allow ec2-instance-connect:SendSSHPublicKey in policies of people's roles only, with one ec2:osuser each; take OpenTunnel and SendSerialConsoleSSHPublicKey away.",
  proof: 'iam',
  controls: ['ACC4'],
  references: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_ec2-instance-connect.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-connect-configure-IAM-role.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    return model.identities.flatMap((identity) => {
      const found = foundOf(model, identity);
      return found ? [{ ...writtenAt(model, identity), verdict: verdictOn(model, identity, found) }] : [];
    });
  },
};

/** Undefined if there is nothing to say: no key is pushed, nor anything beside it. */
function foundOf(model: AccessModel, identity: Identity): Found[] | undefined {
  if (!mentions(identity, [PUSH, ...BESIDE])) {
    return undefined;
  }
  const principal: Principal = { kind: 'identity', identity };
  const may = (action: string | string[], demands?: readonly Demand[]): Found => ({ principal, existence: mayEver(model, { principal, action, resource: '*', within: ['*'], demands }) });
  const [push, beside] = [may(PUSH), may(BESIDE)];
  return push.existence.answer === 'no' && beside.existence.answer === 'no' ? undefined : [beside, isPerson(identity) ? may(PUSH, ANY_USER) : push];
}

function verdictOn(model: AccessModel, identity: Identity, found: readonly Found[]): Verdict {
  const on = writtenAt(model, identity);
  return all([refuted(model, found, on) ?? allowsOnly(model, [identity])]);
}
