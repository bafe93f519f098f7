import { all, customerKey, demand, NOT_APPLICABLE, open, unknown, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

export const Ec2VolumeEncrypted: Rule = {
  id: 'Ec2VolumeEncrypted',
  title: 'A server\'s volumes are encrypted under a customer-managed key.',
  why: 'A volume or a snapshot of it that leaves the account can be read by whoever gets it.',
  mend: 'Write each volume out, the root volume too, with Ebs.Encrypted true and Ebs.KmsKeyId a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html'],
  types: ['AWS::EC2::Volume', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'],
  check: (resource) => (resource.type === 'AWS::EC2::Volume' ? encrypted(resource.properties, 'the volume') : verdictOnServer(resource)),
};

function verdictOnServer(server: Resource): Verdict {
  const mappings = server.type === 'AWS::EC2::LaunchTemplate' ? server.at('LaunchTemplateData', 'BlockDeviceMappings') : server.at('BlockDeviceMappings');
  if (mappings.open === undefined && mappings.items.length === 0) {
    return server.at('LaunchTemplate').present ? NOT_APPLICABLE : violation('the root volume is as the image has it, not under a key of your own', mappings);
  }
  const volumes = mappings.items.filter((mapping) => mapping.at('NoDevice').absent && mapping.at('VirtualName').absent);
  return all(volumes.map((mapping) => (server.type === 'AWS::AutoScaling::LaunchConfiguration' ? withoutKey(mapping.at('Ebs')) : encrypted(mapping.at('Ebs'), 'the volume'))));
}

function encrypted(ebs: Value, what: string): Verdict {
  return all([demand(ebs.at('Encrypted'), (value) => value.isTrue, `${what} is not encrypted`), customerKey(ebs.at('KmsKeyId'), what)]);
}

/** A launch configuration cannot name a key: the account's default one is used. */
function withoutKey(ebs: Value): Verdict {
  const flag = ebs.at('Encrypted');
  return flag.open !== undefined ? open(flag) : flag.isTrue ? unknown('a launch configuration cannot name the key; use a launch template', flag) : violation('the volume is not encrypted', flag);
}
