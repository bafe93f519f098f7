import { all, compliant, violation, type Rule } from '../../rule';

export const Ec2InstanceNoKeyPair: Rule = {
  id: 'Ec2InstanceNoKeyPair',
  title: 'No SSH key pair lives on a server.',
  why: 'A key pair is a password that never expires, is shared and copied, and leaves no trace of who used it.',
  mend: 'Leave KeyName out, and let people in by Session Manager or EC2 Instance Connect.',
  controls: ['ACC4', 'ACC5'],
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-linux-inst-eic.html'],
  types: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::SpotFleet'],
  check: (server) => all([
    server.at('KeyName'),
    server.at('LaunchTemplateData', 'KeyName'),
    ...server.at('SpotFleetRequestConfigData', 'LaunchSpecifications').items.map((specification) => specification.at('KeyName')),
  ].map((key) => (key.present ? violation('a key pair is put on the server', key) : compliant(key)))),
};
