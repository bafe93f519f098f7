import { App, PermissionsBoundary, Stack, Stage } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Capability } from '../../../constructs/access/capability';
import type { IdentityProps } from '../../../constructs/access/identity';
import { IdentityCenterAccess } from '../../../constructs/access/identity-center-access';
import { People, type PeopleProps } from '../../../constructs/access/people';
import { IdentityWay, PersonArns, PersonRole } from '../../../constructs/access/person-role';
import { mayEver } from '../../../lib/checks/proofs/access/ask';
import { Directory } from '../../../lib/checks/proofs/access/directory';
import { AccessModel } from '../../../lib/checks/proofs/access/model';
import { TemplateSet, type JsonMap } from '../../../lib/checks/template';
import { EnvironmentKind } from '../../../lib/environment';
import { ACCOUNT_KINDS, type AccountKind, holdsCustomerData, rightsIn } from '../../../lib/people';

const ACCOUNT = '111122223333';
const MANAGEMENT = '100000000001';
const BUCKET = 'arn:aws:s3:::customers-files';
const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const group = (i: number) => `0123456789-0000000${i}-0000-4000-8000-000000000000`;
const ACCOUNT_WAY: IdentityProps = { identityAccount: { account: '999988887777' } };
const CENTER_WAY: IdentityProps = { identityCenter: { instanceArn: INSTANCE, identityStoreId: 'd-0123456789', groups: { operator: group(1) } } };

