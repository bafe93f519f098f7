import { all, customerKey, demand, type Rule } from '../../rule';

export const EfsFileSystemEncrypted: Rule = {
  id: 'EfsFileSystemEncrypted',
  title: 'A file system is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the data from somebody who holds a backup.",
  mend: 'Set Encrypted to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html'],
  types: ['AWS::EFS::FileSystem'],
  check: (system) => all([
    demand(system.at('Encrypted'), (value) => value.isTrue, 'the file system is not encrypted'),
    customerKey(system.at('KmsKeyId'), 'the file system'),
  ]),
};
