import { all, demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const ImageBuilderDistributionNotPublic: Rule = {
  id: 'ImageBuilderDistributionNotPublic',
  title: 'No machine image is given to everybody.',
  why: 'An image holds whatever was on the server when it was made: software, configuration, sometimes secrets.',
  mend: 'Name accounts or the organisation in LaunchPermissionConfiguration, not the group all.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-distribution-settings.html'],
  types: ['AWS::ImageBuilder::DistributionConfiguration'],
  check: (distribution) => {
    const permissions = distribution.at('Distributions').items.map((item) => item.at('AmiDistributionConfiguration', 'LaunchPermissionConfiguration', 'UserGroups'));
    return permissions.length === 0 ? NOT_APPLICABLE : all(permissions.map((groups) => demand(groups, ({ items }) => items.every(({ text }) => text !== 'all'), 'the image is public')));
  },
};
