import { RamShareWithinEnvironment } from '../../../../../lib/checks/rules/ram/ram-share-within-environment';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };

const ACCOUNTS = { 111111111111: 'development', 222222222222: 'production', 333333333333: 'release', 444444444444: 'backup' };
const development = (body: object) => ({ accounts: ACCOUNTS, templates: [{ account: '111111111111', region: 'eu-central-1', environment: 'development', body }] });

const share = (properties: object) => ({ Share: { Type: 'AWS::RAM::ResourceShare', Properties: { Name: 's', AllowExternalPrincipals: false, ...properties } } });
const release = (body: object) => ({ accounts: ACCOUNTS, templates: [{ account: '333333333333', environment: 'release', body }] });
describeRule(RamShareWithinEnvironment, {
  compliant: { 'a shared account': development(share({ Principals: ['333333333333'] })), 'rules for the organisation, by a shared account': release(share({ Principals: ['arn:aws:organizations::1:organization/o-1'], ResourceArns: ['arn:aws:network-firewall:eu-central-1:333333333333:stateful-rulegroup/r'] })) },
  violation: {
    'production': development(share({ Principals: ['222222222222'] })), 'the organisation': development(share({ Principals: ['arn:aws:organizations::1:organization/o-1'] })),
    'outsiders by default': development(share({ AllowExternalPrincipals: undefined, Principals: ['333333333333'] })),
    'a transit gateway for the organisation': release(share({ Principals: ['arn:aws:organizations::1:ou/o-1/ou-1'], ResourceArns: ['arn:aws:ec2:eu-central-1:333333333333:transit-gateway/tgw-1'] })),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(share({ Principals: [OPEN] })) },
});
