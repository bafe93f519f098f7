import { all, demand, type Rule } from '../../rule';

export const StoreRetained: Rule = {
  id: 'StoreRetained',
  title: 'A store stays when its stack lets go of it.',
  why: 'A renamed or removed resource would take its data with it.',
  mend: 'Set DeletionPolicy and UpdateReplacePolicy to Retain.',
  controls: ['DAT2'],
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html',
  ],
  types: ['AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::EFS::FileSystem', 'AWS::S3::Bucket'],
  check: (store) => all(['DeletionPolicy', 'UpdateReplacePolicy'].map((name) =>
    demand(store.attribute(name), (policy) => /^Retain(ExceptOnCreate)?$/.test(policy.text ?? ''), `by its ${name} the store is deleted`))),
};