describe('names agreed ahead', () => {
  test('a role of the identity account has the same name everywhere, below one path', () => {
    expect(PersonArns.role(IdentityWay.IDENTITY_ACCOUNT, '111122223333', PersonRole.DATABASE_ADMINISTRATOR)).toBe('arn:aws:iam::111122223333:role/people/DatabaseAdministrator');
    expect(PersonArns.policy('111122223333', PersonRole.KEY_CUSTODIAN)).toBe('arn:aws:iam::111122223333:policy/people/KeyCustodian');
    expect(PersonArns.boundary('111122223333', PersonRole.BREAK_GLASS)).toBe('arn:aws:iam::111122223333:policy/people/PersonBoundary-BreakGlass');
  });

  const matches = (pattern: string, text: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
  const reserved = (rest: string) => `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${rest}`;

  test('a role of Identity Center is matched with and without its region, and no other role is', () => {
    const support = PersonArns.role(IdentityWay.IDENTITY_CENTER, '111122223333', PersonRole.SUPPORT);
    expect(matches(support, reserved('eu-central-1/AWSReservedSSO_Support_0123456789abcdef'))).toBe(true);
    expect(matches(support, reserved('AWSReservedSSO_Support_0123456789abcdef'))).toBe(true);
    expect(matches(support, reserved('eu-central-1/AWSReservedSSO_SupportLead_0123456789abcdef'))).toBe(false);
    expect(matches(support, 'arn:aws:iam::111122223333:role/AWSReservedSSO_Support_0123456789abcdef')).toBe(false);
  });

  test('no role is matched by the pattern of another', () => {
    const sample = (role: PersonRole) => reserved(`eu-west-1/AWSReservedSSO_${PersonArns.nameOf(role)}_0123456789abcdef`);
    const found = PersonArns.ROLES.flatMap((a) => PersonArns.ROLES.filter((b) => matches(PersonArns.role(IdentityWay.IDENTITY_CENTER, '*', a), sample(b))).map((b) => `${a}=${b}`));
    expect(found).toEqual(PersonArns.ROLES.map((role) => `${role}=${role}`));
  });
});

/** An account of a kind, as the table has it. */
function synthesize(kind: AccountKind, identity: IdentityProps = ACCOUNT_WAY, more: Partial<PeopleProps> = {}): Template {
  const stack = new Stack(new App(), 'People', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  people(stack, kind, identity, more);
  return Template.fromStack(stack);
}

function people(stack: Stack, kind: AccountKind, identity: IdentityProps, more: Partial<PeopleProps> = {}): People {
  const rights = rightsIn(kind);
  return new People(stack, 'People', {
    identity,
    rights,
    administratorRanges: ['198.51.100.0/24'],
    regions: ['eu-central-1', 'eu-west-1'],
    holdsCustomerData: holdsCustomerData(kind),
    onCall: Topic.fromTopicArn(stack, 'OnCall', `arn:aws:sns:eu-central-1:${ACCOUNT}:on-call`),
    logKey: Key.fromKeyArn(stack, 'LogKey', `arn:aws:kms:eu-central-1:${ACCOUNT}:key/logs`),
    dataBucketArns: [BUCKET],
    restoreRoleArns: [`arn:aws:iam::${ACCOUNT}:role/restore`],
    ...more,
  });
}

interface Statement { Sid?: string; Effect: string; Action?: string | string[]; NotAction?: string[]; Resource?: string | string[]; NotResource?: string[]; Condition?: Record<string, Record<string, unknown>> }
const list = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function statementsIn(template: Template, name: string): Statement[] {
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy', { Properties: { ManagedPolicyName: name, Path: '/people/' } }));
  return (policy.Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement;
}
const actionsOf = (statements: Statement[], effect = 'Allow') => statements.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => list(Action));

describe('policies and boundaries', () => {
  const templates = new Map(ACCOUNT_KINDS.map((kind) => [kind, synthesize(kind)]));
  const each = ACCOUNT_KINDS.flatMap((kind) => rightsIn(kind).map(({ role }) => [kind, role] as const));

  test.each(each)('%s: the boundary of %s allows the actions of its policy and no other, none with a wildcard', (kind, role) => {
    const policy = actionsOf(statementsIn(templates.get(kind)!, PersonArns.nameOf(role)));
    const boundary = statementsIn(templates.get(kind)!, PersonArns.boundaryNameOf(role));
    expect(actionsOf(boundary)).toEqual([...new Set(policy)].sort());
    expect(policy.filter((action) => action.includes('*'))).toEqual([]);
    expect(boundary.filter(({ Effect }) => Effect === 'Allow')).toHaveLength(1);
  });

  test.each(each)('%s: %s is kept to its networks and regions, and from more rights', (kind, role) => {
    const denials = statementsIn(templates.get(kind)!, PersonArns.boundaryNameOf(role)).filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toContainEqual({
      Sid: 'OutsideNetworks', Effect: 'Deny', NotAction: 'rds-db:connect', Resource: '*',
      Condition: { NotIpAddressIfExists: { 'aws:SourceIp': ['198.51.100.0/24'] }, BoolIfExists: { 'aws:ViaAWSService': 'false' } },
    });
    expect(denials.find(({ Sid }) => Sid === 'OutsideRegions')?.Condition).toEqual({ StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } });
    const escalation = denials.find(({ Sid }) => Sid === 'MoreRights')!;
    expect(escalation.Action).toEqual(expect.arrayContaining(['iam:Attach*', 'iam:Create*', 'iam:Put*', 'iam:Update*']));
    expect(escalation.Resource === '*').toBe(!(kind === 'identity' && role === PersonRole.BREAK_GLASS));
    expect(JSON.stringify(denials.find(({ Sid }) => Sid === 'OtherRoles')?.NotResource ?? 'none')).toMatch(
      role === PersonRole.SUPPORT ? /role\/grants\/support\/\*/ : role === PersonRole.BREAK_GLASS && (kind === 'release' || kind === 'management') ? /^\[("arn:aws:iam::\*:role\/cdk-\*-[a-z-]+-role-\*",?){3}\]$/ : /^"none"$/,
    );
    expect(denials.some(({ Sid }) => Sid === 'CustomerData')).toBe(holdsCustomerData(kind) && role !== PersonRole.PRIVACY_OFFICER);
    expect(denials.some(({ Sid }) => Sid === 'KeyUse')).toBe(role === PersonRole.KEY_CUSTODIAN);
    expect(denials.some(({ Sid }) => Sid === 'AuditLogs')).toBe(!rightsIn(kind).find((rights) => rights.role === role)!.capabilities.includes(Capability.READ_AUDIT_LOGS));
  });

  test('the same policies and boundaries stand there for Identity Center, without roles', () => {
    const center = synthesize(EnvironmentKind.PRODUCTION, CENTER_WAY);
    center.resourceCountIs('AWS::IAM::Role', 0);
    const documents = (template: Template) => Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).map(([id, { Properties }]) => [id, (Properties as Record<string, unknown>).ManagedPolicyName, (Properties as Record<string, unknown>).PolicyDocument]);
    expect(documents(center)).toEqual(documents(templates.get(EnvironmentKind.PRODUCTION)!));
  });

  test('break-glass takes second factors away in the identity account, and gives nobody a password', () => {
    const template = synthesize('identity');
    const [task] = statementsIn(template, 'PersonBoundary-BreakGlass').filter(({ Sid }) => Sid === 'RoleTask');
    expect([task.Action].flat().filter((action) => action?.startsWith('iam:'))).toEqual(['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice']);
    expect(statementsIn(template, 'BreakGlass').find(({ Sid }) => Sid === 'ForgetSecondFactor')).toMatchObject({ Action: 'iam:DeactivateMFADevice', Resource: expect.stringMatching(/:user\/people\/\*$/) });
  });

  test('endpoints of named networks are let through', () => {
    const template = synthesize(EnvironmentKind.TEST, ACCOUNT_WAY, { vpcIds: ['vpc-1'] });
    expect(statementsIn(template, 'PersonBoundary-Operator').find(({ Sid }) => Sid === 'OutsideNetworks')?.Condition).toMatchObject({ StringNotEqualsIfExists: { 'aws:SourceVpc': ['vpc-1'] } });
  });

  test('a policy that IAM would not take is refused; tokens do not make it look longer than it is', () => {
    const buckets = (count: number) => ({ dataBucketArns: Array.from({ length: count }, (_, i) => `arn:aws:s3:::customers-files-of-some-length-${i}`) });
    expect(() => synthesize(EnvironmentKind.PRODUCTION, ACCOUNT_WAY, buckets(25))).not.toThrow();
    expect(() => synthesize(EnvironmentKind.PRODUCTION, ACCOUNT_WAY, buckets(60))).toThrow(/PrivacyOfficerPolicy: the policy has \d+ characters; IAM takes 6144/);
  });

  test('the policy that bars people stands in every account, on every role', () => {
    templates.forEach((template, kind) => {
      const [barred] = Object.values(template.findResources('AWS::IAM::ManagedPolicy', { Properties: { ManagedPolicyName: 'Barred', Path: '/people/' } }));
      expect((barred.Properties as { Roles: unknown[] }).Roles).toHaveLength(rightsIn(kind).length);
    });
  });
});

