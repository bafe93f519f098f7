import { S3BucketVersioned } from '../../../../../lib/checks/rules/s3/s3-bucket-versioned';
import { describeRule } from '../../../../support/rule-table';

const bucket = (properties?: object) => ({ Bucket: { Type: 'AWS::S3::Bucket', ...(properties && { Properties: properties }) } });

describeRule(S3BucketVersioned, {
  compliant: {
    'versions are on': bucket({ VersioningConfiguration: { Status: 'Enabled' } }),
    'on in both branches of a condition': {
      Parameters: { Kind: { Type: 'String' } },
      Conditions: { IsBig: { 'Fn::Equals': [{ Ref: 'Kind' }, 'big'] } },
      Resources: bucket({ VersioningConfiguration: { 'Fn::If': ['IsBig', { Status: 'Enabled' }, { Status: { 'Fn::Sub': 'Enabled' } }] } }),
    },
  },
  violation: {
    'no properties at all': bucket(),
    'suspended': bucket({ VersioningConfiguration: { Status: 'Suspended' } }),
    'off in one branch of a condition': {
      Parameters: { Kind: { Type: 'String' } },
      Conditions: { IsBig: { 'Fn::Equals': [{ Ref: 'Kind' }, 'big'] } },
      Resources: bucket({ VersioningConfiguration: { 'Fn::If': ['IsBig', { Status: 'Enabled' }, { Ref: 'AWS::NoValue' }] } }),
    },
  },
  notApplicable: {
    'another type': { Topic: { Type: 'AWS::SNS::Topic' } },
  },
  unknown: {
    'the status is a parameter': {
      Parameters: { Status: { Type: 'String', Default: 'Enabled' } },
      Resources: bucket({ VersioningConfiguration: { Status: { Ref: 'Status' } } }),
    },
  },
});
