import { all, any, demand, type Rule, sessionInputs, whenShell } from '../../rule';

export const SsmSessionsRecorded: Rule = {
  id: 'SsmSessionsRecorded',
  title: 'A shell of Session Manager is recorded, keystroke by keystroke, in an encrypted log group or bucket.',
  why: 'Without a record nobody can tell what an administrator did on the server, nor prove what was not done.',
  mend: 'Name cloudWatchLogGroupName (with cloudWatchStreamingEnabled) or s3BucketName in the inputs of the document, and demand its encryption.',
  controls: ['LOG4'],
  references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html'],
  types: ['AWS::SSM::Document'],
  check: (document) => whenShell(document, () => {
    const inputs = sessionInputs(document);
    const named = (key: string, message: string) => demand(inputs.at(key), (name) => name.present && name.literal !== '', message);
    return all([
      any([
        all([named('cloudWatchLogGroupName', 'sessions are not recorded'), demand(inputs.at('cloudWatchStreamingEnabled'), (streams) => streams.isTrue, 'the log group has the record at the end of a session only')]),
        named('s3BucketName', 'sessions are not recorded'),
      ]),
      // A record that is not there need not be encrypted; one that is there must, or the session may leave it in the clear.
      ...[['cloudWatchLogGroupName', 'cloudWatchEncryptionEnabled'], ['s3BucketName', 's3EncryptionEnabled']].filter(([name]) => inputs.at(name).present && inputs.at(name).literal !== '')
        .map(([, encrypted]) => demand(inputs.at(encrypted), (value) => value.isTrue, 'a record that is not encrypted is taken too')),
    ]);
  }),
};
