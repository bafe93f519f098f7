import { NOT_APPLICABLE, open, type Rule, textHoldsNoSecret } from '../../rule';

export const Ec2UserDataNoSecrets: Rule = {
  id: 'Ec2UserDataNoSecrets',
  title: "A server's user data holds no secrets.",
  why: 'Everybody on the server, and everybody who may describe it, reads its user data.',
  mend: 'Read the secret from Secrets Manager in the script.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html'],
  types: ['AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'],
  check: (server) => {
    const data = server.type === 'AWS::EC2::LaunchTemplate' ? server.at('LaunchTemplateData', 'UserData') : server.at('UserData');
    const unreadable = data.text === `\${?${data.open}}`;
    return data.absent ? NOT_APPLICABLE : unreadable ? open(data) : textHoldsNoSecret(data, server, 'the user data');
  },
};
