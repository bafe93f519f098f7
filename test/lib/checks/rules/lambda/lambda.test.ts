import { LambdaEnvironmentNoSecrets } from '../../../../../lib/checks/rules/lambda/lambda-environment-no-secrets';
import { LambdaPermissionNotPublic } from '../../../../../lib/checks/rules/lambda/lambda-permission-not-public';
import { LambdaPermissionWithinEnvironment } from '../../../../../lib/checks/rules/lambda/lambda-permission-within-environment';
import { LambdaUrlSignedIn } from '../../../../../lib/checks/rules/lambda/lambda-url-signed-in';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const permission = (properties: object = {}) => ({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });
const url = (properties: object = {}) => ({ Url: { Type: 'AWS::Lambda::Url', Properties: properties } });

const variables = (Variables: unknown) => ({ Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } } });
const ACCOUNTS = { 111111111111: 'development', 222222222222: 'production', 333333333333: 'release' };
const development = (body: object) => ({ accounts: ACCOUNTS, templates: [{ account: '111111111111', environment: 'development', body }] });

describeRule(LambdaPermissionNotPublic, {
  compliant: { 'a service with its source': permission({ Principal: 's3.amazonaws.com', SourceAccount: '111111111111' }), 'an account': permission({ Principal: '111111111111' }), 'the organisation': permission({ Principal: '*', PrincipalOrgID: 'o-1' }) },
  violation: { 'everybody': permission({ Principal: '*' }), 'everybody from any bucket': permission({ Principal: '*', SourceArn: 'arn:aws:s3:::*' }), 'everybody from everywhere': permission({ Principal: '*', SourceArn: '*' }), 'an unsigned URL': permission({ Principal: '*', PrincipalOrgID: 'o-1', FunctionUrlAuthType: 'NONE' }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(permission({ Principal: OPEN })) },
});

describeRule(LambdaUrlSignedIn, {
  compliant: { 'signed': url({ AuthType: 'AWS_IAM' }) },
  violation: { 'unsigned': url({ AuthType: 'NONE' }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(url({ AuthType: OPEN })) },
});

describeRule(LambdaPermissionWithinEnvironment, {
  compliant: { 'itself': development(permission({ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-central-1:111111111111:rule/r' })), 'the release account': development(permission({ Principal: 'arn:aws:iam::333333333333:role/r' })) },
  violation: { 'another environment': development(permission({ Principal: '222222222222' })), 'a source of another environment': development(permission({ Principal: 's3.amazonaws.com', SourceAccount: '222222222222' })), 'a stranger': development(permission({ Principal: '999999999999' })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(permission({ Principal: OPEN })), 'an account of no known estate': permission({ Principal: '222222222222' }) },
});

describeRule(LambdaEnvironmentNoSecrets, {
  compliant: { 'plain settings': variables({ STAGE: 'prod', TABLE: { Ref: 'AWS::StackName' }, DB_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:x' }), 'an open setting': open(variables({ STAGE: OPEN })) },
  violation: {
    'a password': variables({ DB_PASSWORD: 'hunter22' }), 'a NoEcho parameter': open(variables({ X: { Ref: 'Hidden' } })), 'a secret read out at deployment': variables({ X: '{{resolve:secretsmanager:db}}' }),
    'an access key': variables({ X: 'AKIAIOSFODNN7EXAMPLE' }), 'a token in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: variables({ API_TOKEN: { 'Fn::If': ['C', 'abcdef', ''] } }) },
  },
  notApplicable: { 'no variables': { Function: { Type: 'AWS::Lambda::Function' } } },
  unknown: { 'an open password': open(variables({ DB_PASSWORD: OPEN })) },
});
