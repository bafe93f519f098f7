import { Ec2EndpointServiceWithinEnvironment } from '../../../../../lib/checks/rules/ec2/ec2-endpoint-service-within-environment';
import { Ec2PeeringWithinEnvironment } from '../../../../../lib/checks/rules/ec2/ec2-peering-within-environment';
import { Ec2SnapshotCopyInsideEea } from '../../../../../lib/checks/rules/ec2/ec2-snapshot-copy-inside-eea';
import { Ec2TransitGatewayWithinEnvironment } from '../../../../../lib/checks/rules/ec2/ec2-transit-gateway-within-environment';
import { Ec2UserDataNoSecrets } from '../../../../../lib/checks/rules/ec2/ec2-user-data-no-secrets';
import { Ec2VpcAccountOwn } from '../../../../../lib/checks/rules/ec2/ec2-vpc-account-own';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };

const ACCOUNTS = { 111111111111: 'development', 222222222222: 'production', 333333333333: 'release', 444444444444: 'backup' };
const development = (body: object) => ({ accounts: ACCOUNTS, templates: [{ account: '111111111111', region: 'eu-central-1', environment: 'development', body }] });
const vpc = (properties: object = {}) => ({ Vpc: { Type: 'AWS::EC2::VPC', Properties: properties } });

const stack = (account: string | undefined, environment: string | undefined, body: unknown = vpc({ CidrBlock: '10.0.0.0/16' })) => ({ account, environment, region: 'eu-central-1', body });
describeRule(Ec2VpcAccountOwn, {
  compliant: {
    'an account of its own': { accounts: ACCOUNTS, templates: [stack('111111111111', 'development'), stack('222222222222', 'production')] },
    'two VPCs of one environment': { accounts: ACCOUNTS, templates: [stack('111111111111', 'development'), stack('111111111111', 'development')] },
    'a shared account': { accounts: ACCOUNTS, templates: [stack('333333333333', 'release')] },
  },
  violation: {
    'two environments in one account': { templates: [stack('111111111111', 'development'), stack('111111111111', 'test')] },
    "in another environment's account": { accounts: ACCOUNTS, templates: [stack('222222222222', 'development')] },
    'in a shared account': { accounts: ACCOUNTS, templates: [stack('333333333333', 'production')] },
  },
  notApplicable: { 'another type': OTHER },
  unknown: {
    'no account': { accounts: ACCOUNTS, templates: [stack(undefined, 'development')] }, 'no environment': { accounts: ACCOUNTS, templates: [stack('111111111111', undefined)] },
    'no estate': { templates: [stack('111111111111', 'development')] },
  },
});

