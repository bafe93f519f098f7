import { compliant, NOT_APPLICABLE, open, type Rule, violation } from '../../rule';

/** What puts a key, or a password, on a server for good. */
const LASTING: readonly [RegExp, string][] = [
  [/(>|\btee\b|\bcp\b|\binstall\b)[^\n]*authorized_keys|path:[^\n]*authorized_keys/, 'writes a file of authorized keys'],
  [/\bssh[_-]authorized[_-]keys["']?\s*:/, 'gives a user authorized keys'],
  [/\bssh-(rsa|ed25519|dss) AAAA|\becdsa-sha2-nistp\d+ AAAA/, 'holds a public key'],
  [/^\s*PasswordAuthentication\s+yes|\bssh_pwauth["']?\s*:\s*(true|yes|1)\b/im, 'lets people in by password'],
];

export const Ec2UserDataNoAuthorizedKeys: Rule = {
  id: 'Ec2UserDataNoAuthorizedKeys',
  title: "A server's user data puts no lasting SSH key on it, and lets nobody in by password.",
  why: 'A key that stays is a way in without a second factor, without an end and without a name.',
  mend: 'Leave keys out, and let people push one for each login by EC2 Instance Connect.',
  controls: ['ACC4', 'ACC5'],
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-linux-inst-eic.html'],
  types: ['AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'],
  check: (server) => {
    const data = server.type === 'AWS::EC2::LaunchTemplate' ? server.at('LaunchTemplateData', 'UserData') : server.at('UserData');
    const found = LASTING.find(([pattern]) => pattern.test(data.text ?? ''));
    return data.absent ? NOT_APPLICABLE : found ? violation(`the user data ${found[1]}`, data) : data.text === `\${?${data.open}}` ? open(data) : compliant(data);
  },
};
