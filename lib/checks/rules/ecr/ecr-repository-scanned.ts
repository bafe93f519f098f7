import { all, any, demand, sameAccountAndRegion, violation, like, type Resource, type Rule, type Value, type Verdict } from '../../rule';

export const EcrRepositoryScanned: Rule = {
  id: 'EcrRepositoryScanned',
  title: 'The images of a repository are scanned for vulnerabilities continuously.',
  why: 'An image that was clean when it was pushed is full of known holes half a year later, without a change.',
  mend: 'Add AWS::ECR::RegistryScanningConfiguration with ENHANCED and a CONTINUOUS_SCAN rule for the repository in its account and region.',
  controls: ['OPS3'],
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html'],
  types: ['AWS::ECR::Repository'],
  check: (repository) => {
    const registries = repository.set.ofType('AWS::ECR::RegistryScanningConfiguration').filter((registry) => sameAccountAndRegion(registry, repository));
    return any([violation('images are not scanned after they were pushed', repository.at('ImageScanningConfiguration', 'ScanOnPush')), ...registries.map((registry) => all([
      demand(registry.at('ScanType'), ({ text }) => text === 'ENHANCED', 'the registry scans at push only'),
      any([violation('no rule scans the repository', registry.at('Rules')), ...registry.at('Rules').items.map((rule) => scans(rule, repository))]),
    ]))]);
  },
};

function scans(rule: Value, repository: Resource): Verdict {
  const name = repository.at('RepositoryName').text ?? '';
  return all([
    demand(rule.at('ScanFrequency'), ({ text }) => text === 'CONTINUOUS_SCAN', 'the registry scans at push only'),
    demand(rule.at('RepositoryFilters'), ({ items }) => items.some((filter) => matches(filter.at('Filter').text ?? '', name)), 'no rule scans the repository'),
  ]);
}

/** A filter with a star is a pattern for the whole name, one without matches wherever it stands in the name. */
function matches(filter: string, name: string): boolean {
  return filter.includes('*') ? like(filter, name) : name.includes(filter) && filter !== '';
}