describe('the roles of the identity account', () => {
  const template = synthesize(EnvironmentKind.PRODUCTION);

  test('trust its people alone: in their own name, from known networks, with a second factor less than an hour old', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties as Record<string, unknown>);
    expect(roles.map(({ RoleName }) => RoleName).sort()).toEqual(rightsIn(EnvironmentKind.PRODUCTION).map(({ role }) => PersonArns.nameOf(role)).sort());
    roles.forEach((role) => {
      expect(role).toMatchObject({ Path: '/people/', MaxSessionDuration: 3600 });
      const { Statement: trust } = role.AssumeRolePolicyDocument as { Statement: Statement[] };
      expect(trust.map(({ Action }) => Action)).toEqual(['sts:AssumeRole', 'sts:SetSourceIdentity']);
      trust.forEach((statement) => expect(statement).toMatchObject({
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::999988887777:root']] } },
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
          IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] },
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:user/people/*' },
        },
      }));
      expect(trust.map(({ Condition }) => Condition?.StringEquals)).toEqual([{ 'sts:RoleSessionName': '${aws:username}' }, { 'sts:SourceIdentity': '${aws:username}' }]);
    });
  });

  test('say which account their sessions of Session Manager run as', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties as { RoleName: string; Tags?: { Key: string; Value: string }[] });
    const runAs = roles.map(({ RoleName, Tags }) => [RoleName, Tags?.filter(({ Key: key }) => key === 'SSMSessionRunAs').map(({ Value }) => Value)]);
    expect(runAs.filter(([, user]) => user)).toEqual([['Operator', ['ops']], ['DatabaseAdministrator', ['dba']], ['BreakGlass', ['rescue']]]);
  });

  test('keep their own boundary where a stage bounds every role', () => {
    const stage = new Stage(new App(), 'Production', { env: { account: ACCOUNT, region: 'eu-central-1' }, permissionsBoundary: PermissionsBoundary.fromName('everybody') });
    const stack = new Stack(stage, 'People');
    people(stack, EnvironmentKind.PRODUCTION, ACCOUNT_WAY);
    const bounded = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties }) => JSON.stringify((Properties as Record<string, unknown>).PermissionsBoundary));
    expect(bounded.every((boundary) => /People\w+Boundary/.test(boundary))).toBe(true);
  });
});

/** What else is in the account: with policies that leave the decision to people's own. */
const STORES: JsonMap = {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'customers-files' } },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'master' } },
  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }] } } },
  ...Object.fromEntries(['deploy', 'cfn-exec'].map((purpose) => [purpose.replace('-', ''), {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: `cdk-a-${purpose}-role-${ACCOUNT}-eu-central-1`, AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] } },
  }])),
};

