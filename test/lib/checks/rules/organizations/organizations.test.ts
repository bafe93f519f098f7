import { OrganizationsRegionPolicyDeniesOthers } from '../../../../../lib/checks/rules/organizations/organizations-region-policy-denies-others';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };

const policy = (Content: unknown, more: object = {}) => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: 'p', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-1'], Content, ...more } });
const regions = (list: unknown, over: object = {}) => ({ Statement: [{ Effect: 'Deny', NotAction: ['iam:*', 'organizations:*', 'route53:*', 'sts:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': list } }, ...over }] });
const EEA = ['eu-central-1', 'eu-west-1', 'eu-north-1'];
const ANOTHER = policy({ Statement: { Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' } });
describeRule(OrganizationsRegionPolicyDeniesOthers, {
  compliant: {
    'all but global services': { Policy: policy(regions(EEA)) }, 'as JSON text': { Policy: policy(JSON.stringify(regions(EEA))) }, 'beside another policy': { Policy: policy(regions('eu-central-1')), Another: ANOTHER },
    'except for one role': { Policy: policy(regions(EEA, { Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } } })) },
  },
  violation: {
    'none about regions': { Another: ANOTHER }, 'London too': { Policy: policy(regions([...EEA, 'eu-west-2'])) }, 'Virginia too': { Policy: policy(regions([...EEA, 'us-east-1'])) },
    'attached to nothing': { Policy: policy(regions(EEA), { TargetIds: undefined }) }, 'buckets left out': { Policy: policy(regions(EEA, { NotAction: ['iam:*', 's3:*'] })) },
    'the EEA itself': { Policy: policy(regions(EEA, { Condition: { StringEquals: { 'aws:RequestedRegion': EEA } } })) }, 'except for most roles': { Policy: policy(regions(EEA, { Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } })) },
    'except with MFA': { Policy: policy(regions(EEA, { Condition: { StringNotEquals: { 'aws:RequestedRegion': EEA }, Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })) }, 'one resource only': { Policy: policy(regions(EEA, { Resource: 'arn:aws:s3:::b' })) },
  },
  notApplicable: { 'a policy about backups': { Policy: policy('{}', { Type: 'BACKUP_POLICY' }) } },
  unknown: { 'a parameter': open({ Policy: policy(OPEN) }), 'open regions': open({ Policy: policy(regions([OPEN])) }) },
});
