import { EcrRepositoryImmutable } from '../../../../../lib/checks/rules/ecr/ecr-repository-immutable';
import { EcrRepositoryNotPublic } from '../../../../../lib/checks/rules/ecr/ecr-repository-not-public';
import { EcrRepositoryScanned } from '../../../../../lib/checks/rules/ecr/ecr-repository-scanned';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const repository = (properties: object = {}) => ({ Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop/web', ...properties } } });
const conditional = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });

describeRule(EcrRepositoryImmutable, {
  compliant: { 'said': repository({ ImageTagMutability: 'IMMUTABLE' }), 'of repositories made on demand': { Template: { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: { ImageTagMutability: 'IMMUTABLE' } } } },
  violation: { 'nothing said': repository(), 'mutable': repository({ ImageTagMutability: 'MUTABLE' }), 'mutable in one branch': conditional(repository({ ImageTagMutability: { 'Fn::If': ['C', 'IMMUTABLE', 'MUTABLE'] } })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(repository({ ImageTagMutability: OPEN })) },
});

const admits = (statement: object) => repository({ RepositoryPolicyText: { Statement: { Effect: 'Allow', Action: 'ecr:BatchGetImage', ...statement } } });
describeRule(EcrRepositoryNotPublic, {
  compliant: {
    'no policy': repository(), 'an account': admits({ Principal: { AWS: '111111111111' } }), 'a denial for everybody': admits({ Effect: 'Deny', Principal: '*' }),
    'the organisation': admits({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
  },
  violation: {
    'everybody': admits({ Principal: '*' }), 'everybody, by kind': admits({ Principal: { AWS: ['*'] } }), 'everybody but one': admits({ NotPrincipal: { AWS: '111111111111' } }),
    'whoever is of any organisation': admits({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }), 'a public repository': { Public: { Type: 'AWS::ECR::PublicRepository' } },
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open policy': open(repository({ RepositoryPolicyText: OPEN })) },
});

const scanning = (properties: object = {}, filter = '*') => ({ Registry: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: {
  ScanType: 'ENHANCED', Rules: [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: filter, FilterType: 'WILDCARD' }] }], ...properties,
} } });
describeRule(EcrRepositoryScanned, {
  compliant: {
    'the whole registry': { ...repository(), ...scanning() }, 'by a part of the name': { ...repository(), ...scanning({}, 'shop') }, 'by a pattern': { ...repository(), ...scanning({}, 'shop/*') },
    'by another stack of the account and region': { templates: [{ account: '1', region: 'eu-central-1', body: repository() }, { account: '1', region: 'eu-central-1', body: scanning() }] },
  },
  violation: {
    'never': repository(), 'at push only': repository({ ImageScanningConfiguration: { ScanOnPush: true } }), 'the basic scan': { ...repository(), ...scanning({ ScanType: 'BASIC' }) },
    'other repositories': { ...repository(), ...scanning({}, 'shop-*') }, 'by a registry of another region': { templates: [{ account: '1', region: 'eu-central-1', body: repository() }, { account: '1', region: 'eu-west-1', body: scanning() }] },
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open({ ...repository(), ...scanning({ ScanType: OPEN }) }) },
});
