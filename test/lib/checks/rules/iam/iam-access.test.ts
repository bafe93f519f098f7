import { AccessAnalyzerFindsBoth } from '../../../../../lib/checks/rules/accessanalyzer/access-analyzer-finds-both';
import { IamGrantPolicyConfined } from '../../../../../lib/checks/rules/iam/iam-grant-policy-confined';
import { IamMasterKeyGrantApproved } from '../../../../../lib/checks/rules/iam/iam-master-key-grant-approved';
import { IamPasswordPolicyEnforced } from '../../../../../lib/checks/rules/iam/iam-password-policy-enforced';
import { IamPeopleSessionsRecorded } from '../../../../../lib/checks/rules/iam/iam-people-sessions-recorded';
import { IamUserNoAccessKey } from '../../../../../lib/checks/rules/iam/iam-user-no-access-key';
import { StepFunctionsGrantEnds } from '../../../../../lib/checks/rules/stepfunctions/step-functions-grant-ends';
import { describeRule } from '../../../../support/rule-table';

const OPEN = { Ref: 'Open' };
const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: resources });
const inOneBranch = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: resources });
const either = (value: unknown) => ({ 'Fn::If': ['C', value, { Ref: 'AWS::NoValue' }] });
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const of = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const user = (more: object = {}) => ({ User: of('AWS::IAM::User', { UserName: 'robot', ...more }) });
const accessKey = (more: object = {}) => ({ Key: of('AWS::IAM::AccessKey', { UserName: { Ref: 'User' }, ...more }) });

