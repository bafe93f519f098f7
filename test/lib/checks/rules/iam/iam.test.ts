import { IamPolicyNoStarStar } from '../../../../../lib/checks/rules/iam/iam-policy-no-star-star';
import { IamPolicyWithinEnvironment } from '../../../../../lib/checks/rules/iam/iam-policy-within-environment';
import { IamRoleTrustNotEverybody } from '../../../../../lib/checks/rules/iam/iam-role-trust-not-everybody';
import { IamTrustWithinEnvironment } from '../../../../../lib/checks/rules/iam/iam-trust-within-environment';
import { ResourcePolicyWithinEnvironment } from '../../../../../lib/checks/rules/iam/resource-policy-within-environment';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };

const ACCOUNTS = { 111111111111: 'development', 222222222222: 'production', 333333333333: 'release', 444444444444: 'backup' };
const development = (body: object) => ({ accounts: ACCOUNTS, templates: [{ account: '111111111111', region: 'eu-central-1', environment: 'development', body }] });

const conditional = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });
const allow = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: '*', Resource: '*', ...more });

const role = (statement: unknown, more: object = {}) => ({ Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: statement }, ...more } } });
const service = allow({ Service: 'ecs-tasks.amazonaws.com' });
const bucket = (...statement: object[]) => ({ Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement: statement } } } });

describeRule(ResourcePolicyWithinEnvironment, {
  compliant: {
    'its own account': development(bucket(allow({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }))), 'a service': development(bucket(allow({ Service: 'delivery.logs.amazonaws.com' }))),
    'backup in a key policy': development({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [allow({ AWS: 'arn:aws:iam::444444444444:root' })] } } } }),
    'a denial of production': development(bucket({ ...allow({ AWS: '222222222222' }), Effect: 'Deny' })),
    'an environment, in a shared account': { accounts: ACCOUNTS, templates: [{ account: '333333333333', environment: 'release', body: { Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText: { Statement: allow({ AWS: '222222222222' }) } } } } }] },
  },
  violation: {
    'production': development(bucket(service, allow({ AWS: 'arn:aws:iam::222222222222:role/r' }))),
    'production in a condition': development(bucket(allow('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ['111111111111', '222222222222'] } } }))),
    'production in a bus policy, in the old form': development({ Bus: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Action: 'events:PutEvents', Principal: '222222222222' } } }),
    'a stranger in a bus policy': development({ Bus: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Statement: allow({ AWS: '999999999999' }) } } }),
    'a role of production in another template': { accounts: ACCOUNTS, templates: [
      { account: '111111111111', environment: 'development', region: 'eu-central-1', body: bucket(allow({ AWS: { 'Fn::GetStackOutput': { StackName: 'p', OutputName: 'Arn', RoleArn: 'arn:aws:iam::222222222222:role/reader' } } })) },
      { account: '222222222222', environment: 'production', region: 'eu-central-1', stackName: 'p', body: { Resources: { Role: { Type: 'AWS::IAM::Role' } }, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } } } },
    ] },
    'production in one branch': { accounts: ACCOUNTS, templates: [{ account: '111111111111', environment: 'development', body: conditional(bucket(allow({ AWS: { 'Fn::If': ['C', '222222222222', '111111111111'] } }))) }] },
  },
  notApplicable: { 'a key without policy': { Key: { Type: 'AWS::KMS::Key' } } },
  unknown: { 'a parameter': open(bucket(allow({ AWS: OPEN }))), 'no estate': bucket(allow({ AWS: '222222222222' })) },
});

describeRule(IamTrustWithinEnvironment, {
  compliant: { 'a service': development(role(service)), 'the release account': development(role(allow({ AWS: 'arn:aws:iam::333333333333:role/deploy' }))) },
  violation: { 'production': development(role(allow({ AWS: '222222222222' }))) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(role(allow({ AWS: { 'Fn::Sub': 'arn:aws:iam::${Open}:root' } }))) },
});

const policy = (...statement: object[]) => ({ Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: statement } } } });
describeRule(IamPolicyWithinEnvironment, {
  compliant: { 'its own': development(policy({ Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:sqs:eu-central-1:111111111111:q'] })), 'release, inline': development(role(service, { Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:eu-central-1:333333333333:repository/r' } } }] })) },
  violation: { 'production': development(policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::222222222222:role/*' })) },
  notApplicable: { 'no permissions': development(role(service)) },
  unknown: { 'no estate': policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::222222222222:role/r' }) },
});

const token = (Condition?: object) => allow({ Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' }, { Action: 'sts:AssumeRoleWithWebIdentity', ...(Condition && { Condition }) });
describeRule(IamRoleTrustNotEverybody, {
  compliant: { 'a service': role(service), 'an account': role(allow({ AWS: '111111111111' })), 'an owner\'s repositories': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } })), 'one repository': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:*' } })) },
  violation: {
    'everybody': role(allow({ AWS: '*' })), 'everybody among others': role([service, allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]), 'all repositories': role(token()), 'all owners': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } })), 'a repository of any owner': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*/app:*' } })),
    'owners whose names begin alike': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme*' } })),
    'an audience is no subject': role(token({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })), 'any subject': role(token({ StringLike: { 'token.actions.githubusercontent.com:sub': '*' } })),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(role(allow({ AWS: OPEN }))) },
});

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
describeRule(IamPolicyNoStarStar, {
  compliant: { 'an action': policy({ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }), 'everything of one service': policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::*' }), 'everything of one bucket': policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b' }), 'a denial of everything': policy({ ...everything, Effect: 'Deny' }) },
  violation: {
    'everything': policy(everything), 'everything, inline': role(service, { Policies: [{ PolicyDocument: { Statement: [everything] } }] }), 'as lists': policy({ Effect: 'Allow', Action: ['s3:Get*', '*'], Resource: ['*'] }),
    'everything with an ARN': policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:*:*:*:*' }),
    'all but something': policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), 'the administrator of AWS': role(service, { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }] }),
    'a permission set': { Set: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy: { Statement: everything } } } },
  },
  notApplicable: { 'a boundary, which only takes away': { ...role(service, { PermissionsBoundary: { Ref: 'Boundary' } }), Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: everything } } } }, 'a role without permissions': role(service) },
  unknown: { 'a parameter': open(policy({ Effect: 'Allow', Action: OPEN, Resource: '*' })) },
});