const peering = (properties: object) => ({ Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: properties } });
describeRule(Ec2PeeringWithinEnvironment, {
  compliant: { 'in the account': development({ ...peering({ PeerVpcId: { Ref: 'Vpc' } }), ...vpc() }), 'with a shared account': development(peering({ PeerOwnerId: '333333333333', PeerVpcId: 'vpc-1' })), 'by a number': development(peering({ PeerOwnerId: 111111111111 })) },
  violation: { 'with production': development(peering({ PeerOwnerId: '222222222222', PeerVpcId: 'vpc-1' })), 'with a stranger': development(peering({ PeerOwnerId: '999999999999' })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(peering({ PeerOwnerId: OPEN })), 'no estate': peering({ PeerOwnerId: '222222222222' }) },
});

const attachment = (TransitGatewayId: unknown, type = 'AWS::EC2::TransitGatewayAttachment') => ({ Attachment: { Type: type, Properties: { TransitGatewayId, VpcId: 'vpc-1' } } });
const GATEWAY = { Gateway: { Type: 'AWS::EC2::TransitGateway' } };
describeRule(Ec2TransitGatewayWithinEnvironment, {
  compliant: { 'of its own': development({ ...attachment({ Ref: 'Gateway' }), ...GATEWAY }), 'peered with a shared account': development({ P: { Type: 'AWS::EC2::TransitGatewayPeeringAttachment', Properties: { PeerAccountId: '333333333333' } } }) },
  violation: {
    'two environments at one': { accounts: ACCOUNTS, templates: [stack('111111111111', 'development', attachment('tgw-1')), stack('222222222222', 'production', attachment('tgw-1'))] },
    'peered with production': development({ P: { Type: 'AWS::EC2::TransitGatewayPeeringAttachment', Properties: { PeerAccountId: '222222222222' } } }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a gateway elsewhere': development(attachment('tgw-1')), 'a parameter': open(attachment(OPEN)) },
});

const permissions = (...AllowedPrincipals: unknown[]) => ({ Permissions: { Type: 'AWS::EC2::VPCEndpointServicePermissions', Properties: { ServiceId: 's', AllowedPrincipals } } });
const endpoint = (ServiceName: unknown) => ({ Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { ServiceName } } });
describeRule(Ec2EndpointServiceWithinEnvironment, {
  compliant: {
    'a shared account': development(permissions('arn:aws:iam::333333333333:root')),
    'a service of its own': development({ ...endpoint({ 'Fn::Sub': 'com.amazonaws.vpce.eu-central-1.${Service}' }), Service: { Type: 'AWS::EC2::VPCEndpointService' } }),
  },
  violation: { 'production': development(permissions('arn:aws:iam::222222222222:root')), 'everybody': development(permissions('*')) },
  notApplicable: { 'a service of AWS': development(endpoint({ 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' })) },
  unknown: { 'a parameter': open(permissions(OPEN)), 'a service elsewhere': development(endpoint('com.amazonaws.vpce.eu-central-1.vpce-svc-0123')) },
});

const script = (UserData: unknown) => ({ Server: { Type: 'AWS::EC2::Instance', Properties: { UserData } } });
describeRule(Ec2UserDataNoSecrets, {
  compliant: { 'commands': script({ 'Fn::Base64': { 'Fn::Sub': 'yum update -y; echo ${Open} ${AWS::Region}' } }), 'a secret read at run time': script({ 'Fn::Base64': 'PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)' }) },
  violation: {
    'a password, encoded already': script(Buffer.from('#!/bin/bash\nexport DB_PASSWORD=hunter22').toString('base64')),
    'a password': script({ 'Fn::Base64': 'export DB_PASSWORD=hunter22' }), 'a NoEcho parameter': open(script({ 'Fn::Base64': { 'Fn::Sub': 'mysql -p ${Hidden}' } })),
    'in a launch template': { Template: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData: { 'Fn::Base64': { 'Fn::Join': ['\n', ['aws configure', 'AKIAIOSFODNN7EXAMPLE']] } } } } } },
  },
  notApplicable: { 'none': script({ Ref: 'AWS::NoValue' }) },
  unknown: { 'a text that nobody can read here': open(script(OPEN)) },
});

const snapshots = (PolicyDetails: object) => ({ Policy: { Type: 'AWS::DLM::LifecyclePolicy', Properties: { PolicyDetails } } });
describeRule(Ec2SnapshotCopyInsideEea, {
  compliant: { 'Ireland': snapshots({ CrossRegionCopyTargets: [{ TargetRegion: 'eu-west-1' }] }), 'by a schedule': snapshots({ Schedules: [{ CrossRegionCopyRules: [{ TargetRegion: 'eu-north-1' }] }] }) },
  violation: { 'London': snapshots({ CrossRegionCopyTargets: [{ TargetRegion: 'eu-west-2' }] }), 'by a schedule, the old way': snapshots({ Schedules: [{ CrossRegionCopyRules: [{ Target: 'us-east-1' }] }] }), 'on an event': snapshots({ Actions: [{ CrossRegionCopy: [{ Target: 'us-east-1' }] }] }) },
  notApplicable: { 'no copies': snapshots({ Schedules: [{ Name: 'daily' }] }) },
  unknown: { 'a parameter': open(snapshots({ CrossRegionCopyTargets: [{ TargetRegion: OPEN }] })) },
});