describe('what the access model proves of an account', () => {
  const MODEL = new Map<IdentityWay, AccessModel>();
  const modelOf = (way: IdentityWay): AccessModel => {
    if (!MODEL.has(way)) {
      const stack = new Stack(new App(), 'People', { env: { account: ACCOUNT, region: 'eu-central-1' } });
      people(stack, EnvironmentKind.PRODUCTION, way === IdentityWay.IDENTITY_CENTER ? CENTER_WAY : ACCOUNT_WAY);
      const sources = [{ name: 'People', stackName: 'People', account: ACCOUNT, region: 'eu-central-1', body: Template.fromStack(stack).toJSON() as JsonMap }, { name: 'Stores', stackName: 'Stores', account: ACCOUNT, region: 'eu-central-1', body: { Resources: STORES } as JsonMap }];
      if (way === IdentityWay.IDENTITY_CENTER) {
        const identity = new Stack(new App(), 'Identity', { env: { account: MANAGEMENT, region: 'eu-central-1' } });
        new IdentityCenterAccess(identity, 'Access', {
          instanceArn: INSTANCE, groups: Object.fromEntries(PersonArns.ROLES.map((role, i) => [role, group(i)])), roles: PersonArns.ROLES.map((role) => ({ role, accounts: [ACCOUNT] })),
        });
        sources.push({ name: 'Identity', stackName: 'Identity', account: MANAGEMENT, region: 'eu-central-1', body: Template.fromStack(identity).toJSON() as JsonMap });
      }
      MODEL.set(way, AccessModel.of(new TemplateSet(sources, { [ACCOUNT]: 'production', [MANAGEMENT]: 'management' })));
    }
    return MODEL.get(way)!;
  };

  function mayDo(way: IdentityWay, action: string, resource: string, context: Record<string, string | null> = {}): PersonRole[] {
    const model = modelOf(way);
    const directory = new Directory(model);
    return PersonArns.ROLES.filter((role) => {
      const principal = directory.principal(PersonArns.role(way, ACCOUNT, role));
      const what = directory.resource(resource, action);
      if ('problem' in principal || 'problem' in what) {
        throw new Error(JSON.stringify([principal, what]));
      }
      return mayEver(model, { principal: principal.found, action, ...what.found, context }).answer !== 'no';
    });
  }

  const { DEVELOPER, OPERATOR, DATABASE_ADMINISTRATOR, SECURITY_AUDITOR, PRIVACY_OFFICER, KEY_CUSTODIAN, SUPPORT, BREAK_GLASS } = PersonRole;
  const CASES: [string, string, PersonRole[]][] = [
    ['s3:GetObject', 'Stores/Bucket', [PRIVACY_OFFICER]],
    ['s3:ListBucket', 'Stores/Bucket', [PRIVACY_OFFICER]],
    ['rds-db:connect', `arn:aws:rds-db:eu-central-1:${ACCOUNT}:dbuser:cluster-1/privacy_officer`, [PRIVACY_OFFICER]],
    ['rds-db:connect', `arn:aws:rds-db:eu-central-1:${ACCOUNT}:dbuser:cluster-1/dba`, [DATABASE_ADMINISTRATOR]],
    ['rds-db:connect', `arn:aws:rds-db:eu-central-1:${ACCOUNT}:dbuser:cluster-1/service`, []],
    ['secretsmanager:GetSecretValue', 'Stores/Secret', []],
    ['ecs:UpdateService', `arn:aws:ecs:eu-central-1:${ACCOUNT}:service/a/b`, [OPERATOR, BREAK_GLASS]],
    ['ecs:ExecuteCommand', `arn:aws:ecs:eu-central-1:${ACCOUNT}:task/a/b`, []],
    ['ecs:RegisterTaskDefinition', '*', []],
    ['kms:ScheduleKeyDeletion', 'Stores/Key', [KEY_CUSTODIAN]],
    ['kms:PutKeyPolicy', 'Stores/Key', []],
    ['logs:GetLogEvents', `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/rds/cluster/a`, [SECURITY_AUDITOR, PRIVACY_OFFICER]],
    ['logs:GetLogEvents', `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:service`, [OPERATOR, SECURITY_AUDITOR, BREAK_GLASS]],
    ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/a`, []],
    ['iam:PassRole', 'Stores/cfnexec', []],
    ['sts:AssumeRole', 'Stores/deploy', []],
    ['sts:AssumeRole', 'Stores/cfnexec', []],
    ['cloudwatch:GetDashboard', '*', [DEVELOPER, OPERATOR, DATABASE_ADMINISTRATOR, SECURITY_AUDITOR, PRIVACY_OFFICER, KEY_CUSTODIAN, BREAK_GLASS]],
    ['ssm:StartAutomationExecution', `arn:aws:ssm:eu-central-1:${ACCOUNT}:automation-definition/support-grant-request:$DEFAULT`, [SUPPORT]],
    ['ssm:StartAutomationExecution', `arn:aws:ssm:eu-central-1:${ACCOUNT}:automation-definition/support-grant-approve:$DEFAULT`, [PRIVACY_OFFICER]],
  ];

  // The policies are the same by both ways: by Identity Center a few are asked, to see that its roles have them.
  describe.each([[IdentityWay.IDENTITY_ACCOUNT, CASES], [IdentityWay.IDENTITY_CENTER, CASES.filter(([action]) => /GetObject|UpdateService/.test(action))]] as const)('by %s', (way, cases) => {
    test.each(cases)('%s on %s', (action, resource, roles) => {
      expect(mayDo(way, action, resource)).toEqual(roles);
    });

    test.each<[string, Record<string, string | null>]>([
      ['from another address', { 'aws:SourceIp': '203.0.113.9', 'aws:SourceVpc': null, 'aws:ViaAWSService': 'false' }],
      ['through an endpoint of any VPC', { 'aws:SourceIp': null, 'aws:SourceVpc': 'vpc-9', 'aws:ViaAWSService': 'false' }],
      ['in another region', { 'aws:RequestedRegion': 'us-east-1' }],
    ])('nobody %s', (_, context) => {
      expect(mayDo(way, 's3:GetObject', 'Stores/Bucket', context)).toEqual([]);
    });
  });
});

describe('bad input of People', () => {
  const refused = (more: Partial<PeopleProps>, kind: AccountKind = EnvironmentKind.PRODUCTION) => () => synthesize(kind, ACCOUNT_WAY, more);
  const role = (capabilities: Capability[], name = PersonRole.OPERATOR) => ({ rights: [{ role: name, capabilities }] });

  test.each<[string, Partial<PeopleProps>, RegExp]>([
    ['both ways in', { identity: { ...ACCOUNT_WAY, ...CENTER_WAY } }, /identity: got \["identityCenter","identityAccount"\]. Choose one way in/],
    ['no way in', { identity: {} }, /identity: got nothing. Choose one way in/],
    ['an unknown role', { rights: [{ role: 'janitor' as PersonRole, capabilities: [Capability.READ_METRICS] }] }, /rights\[0\].role: got "janitor". There is no such role. Write one of developer, /],
    ['a role twice', { rights: [PersonRole.OPERATOR, PersonRole.OPERATOR].map((name) => ({ role: name, capabilities: [Capability.READ_METRICS] })) }, /rights\[1\].role: got "operator"/],
    ['a role without rights', role([]), /rights\[0\].capabilities: got \[\]/],
    ['nobody', { rights: [] }, /rights: got \[\]/],
    ['everybody as administrators', { administratorRanges: ['0.0.0.0/0'] }, /administratorRanges\[0\]: got "0.0.0.0\/0". .*never everybody/],
    ['half the Internet', { administratorRanges: ['2001:db8::/48', '128.0.0.0/1'] }, /People: 1 problem\n.*administratorRanges\[1\]: got "128.0.0.0\/1"/],
    ['IPv6 everybody', { administratorRanges: ['::/0'] }, /administratorRanges\[0\]/],
    ['no ranges', { administratorRanges: [] }, /administratorRanges: got \[\]/],
    ['a region outside the EEA', { regions: ['eu-west-2'] }, /regions\[0\]: got "eu-west-2"/],
    ["files where customers' data is", role([Capability.WORK_WITH_FILES]), /Customers' data is here/],
    ["customers' data for an operator", role([Capability.READ_CUSTOMER_DATA]), /Only the privacy officer reads customers' data/],
    ['keys and data in one hand', role([Capability.ADMINISTER_KEYS, Capability.READ_CUSTOMER_DATA], PersonRole.PRIVACY_OFFICER), /Who administers keys never uses them/],
    ['files without buckets', { ...role([Capability.READ_CUSTOMER_DATA], PersonRole.PRIVACY_OFFICER), dataBucketArns: [] }, /Name the buckets in dataBucketArns/],
    ['restoring without roles', { ...role([Capability.RESTORE_BACKUPS], PersonRole.PRIVACY_OFFICER), restoreRoleArns: [] }, /Name the roles in restoreRoleArns/],
    ['an unknown capability', role(['fly' as Capability]), /rights\[0\].capabilities\[0\]: got "fly". There is no such capability. Write one of read-metrics, /],
  ])('%s', (_, more, message) => {
    expect(refused(more)).toThrow(message);
  });

  test('every problem is told at once', () => {
    expect(refused({ administratorRanges: ['0.0.0.0/0'], regions: ['us-east-1'], identity: { identityAccount: { account: '1' } } })).toThrow(/People: 3 problems/);
  });
});

describe('the alarm on break-glass', () => {
  const template = synthesize(EnvironmentKind.PRODUCTION);
  const pattern = (description: string) => {
    const [rule] = Object.values(template.findResources('AWS::Events::Rule', { Properties: { Description: description } }));
    return rule.Properties as { State: string; EventPattern: { detail: Record<string, unknown> }; Targets: { Arn: unknown; InputTransformer?: { InputTemplate: string } }[] };
  };

  test('calls those on call when the role is opened by either way in: assuming a role counts as reading, so reads are asked for', () => {
    const { State, EventPattern, Targets } = pattern('Somebody opened break-glass');
    expect(State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(EventPattern.detail.$or).toEqual([
      { eventName: ['AssumeRole', 'AssumeRoleWithSAML'], requestParameters: { roleArn: [`arn:aws:iam::${ACCOUNT}:role/people/BreakGlass`, { wildcard: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/*AWSReservedSSO_BreakGlass_*` }] } },
      { eventName: ['ConsoleLogin', 'SwitchRole'], userIdentity: { arn: [{ prefix: `arn:aws:sts::${ACCOUNT}:assumed-role/BreakGlass/` }, { prefix: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_BreakGlass_` }] } },
    ]);
    expect(Targets).toEqual([expect.objectContaining({ Arn: `arn:aws:sns:eu-central-1:${ACCOUNT}:on-call` })]);
    expect(Targets[0].InputTransformer?.InputTemplate).toMatch(/^"Break-glass was opened .*"$/);
  });

  test('records everything a session does, and goes off within a minute', () => {
    expect(pattern('What sessions of break-glass do')).toMatchObject({
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      EventPattern: { detail: { userIdentity: { arn: [{ prefix: expect.stringMatching(/BreakGlass\/$/) }, { prefix: expect.stringMatching(/AWSReservedSSO_BreakGlass_$/) }] } } },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/logs`, RetentionInDays: 365 });
    const [used] = Object.keys(template.findResources('AWS::Events::Rule', { Properties: { Description: 'What sessions of break-glass do' } }));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Events', MetricName: 'Invocations', Dimensions: [{ Name: 'RuleName', Value: { Ref: used } }], Period: 60, Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
      AlarmActions: [`arn:aws:sns:eu-central-1:${ACCOUNT}:on-call`],
    });
    template.hasResourceProperties('AWS::Logs::ResourcePolicy', { PolicyDocument: Match.anyValue() });
  });

  test('is not there where nobody has the role', () => {
    synthesize(EnvironmentKind.PRODUCTION, ACCOUNT_WAY, { rights: [{ role: PersonRole.OPERATOR, capabilities: [Capability.READ_METRICS] }] }).resourceCountIs('AWS::Events::Rule', 0);
  });
});
