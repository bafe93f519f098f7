import { ImageBuilderDistributionNotPublic } from '../../../../../lib/checks/rules/imagebuilder/image-builder-distribution-not-public';
import { describeRule } from '../../../../support/rule-table';

const distribution = (...permissions: object[]) => ({
  Distribution: {
    Type: 'AWS::ImageBuilder::DistributionConfiguration',
    Properties: { Distributions: permissions.map((permission) => ({ Region: 'eu-central-1', AmiDistributionConfiguration: { LaunchPermissionConfiguration: permission } })) },
  },
});

describeRule(ImageBuilderDistributionNotPublic, {
  compliant: { 'an account': distribution({ UserIds: ['111111111111'] }), 'no groups': distribution({ UserGroups: [] }) },
  violation: { 'everybody': distribution({ UserGroups: ['all'] }), 'everybody in a second region': distribution({ UserIds: ['111111111111'] }, { UserGroups: ['all'] }) },
  notApplicable: { 'no distributions': { Distribution: { Type: 'AWS::ImageBuilder::DistributionConfiguration' } } },
  unknown: { 'a parameter': { Parameters: { P: { Type: 'String' } }, Resources: distribution({ UserGroups: [{ Ref: 'P' }] }) } },
});
