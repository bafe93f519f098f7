import { Capability } from '../../constructs/access/capability';
import { PersonArns, PersonRole } from '../../constructs/access/person-role';
import { EnvironmentKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { pascal } from '../../lib/pascal';
import { ACCOUNT_KINDS, type AccountKind, rightsIn } from '../../lib/people';
import { tierOf } from '../../lib/tier';
import { ACCOUNTS, type Acceptance, ENVIRONMENTS, frameworks, FULL_SIZE, inEach, wildcard } from './acceptance';

const OWNER = { owner: 'platform', until: '2027-11-30' };
const HERE = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>';
const RUNS = `${HERE}:automation-execution/*`;
const runbooks = (...names: string[]) => names.map((name) => `${HERE}:automation-definition/${name}:*`);
/** What starting and following runbooks of the recovery takes: they stand in more than one region. */
const recovery = (name: string, role: string): string[] => [
  ...[`automation-definition/${name}:*`, 'automation-execution/*'].map((one) => `arn:<AWS::Partition>:ssm:*:<AWS::AccountId>:${one}`), `arn:<AWS::Partition>:iam::<AWS::AccountId>:role/${role}`,
];
const grants = (access: string) => `arn:<AWS::Partition>:iam::<AWS::AccountId>:role/grants/${access}/*`;

/** Where an account of a kind stands. */
interface Place {
  readonly stage: string;
  readonly account: string;
  /** Buckets of people's files. */
  readonly contents: readonly string[];
}

type Wildcards = (place: Place) => string[];
/** The bastion of any region, by the document that its sessions start with. */
const bastion = (document: string): Wildcards => ({ account }) => [
  '*', 'arn:<AWS::Partition>:ec2:*:<AWS::AccountId>:instance/*', `arn:aws:kms:*:${account}:key/*`,
  ...[`document/${document}`, 'parameter/access/bastion/host-key-public', 'session/*', 'session/<aws:userid>-*'].map((one) => `arn:<AWS::Partition>:ssm:*:<AWS::AccountId>:${one}`),
];
const shell = bastion('SSM-SessionManagerRunShell');
const forwarding = bastion('ForwardToDatabase');
const databases = ({ account }: Place) => [`arn:aws:rds:*:${account}:cluster:*`, `arn:aws:rds:*:${account}:db:*`];

/** The wildcards in the statements of a capability: of one type of resource in one account, whose names are made at deployment. */
const WILDCARDS: Readonly<Record<Capability, Wildcards>> = {
  [Capability.READ_METRICS]: () => ['*'],
  [Capability.READ_CONFIGURATION]: () => ['*'],
  [Capability.READ_LOGS]: ({ account }) => ['*', `arn:aws:logs:*:${account}:log-group:*`],
  [Capability.READ_AUDIT_LOGS]: ({ stage, account, contents }) => [
    '*', ...['/aws/rds/*', ...(ENVIRONMENTS.includes(stage) ? [`${stage}-Access-*`] : []), ...(contents.length > 1 ? [`${stage}-RecoveryAccess-*`] : [])].map((group) => `arn:aws:logs:*:${account}:log-group:${group}`),
  ],
  [Capability.READ_FINDINGS]: () => ['*'],
  [Capability.READ_IDENTITIES]: () => ['*'],
  [Capability.OPERATE_SERVICE]: (place) => [
    `arn:aws:ecs:*:${place.account}:service/*`, `arn:aws:ecs:*:${place.account}:task/*`, `arn:aws:autoscaling:*:${place.account}:autoScalingGroup:*`,
    `arn:aws:application-autoscaling:*:${place.account}:scalable-target/*`, ...databases(place),
  ],
  [Capability.WORK_WITH_FILES]: ({ contents }) => ['*', ...contents.map((content) => `${content}/*`)],
  [Capability.READ_CUSTOMER_DATA]: ({ account, contents }) => ['*', ...contents.map((content) => `${content}/*`), `arn:aws:rds-db:*:${account}:dbuser:*/privacy_officer`],
  [Capability.OPEN_BASTION]: shell,
  [Capability.OPEN_BASTION_AS_DBA]: forwarding,
  [Capability.OPEN_BASTION_TO_RESCUE]: shell,
  [Capability.FORWARD_TO_DATABASE]: forwarding,
  [Capability.CONNECT_DATABASE_AS_DBA]: ({ account }) => [`arn:aws:rds-db:*:${account}:dbuser:*/dba`],
  [Capability.KEEP_DATABASE]: (place) => ['*', ...databases(place)],
  [Capability.ADMINISTER_KEYS]: ({ account }) => ['*', `arn:aws:kms:*:${account}:key/*`],
  [Capability.RESTORE_BACKUPS]: ({ account }) => [
    '*', `arn:aws:backup:*:${account}:recovery-point:*`, `arn:aws:rds:*:${account}:cluster-snapshot:awsbackup:*`, ...recovery('ReturnBackups-*', 'return-backups-*-runbook'),
  ],
  [Capability.FAIL_OVER]: () => recovery('Fail*', 'fail*-runbook'),
  [Capability.RESTORE_CUSTOMER]: () => recovery('Restore*', 'restore*-runbook'),
  [Capability.DEPLOY_BY_HAND]: () => ['deploy', 'file-publishing', 'lookup'].map((purpose) => `arn:aws:iam::*:role/cdk-*-${purpose}-role-*`),
  [Capability.FORGET_SECOND_FACTOR]: ({ account }) => [`arn:aws:iam::${account}:user/people/*`, `arn:aws:iam::${account}:mfa/*`],
  [Capability.BAR_PEOPLE]: () => [...runbooks('BarPerson', 'UnbarPerson'), RUNS],
  [Capability.REQUEST_GRANT]: () => [grants('support'), ...runbooks('support-grant-request', 'support-grant-close'), RUNS],
  [Capability.APPROVE_GRANT]: () => [...runbooks('support-grant-approve', 'support-grant-close'), RUNS],
  [Capability.REQUEST_MASTER_KEY]: () => [grants('master-key'), ...runbooks('master-key-grant-request', 'master-key-grant-close'), RUNS],
  [Capability.APPROVE_MASTER_KEY]: () => [...runbooks('master-key-grant-approve', 'master-key-grant-close'), RUNS],
};

const STAGES: Readonly<Partial<Record<AccountKind, string>>> = { management: 'Organization' };
const stageOf = (kind: AccountKind) => STAGES[kind] ?? pascal(kind);

/** The policies of people in an account, and what stands beside them. */
function peopleIn(kind: AccountKind, place: Place): Acceptance[] {
  const path = (rest: string) => `${place.stage}/People/${rest}`;
  return [
    ...rightsIn(kind).map(({ role, capabilities }) => ({
      findings: [...new Set(capabilities.flatMap((capability) => WILDCARDS[capability](place)))].map(wildcard),
      resources: [path(`People/${PersonArns.nameOf(role)}Policy/Resource`)],
      reason: 'Actions are named one by one; resources of one type in one account, made at deployment, go by a pattern, and describing and listing take no resource.',
      ...OWNER,
    })),
    {
      findings: [wildcard('*')],
      resources: rightsIn(kind).map(({ role }) => path(`People/${PersonArns.nameOf(role)}Boundary/Resource`)),
      reason: 'A boundary gives nothing: it names the actions beyond which its role never goes, and the policy names their resources.',
      ...OWNER,
    },
    {
      findings: [wildcard('*')],
      resources: [path('PasswordPolicy/RolePolicy/Resource')],
      reason: 'Reading and writing the password policy of an account takes no resource.',
      ...OWNER,
    },
    {
      findings: [wildcard('*'), wildcard(`arn:aws:iam::${place.account}:user/*`)],
      resources: [path('StaleKeys/StateMachine/Policy/Resource')],
      reason: "Any user's key may grow old; listing users, and delivering the record and traces of a state machine, take no resource.",
      ...OWNER,
    },
    {
      findings: ['AwsSolutions::AwsSolutions-SQS3', 'guard::sqs_dlq_check'],
      resources: [path('StaleKeys/Missed/Resource')],
      reason: 'It is the dead-letter queue of a schedule, which no redrive policy says; an alarm watches it.',
      ...OWNER,
    },
    ...(kind === 'management' ? [] : [{
      findings: [wildcard('*'), ...ending(place.account)],
      resources: [path('BarPersonAccess/Policy/Resource')],
      reason: 'It ends whatever a barred person has open, which is not known ahead; describing what is open takes no resource.',
      ...OWNER,
    }]),
  ];
}

const ending = (account: string) => [`ec2:*:${account}:client-vpn-endpoint/*`, `iam::${account}:group/*`, `iam::${account}:user/*`, `ssm:*:${account}:session/*`]
  .map((rest) => wildcard(`arn:<AWS::Partition>:${rest}`));

/** What makes the role that people have in an account: a permission set, or the role itself. */
const roleOf = ({ identityCenter }: EstateProps['identity'], stage: string, role: PersonRole) => {
  const name = PersonArns.nameOf(role);
  return identityCenter ? `Organization/Identity/Access/${name}` : `${stage}/People/People/${name}Role/Resource`;
};

/** Barring people, from the management account. */
const barring = ({ regions, identity, sharedAccounts: { management } }: EstateProps): Acceptance[] => [
  {
    findings: [
      wildcard('*'), ...ending(management), ...['group', 'membership', 'user'].map((type) => wildcard(`arn:<AWS::Partition>:identitystore:::${type}/*`)),
      wildcard(`arn:<AWS::Partition>:organizations::${management}:policy/o-*/service_control_policy/p-*`), wildcard(`arn:<AWS::Partition>:organizations::${management}:root/o-*/r-*`),
      wildcard(`arn:<AWS::Partition>:ssm:${regions.primary}:${management}:automation-execution/*`),
    ],
    resources: ['Organization/Identity/BarPerson/Policy/Resource'],
    reason: 'The runbook bars whoever it is told to; persons, their sessions and the policy that it makes are not known ahead.',
    ...OWNER,
  },
  {
    findings: ['Dtap::Dtap-RolesCannotEscalate'],
    resources: ['Organization/Identity/BarPerson/Role/Resource', ...[BREAK_GLASS, KEY_CUSTODIAN].map((role) => roleOf(identity, 'Organization', role))],
    reason: "Barring people (control ACC11) writes the policy of denials that every person's role has, by a runbook whose text only deployments change; boundaries cap it.",
    ...OWNER,
  },
];

/** What one environment has besides: grants, where the table of people gives them. */
function grantsIn({ stage, account, contents }: Place, region: string): Acceptance[] {
  return [['Grants', 'support', '72C0499A'], ['MasterKey', 'master-key', '5C189112']].flatMap(([id, access, hash]): Acceptance[] => [
    {
      findings: [wildcard('*'), wildcard(`arn:<AWS::Partition>:iam::${account}:role/grants/${access}/*`), wildcard(`arn:aws:scheduler:${region}:${account}:schedule/<${id}Schedules${hash}>/${access}-*`)],
      resources: ['Approve', 'Close'].map((door) => `${stage}/Support/${id}/${door}/Policy/Resource`),
      reason: 'Each grant has a role and a schedule of its own, below one path and in one group; record and traces of a state machine take no resource.',
      ...OWNER,
    },
    {
      findings: [wildcard('*')],
      resources: [`${stage}/Support/${id}/Request/Policy/Resource`],
      reason: 'Delivering the record and traces of a state machine takes no resource.',
      ...OWNER,
    },
    {
      findings: [wildcard(`arn:aws:ssm:${region}:${account}:automation-execution/*`)],
      resources: [`${stage}/Support/${id}/Doors/Policy/Resource`],
      reason: 'A runbook reads who started it from the record of its own execution, whose id is made then.',
      ...OWNER,
    },
    {
      findings: ['AwsSolutions::AwsSolutions-SQS3', 'guard::sqs_dlq_check'],
      resources: [`${stage}/Support/${id}/Missed/Resource`],
      reason: 'It is the dead-letter queue of schedules, which no redrive policy says; an alarm watches it.',
      ...OWNER,
    },
    {
      findings: frameworks('DynamoDBInBackupPlan').filter((finding) => !finding.startsWith('PCI')),
      resources: [`${stage}/Support/${id}/Record/Resource`],
      reason: 'A backup plan selects it by its tag dtap:backup, which the rule does not read; it has point-in-time recovery besides.',
      ...OWNER,
    },
    {
      findings: [
        ...contents.map((content) => wildcard(`${content}/customers/<aws:PrincipalTag/customer>/*`)),
        ...(access === 'support' ? [
          `arn:<AWS::Partition>:rds-db:*:${account}:dbuser:*/support_<aws:PrincipalTag/customer>`, `arn:<AWS::Partition>:secretsmanager:*:${account}:secret:*`, `arn:<AWS::Partition>:kms:*:${account}:key/*`,
          ...forwarding({ stage, account, contents }),
        ].map(wildcard) : []),
      ],
      resources: [`${stage}/Support/${id}/SessionPolicy/Resource`],
      reason: "What a grant opens is the customer's of its tag: files below one prefix; for support the database as one user, secrets and keys by their tag, and the way to the database.",
      ...OWNER,
    },
  ]);
}

const zoned = (port: number, zones: readonly number[]) => zones.flatMap((zone) => ['AnswersIn', `Port${port}Out`].map((entry) => `Bastion/Application${zone}${entry}/Resource`)
  .concat(['AnswersIn', 'Port5433Out'].map((entry) => `Bastion/Data${zone}${entry}/Resource`)));
const FENCE = [
  'Bastion/Resource', 'Endpoints/Resource', 'Vpn/Resource',
  ...['HttpsAnswersIn', 'HttpsOut', 'RestOfWorkloadIn', 'RestOfWorkloadOut', 'SshAnswersOut', 'SshIn'].map((entry) => `Bastion/${entry}/Resource`),
  ...['Endpoints/AnswersOut', 'Endpoints/HttpsIn', 'Vpn/AnswersIn', 'Vpn/SshOut'].map((entry) => `${entry}/Resource`),
];

const fences = (port: number): Acceptance[] => [
  {
    findings: ['AwsSolutions::AwsSolutions-VPC3'],
    resources: [
      ...[...zoned(port, [1, 2]), ...FENCE].flatMap((entry) => inEach(ENVIRONMENTS, `Access/Network/Acls/${entry}`)),
      ...zoned(port, [3]).flatMap((entry) => inEach(FULL_SIZE, `Access/Network/Acls/${entry}`)),
      ...['Access1AnswersOut', 'Access1Port5433In'].flatMap((entry) => inEach(ENVIRONMENTS, `Network/Network/DataTierFence/Resource/${entry}/Resource`)),
    ],
    reason: 'The rule prefers security groups alone; the access network and the data tier are fenced by both, as control ACC8 asks.',
    ...OWNER,
  },
];

const BASTIONS: readonly Acceptance[] = [
  {
    findings: [wildcard('*')],
    resources: inEach(ENVIRONMENTS, 'Access/RemoteAccess/ConnectHandler/Policy/Resource'),
    reason: 'The two actions of X-Ray take no resource; every other statement of the policy names its own.',
    ...OWNER,
  },
  {
    findings: [...frameworks('LambdaInsideVPC'), 'checkov::CKV_AWS_117', 'guard::lambda_inside_vpc_check'],
    resources: inEach(ENVIRONMENTS, 'Access/RemoteAccess/ConnectHandler/Resource/Resource'),
    reason: 'It calls no service and holds no data; in a network it would need a way out to write its log.',
    ...OWNER,
  },
  {
    findings: ['checkov::CKV_AWS_173', 'cfn-lint::W3005'],
    resources: inEach(ENVIRONMENTS, 'Access/RemoteAccess/ConnectHandler/Resource/Resource'),
    reason: "Its variables are ranges, ids of groups and versions, no secrets; that the role comes first is said twice, by the CDK's own construct.",
    ...OWNER,
  },
  {
    findings: ['guard::sqs_dlq_check'],
    resources: inEach(ENVIRONMENTS, 'Access/RemoteAccess/ConnectHandler/DeadLetters/Resource'),
    reason: 'It is the dead-letter queue of the connect handler; errors of the handler raise an alarm.',
    ...OWNER,
  },
  {
    findings: [wildcard('*'), wildcard('<SessionRecords4E15BB7F.Arn>/sessions/*'), 'checkov::CKV_AWS_111'],
    resources: inEach(ENVIRONMENTS, 'Access/Bastion/Policy/Resource'),
    reason: 'Records of sessions are named when they are made; the actions of the agent of Systems Manager take no resource.',
    ...OWNER,
  },
  {
    findings: ['checkov::CKV_AWS_33'],
    resources: inEach(ENVIRONMENTS, 'Access/AccessKey/Resource'),
    reason: 'The statements are for the service-linked role of Auto Scaling in this account, by condition: KMS refuses to name a role that is not there yet.',
    ...OWNER,
  },
  {
    findings: ['guard::autoscaling_multiple_az_check', 'guard::autoscaling_mixed_instances_policy_multiple_instance_types_check'],
    resources: inEach(ENVIRONMENTS, 'Access/Bastion/Resource/ASG'),
    reason: 'It names subnets in several zones, where the rule looks for names of zones; one server of the cheapest kind needs no second type.',
    ...OWNER,
  },
  {
    findings: ['AwsSolutions::AwsSolutions-AS3'],
    resources: inEach(ENVIRONMENTS, 'Access/Bastion/Resource/ASG'),
    reason: 'Alarms tell of a bastion that is missing, unwell or silent, and not of each weekly replacement.',
    ...OWNER,
  },
  {
    findings: ['Dtap::Dtap-AutoScalingGroupTwoRunning', 'Dtap::Dtap-AutoScalingGroupScalesByLoad'],
    resources: inEach(FULL_SIZE, 'Access/Bastion/Resource/ASG'),
    reason: 'The bastion is one door by design, as control ACC1 asks; its group replaces it in any zone within minutes.',
    ...OWNER,
  },
  {
    findings: [...frameworks('S3BucketReplicationEnabled'), 'guard::s3_bucket_object_lock_enabled_check'],
    resources: inEach(ENVIRONMENTS, 'Access/SessionRecords/Resource'),
    reason: 'Records of sessions are in a log group besides, and in the daily backup that goes to another region.',
    ...OWNER,
  },
  {
    findings: ['guard::s3_event_notifications_enabled_check'],
    resources: inEach(ENVIRONMENTS, 'Access/SessionRecords/Resource'),
    reason: 'Nothing waits for the events of this bucket: the bastion alone writes to it, and auditors read it.',
    ...OWNER,
  },
];

const { BREAK_GLASS, DATABASE_ADMINISTRATOR, DEVELOPER, KEY_CUSTODIAN, OPERATOR, PRIVACY_OFFICER, SECURITY_AUDITOR, SUPPORT } = PersonRole;
const NEAR_CUSTOMERS = [...FULL_SIZE, 'Backup'];

/** Stages in whose boundaries checkov finds actions without a resource, by its check and the role. */
const ACTIONS_OF_BOUNDARIES: readonly (readonly [string, readonly (readonly [PersonRole, readonly string[]])[]])[] = [
  ['CKV_AWS_107', [[DATABASE_ADMINISTRATOR, ENVIRONMENTS], [DEVELOPER, ['Development']], [PRIVACY_OFFICER, FULL_SIZE]]],
  ['CKV_AWS_108', [[BREAK_GLASS, ENVIRONMENTS], [DATABASE_ADMINISTRATOR, ENVIRONMENTS], [DEVELOPER, ['Development']], [OPERATOR, ENVIRONMENTS], [PRIVACY_OFFICER, FULL_SIZE]]],
  ['CKV_AWS_109', [
    [BREAK_GLASS, ['Organization', 'Production']], [DATABASE_ADMINISTRATOR, ENVIRONMENTS], [DEVELOPER, ['Development']], [KEY_CUSTODIAN, ACCOUNTS], [OPERATOR, ['Production']], [PRIVACY_OFFICER, NEAR_CUSTOMERS],
    [SECURITY_AUDITOR, ['Production']], [SUPPORT, ['Production']],
  ]],
  ['CKV_AWS_111', [
    [BREAK_GLASS, [...ENVIRONMENTS, 'Organization', 'Release']], [DATABASE_ADMINISTRATOR, ENVIRONMENTS], [DEVELOPER, ['Development']], [KEY_CUSTODIAN, ACCOUNTS], [OPERATOR, ENVIRONMENTS],
    [PRIVACY_OFFICER, NEAR_CUSTOMERS], [SECURITY_AUDITOR, ['Production']], [SUPPORT, ['Production']],
  ]],
];

const boundaries = (): Acceptance[] => ACTIONS_OF_BOUNDARIES.map(([check, roles]) => ({
  findings: [`checkov::${check}`],
  resources: roles.flatMap(([role, stages]) => inEach(stages, `People/People/${PersonArns.nameOf(role)}Boundary/Resource`)),
  reason: 'A boundary gives nothing: it names the actions beyond which its role never goes, and the policy names their resources.',
  ...OWNER,
}));

/** The bucket in the recovery region, by its agreed name; written out, since the configuration has not been checked yet. */
function copiesOf({ organization, regions }: EstateProps, kind: AccountKind, account: string): string[] {
  const standsBy = Object.values(EnvironmentKind).some((environment) => environment === kind && tierOf(environment).standbyRegion);
  return standsBy ? [`arn:aws:s3:::${[organization.name, kind, 'content', account, regions.recovery].join('-')}`] : [];
}

/** The identity account's groups, and what every user may do there. */
const identityAccount = (account: string): Acceptance[] => [
  {
    findings: ['*', `arn:aws:iam::${account}:mfa/<aws:username>*`, `arn:aws:signin:*:${account}:oauth2/public-client/*`].map(wildcard),
    resources: ['OwnSignIn', 'UserBoundary'].map((policy) => `Identity/Groups/Access/${policy}/Resource`),
    reason: "People manage their own password and devices, whose names begin with theirs; reading the password policy takes no resource, and the client of the sign-in is AWS's.",
    ...OWNER,
  },
  {
    findings: [wildcard('arn:aws:iam::*:role/people/*')],
    resources: ['Identity/Groups/Access/UserBoundary/Resource'],
    reason: 'A boundary gives nothing: which roles of people a user takes on is said by the policies of the groups, role by role and account by account.',
    ...OWNER,
  },
  {
    findings: frameworks('IAMGroupHasUsers').filter((finding) => !finding.startsWith('NIST')),
    resources: Object.values(PersonRole).map((role) => `Identity/Groups/Access/${PersonArns.nameOf(role)}/Resource`),
    reason: 'Users are made by two persons together, by hand, and put into the groups: no template names people, and no role of the estate can make any.',
    ...OWNER,
  },
];

/** What administrators' access accepts. */
export function accessExceptions(estate: EstateProps): Acceptance[] {
  const { environments, sharedAccounts, regions, identity } = estate;
  const accounts: { readonly [kind: string]: string | undefined } = {
    ...Object.fromEntries(Object.entries(environments).map(([kind, { account }]) => [kind, account as string])), ...sharedAccounts, identity: identity.identityAccount?.account,
  };
  const people = ACCOUNT_KINDS.flatMap((kind) => {
    const [stage, account] = [stageOf(kind), accounts[kind]];
    const content = `{"Fn::GetStackOutput":{"StackName":"${stage}-Data","Region":"${regions.primary}","OutputName":"PublishOutputFnGetAttContent88381566Arn9C8D2448"}}`;
    const requests = rightsIn(kind).some(({ role, capabilities }) => role === PersonRole.SUPPORT && capabilities.includes(Capability.REQUEST_GRANT));
    if (account === undefined) {
      return [];
    }
    const place: Place = { stage, account, contents: [content, ...copiesOf(estate, kind, account)] };
    return [...peopleIn(kind, place), ...(requests ? grantsIn(place, regions.primary) : [])];
  });
  return [...people, ...boundaries(), ...(accounts.identity === undefined ? [] : identityAccount(accounts.identity)), ...barring(estate), ...fences(estate.service.port ?? 8443), ...BASTIONS, {
    findings: ['Dtap::Dtap-Ec2VpcServicesPrivate'],
    resources: ['Production/Access/Network/Vpc/Resource'],
    reason: 'The bastion asks DynamoDB for nothing; the tables of grants are reached by runbooks and state machines, from no network.',
    ...OWNER,
  }];
}