describeRule(IamUserNoAccessKey, {
  compliant: { 'a user without a key': user(), 'a key that is off': { ...user(), ...accessKey({ Status: 'Inactive' }) }, 'a key of another user': { ...user(), ...accessKey({ UserName: 'other', Status: 'Inactive' }) } },
  violation: { 'a key': { ...user(), ...accessKey() }, 'an active key': accessKey({ UserName: 'x', Status: 'Active' }), 'a key of a user of another stack': { templates: [{ body: user() }, { body: accessKey({ UserName: 'robot' }) }] }, 'in one branch only': inOneBranch(accessKey({ UserName: 'x', Status: either('Inactive') })) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a state that is a parameter': open(accessKey({ UserName: 'x', Status: OPEN })) },
});

const STRICT = { MinimumPasswordLength: ['14'], MaxPasswordAge: ['90'], PasswordReusePrevention: ['24'], RequireLowercaseCharacters: ['true'], RequireNumbers: ['true'], RequireSymbols: ['true'], RequireUppercaseCharacters: ['true'] };
const sets = (parameters: object = {}, more: object = {}) => ({ Set: of('AWS::SSM::Association', { Name: 'AWSConfigRemediation-SetIAMPasswordPolicy', ScheduleExpression: 'rate(1 day)', Parameters: { ...STRICT, ...parameters }, ...more }) });
const group = { Group: of('AWS::IAM::Group') };
const people = { People: of('AWS::IAM::ManagedPolicy', { Path: '/people/' }) };
describeRule(IamPasswordPolicyEnforced, {
  compliant: {
    'strict': sets(), 'stricter, no lists, every week': sets({ MinimumPasswordLength: 20, MaxPasswordAge: 60, RequireSymbols: true }, { ScheduleExpression: 'cron(0 2 ? * SUN *)' }), 'a group': { ...group, ...sets() }, "people's policy": { ...people, ...sets() },
    'in another stack of the account': { templates: [{ account: '1', region: 'a', body: user({ LoginProfile: { Password: 'x' } }) }, { account: '1', region: 'b', body: sets() }] },
  },
  violation: {
    'too short': sets({ MinimumPasswordLength: ['8'] }), 'for ever': sets({ MaxPasswordAge: ['0'] }), 'for ever, by silence': sets({ MaxPasswordAge: undefined }), 'the old one again': sets({ PasswordReusePrevention: '5' }), 'no symbols': sets({ RequireSymbols: ['false'] }), 'once': sets({}, { ScheduleExpression: undefined }),
    'nobody sets it': group, 'nobody sets it for those who sign in': user({ LoginProfile: { Password: 'x' } }), 'something else is run': { ...people, Set: of('AWS::SSM::Association', { Name: 'AWS-UpdateSSMAgent' }) },
    'in another account': { templates: [{ account: '1', body: group }, { account: '2', body: sets() }] }, 'in one branch only': inOneBranch(sets({ RequireNumbers: either(['true']) })),
  },
  notApplicable: { 'a robot': user(), 'another association': { Set: of('AWS::SSM::Association', { Name: 'AWS-UpdateSSMAgent' }) }, 'a policy of a program': { P: of('AWS::IAM::ManagedPolicy', { PolicyDocument: {} }) } },
  unknown: { 'a parameter': open(sets({ MinimumPasswordLength: [OPEN] })), 'which runbook is a parameter': open({ ...group, Set: of('AWS::SSM::Association', { Name: OPEN }) }) },
});

const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const policy = (...statements: object[]) => ({ People: of('AWS::IAM::ManagedPolicy', { Path: '/people/', PolicyDocument: { Version: '2012-10-17', Statement: statements } }) });
const document = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:document/${name}` });
describeRule(IamPeopleSessionsRecorded, {
  compliant: {
    'a server and a document': policy(allow('ssm:StartSession', 'arn:aws:ec2:*:*:instance/*'), allow(['ssm:StartSession'], document('SSM-SessionManagerRunShell'))), 'reading': policy(allow(['ssm:Get*', 'ssm:Describe*'])), 'another document': policy(allow('ssm:UpdateDocument', document('Runbook-*'))),
    'a denial': policy({ Effect: 'Deny', Action: 'ssm:*', Resource: '*' }), 'a permission set': { Set: of('AWS::SSO::PermissionSet', { InlinePolicy: JSON.stringify({ Statement: allow('s3:Get*') }) }) }, 'a group': { Group: of('AWS::IAM::Group', { Policies: [{ PolicyName: 'x', PolicyDocument: { Statement: [allow('ssm:StartAutomationExecution')] } }] }) },
  },
  violation: {
    'everything of Systems Manager': policy(allow('ssm:*')), 'changing': policy(allow('ssm:UpdateDocument', document('SSM-SessionManagerRunShell'))), 'deleting, by pattern': policy(allow('SSM:Delete*', document('SSM-*'))), 'any session': policy(allow('ssm:StartSession')), 'all but some': policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    "by AWS's documents": policy(allow('ssm:StartSession', ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ssm:*::document/AWS-StartInteractiveCommand'])), 'all but a bucket': policy({ Effect: 'Allow', Action: 'ssm:StartSession', NotResource: 'arn:aws:s3:::x' }),
    'a permission set': { Set: of('AWS::SSO::PermissionSet', { InlinePolicy: { Statement: allow('*') } }) }, 'a policy of a group': { P: of('AWS::IAM::Policy', { Groups: ['admins'], PolicyDocument: { Statement: allow('ssm:*') } }) }, 'a group': { Group: of('AWS::IAM::Group', { Policies: [{ PolicyDocument: { Statement: allow('ssm:StartSession') } }] }) },
  },
  notApplicable: {
    'a policy of a role': { P: of('AWS::IAM::Policy', { Roles: ['deployer'], PolicyDocument: { Statement: allow('*') } }) }, 'a boundary': { P: of('AWS::IAM::ManagedPolicy', { Path: '/people/', ManagedPolicyName: 'PersonBoundary-Operator', PolicyDocument: { Statement: allow('*') } }) },
    'a boundary, by who has it': { ...policy(allow('*')), R: of('AWS::IAM::Role', { PermissionsBoundary: { Ref: 'People' } }) }, 'a permission set without a policy': { Set: of('AWS::SSO::PermissionSet') }, 'a group without a policy': group,
  },
  unknown: { 'an action that is a parameter': open(policy(allow(OPEN))), 'a document that is a parameter': open(policy(allow('ssm:StartSession', OPEN))), 'an effect that is a parameter': open(policy({ Effect: OPEN, Action: 's3:Get*', Resource: '*' })) },
});

const analyzer = (Type: unknown, age?: unknown) => of('AWS::AccessAnalyzer::Analyzer', { Type, ...(age !== undefined && { AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: age } } }) });
describeRule(AccessAnalyzerFindsBoth, {
  compliant: {
    'both in the account': { A: analyzer('ACCOUNT'), B: analyzer('ACCOUNT_UNUSED_ACCESS', 90) }, 'by default after 90 days': { A: analyzer('ACCOUNT'), B: analyzer('ACCOUNT_UNUSED_ACCESS') },
    'one for the organisation': { templates: [{ account: '1', body: { A: analyzer('ACCOUNT') } }, { account: '2', body: { A: analyzer('ORGANIZATION'), B: analyzer('ORGANIZATION_UNUSED_ACCESS', '30') } }] },
  },
  violation: {
    'outside alone': { A: analyzer('ACCOUNT') }, 'unused alone': { A: analyzer('ACCOUNT_UNUSED_ACCESS') }, 'late': { A: analyzer('ACCOUNT'), B: analyzer('ACCOUNT_UNUSED_ACCESS', 180) }, 'in another account': { templates: [{ account: '1', body: { A: analyzer('ACCOUNT') } }, { account: '2', body: { B: analyzer('ACCOUNT_UNUSED_ACCESS') } }] },
    'in one branch only': inOneBranch({ A: analyzer('ACCOUNT'), B: { ...analyzer('ACCOUNT_UNUSED_ACCESS'), Condition: 'C' } }),
  },
  notApplicable: { 'no analyzers': OTHER, 'one environment of an estate alone': { templates: [{ account: '1', body: { A: analyzer('ACCOUNT') } }], accounts: { 1: 'production', 2: 'security' } } },
  unknown: { 'a kind that is a parameter': open({ A: analyzer('ACCOUNT'), B: analyzer(OPEN) }), 'an age that is a parameter': open({ A: analyzer('ACCOUNT'), B: analyzer('ACCOUNT_UNUSED_ACCESS', OPEN) }) },
});

const grant = (...statements: object[]) => ({ Granted: of('AWS::IAM::ManagedPolicy', { Path: '/grants/support/', PolicyDocument: { Statement: statements } }) });
const untagged = (more: object = {}) => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/customer': 'true' } }, ...more });
describeRule(IamGrantPolicyConfined, {
  compliant: { 'a denial to those without a tag': grant(allow('s3:GetObject'), untagged()), 'written otherwise': grant(untagged({ Action: ['*'], Resource: ['*'], Condition: { null: { 'AWS:PRINCIPALTAG/tenant': [true] } } })) },
  violation: {
    'no denial': grant(allow('s3:GetObject')), 'a denial of some': grant(untagged({ Action: 's3:*' })), 'a denial somewhere': grant(untagged({ Resource: 'arn:aws:s3:::x' })), 'the other way round': grant(untagged({ Condition: { Null: { 'aws:PrincipalTag/customer': 'false' } } })),
    'under two conditions': grant(untagged({ Condition: { Null: { 'aws:PrincipalTag/customer': 'true' }, Bool: { 'aws:SecureTransport': 'false' } } })),
  },
  notApplicable: { 'a policy of something else': { P: of('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: allow('*') } }) } },
  unknown: { 'a parameter': open({ Granted: of('AWS::IAM::ManagedPolicy', { Path: '/grants/x/', PolicyDocument: OPEN }) }) },
});

const opens = (condition: object = {}) => grant(allow('kms:Decrypt', 'arn:aws:kms:r:1:key/1', condition), untagged());
const machine = (definition: object, more: object = {}) => ({ Machine: of('AWS::StepFunctions::StateMachine', { LoggingConfiguration: { Level: 'ALL' }, Definition: definition, ...more }) });
const ENDING = "{% $string({'Statement': [{'Condition': {'DateLessThan': {'aws:CurrentTime': $until}}}]}) %}";
const approving = (approvers: string, role: object = {}, more: object = {}) => ({ States: {
  Enough: { Type: 'Choice', Choices: [{ Condition: `{% $count($approvers) >= ${approvers} %}` }] },
  Schedule: { Resource: 'arn:aws:states:::aws-sdk:scheduler:createSchedule' },
  Make: { Resource: 'arn:aws:states:::aws-sdk:iam:createRole', Arguments: { PermissionsBoundary: { Ref: 'Granted' }, Tags: [{ Key: 'customer', Value: 'x' }], AssumeRolePolicyDocument: ENDING, ...role } }, ...more,
} });
const asText = (definition: object) => machine({}, { Definition: undefined, DefinitionString: { 'Fn::Sub': JSON.stringify(definition).replace('{"Ref":"Granted"}', '"${Granted}"') } });
describeRule(IamMasterKeyGrantApproved, {
  compliant: { 'two': { ...opens(), ...machine(approving('2')) }, 'three, as text': { ...opens(), ...asText(approving('3')) } },
  violation: { 'one': { ...opens(), ...machine(approving('1')) }, 'one who is waited for': { ...opens(), ...machine({ Approve: 'arn:aws:states:::sns:publish.waitForTaskToken', Policy: { Ref: 'Granted' } }) } },
  notApplicable: { 'no key': { ...grant(allow('s3:GetObject')), ...machine(approving('1')) }, 'through a service': opens({ Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } }), "the customer's own key": opens({ Condition: { StringEquals: { 'aws:ResourceTag/customer': 'x' } } }), 'no grant': policy(allow('kms:Decrypt')) },
  unknown: { 'a machine outside the templates': opens() },
});

const ends = (definition: object, more: object = {}) => ({ ...grant(untagged()), ...machine(definition, more) });
describeRule(StepFunctionsGrantEnds, {
  compliant: { 'bounded, tagged, until a moment, closed': ends(approving('1')), 'as text': { ...grant(untagged()), ...asText(approving('1', { MaxSessionDuration: 3600 })) }, 'waits until the end itself': ends({ ...approving('1'), Wait: { Type: 'Wait' } }) },
  violation: {
    'no boundary': ends(approving('1', { PermissionsBoundary: undefined })), 'no end': ends(approving('1', { AssumeRolePolicyDocument: '{}' })), 'no tags': ends(approving('1', { Tags: undefined })), 'nothing closes it': ends(approving('1', {}, { Schedule: {} })),
    'twelve hours': ends(approving('1', { MaxSessionDuration: 43200 })), 'no record': ends(approving('1'), { LoggingConfiguration: undefined }), 'a record of errors': ends(approving('1'), { LoggingConfiguration: { Level: 'ERROR' } }),
  },
  notApplicable: { 'a machine of something else': machine({ States: {} }), 'roles, and no approval': machine({ Resource: 'arn:aws:states:::aws-sdk:iam:createRole' }), 'in acceptance': { templates: [{ environment: 'acceptance', body: ends(approving('1', { Tags: undefined })) }] } },
  unknown: { 'a level that is a parameter': open(ends(approving('1'), { LoggingConfiguration: { Level: OPEN } })) },
});
