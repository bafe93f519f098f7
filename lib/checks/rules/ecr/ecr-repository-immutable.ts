import { demand, type Rule } from '../../rule';

export const EcrRepositoryImmutable: Rule = {
  id: 'EcrRepositoryImmutable',
  title: 'A tag of an image repository never comes to mean another image.',
  why: 'Who can overwrite a tag puts an image into production that nobody tested, scanned or approved.',
  mend: 'Set ImageTagMutability to IMMUTABLE.',
  controls: ['OPS3'],
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html'],
  types: ['AWS::ECR::Repository', 'AWS::ECR::RepositoryCreationTemplate'],
  check: (repository) => demand(repository.at('ImageTagMutability'), ({ text }) => text === 'IMMUTABLE', 'tags can be overwritten'),
};
