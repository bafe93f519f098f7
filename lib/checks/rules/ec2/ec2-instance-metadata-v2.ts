import { compliant, demand, notShown, open, violation, type Resource, type Rule, type Verdict } from '../../rule';

export const Ec2InstanceMetadataV2: Rule = {
  id: 'Ec2InstanceMetadataV2',
  title: 'A server\'s metadata, and the credentials in it, are given to session-token requests only.',
  why: 'An application that can be made to fetch an address gives the server\'s credentials to whoever asks, from outside.',
  mend: 'Set MetadataOptions.HttpTokens to required.',
  controls: ['NET3', 'SEC1'],
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html'],
  types: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'],
  check: (server) => {
    if (server.type !== 'AWS::EC2::Instance' || server.at('MetadataOptions').present) {
      return verdict(server);
    }
    const template = [server.at('LaunchTemplate', 'LaunchTemplateId'), server.at('LaunchTemplate', 'LaunchTemplateName')].find((named) => named.present);
    if (!template) {
      return verdict(server);
    }
    return template.target?.type === 'AWS::EC2::LaunchTemplate' ? verdict(template.target) : template.open !== undefined ? open(template) : notShown(template, 'a launch template');
  },
};

function verdict(server: Resource): Verdict {
  const options = server.type === 'AWS::EC2::LaunchTemplate' ? server.at('LaunchTemplateData', 'MetadataOptions') : server.at('MetadataOptions');
  if (options.absent) {
    return violation('metadata is given without a session token', options);
  }
  return options.at('HttpEndpoint').text === 'disabled' ? compliant(options.at('HttpEndpoint'))
    : demand(options.at('HttpTokens'), (tokens) => tokens.text === 'required', 'metadata is given without a session token');
}
