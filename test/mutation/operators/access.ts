import type { Resource } from '../../../lib/checks/template';
import { add, addStatement, append, drop, dropStatement, operator, put, remove, statement, swap, through, type Loose, type Operator } from '../support/operator';
import { keyLost, switchedOff } from './common';

const VPN = 'AWS::EC2::ClientVpnEndpoint';
const AUTHORIZATION = 'AWS::EC2::ClientVpnAuthorizationRule';
const DOCUMENT = 'AWS::SSM::Document';
const ASSOCIATION = 'AWS::SSM::Association';
const ANALYZER = 'AWS::AccessAnalyzer::Analyzer';
const POLICY = 'AWS::IAM::ManagedPolicy';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const SERVERS: readonly (readonly [string, string])[] = [['AWS::EC2::Instance', 'UserData'], ['AWS::AutoScaling::LaunchConfiguration', 'UserData'], ['AWS::EC2::LaunchTemplate', 'LaunchTemplateData.UserData']];
const INPUTS = 'Content.inputs';

const vpnsIn = (network: Resource) => network.set.ofType(VPN).filter((endpoint) => endpoint.at('VpcId').refersTo(network));
const intoNetwork = (label: string, make: (vpc: Resource) => object | undefined) => add('AWS::EC2::VPC', label, (vpc) => (vpnsIn(vpc).length > 0 ? make(vpc) : undefined), vpnsIn);
const vpnSubnets = (subnet: Resource) => (subnet.at('VpcId').target ? vpnsIn(subnet.at('VpcId').target as Resource) : []);
const inSubnet = (label: string, make: (subnet: Resource) => object) => add('AWS::EC2::Subnet', label, (subnet) => (vpnSubnets(subnet).length > 0 ? make(subnet) : undefined), vpnSubnets);
const peopleIn = (association: Resource) => (association.at('Name').text === 'AWSConfigRemediation-SetIAMPasswordPolicy' ? ['AWS::IAM::Group', POLICY] : []).flatMap((type) => association.set.ofType(type)).filter((each) => each.account === association.account && (each.type !== POLICY || each.at('Path').text === '/people/')).slice(0, 1);
const parameter = (name: string, value: string) => [put(ASSOCIATION, ['Parameters', name], [value]), put(ASSOCIATION, ['Parameters', name], value, `${name}: ${value}, no list`)];
const others = (analyzer: Resource) => analyzer.set.ofType(ANALYZER).filter((other) => !other.is(analyzer) && other.account === analyzer.account);
const isPeoples = (policy: Resource) => (policy.at('Path').text === '/people/' && !/Boundary/.test(policy.at('ManagedPolicyName').text ?? '') ? {} : undefined);
const mayToo = (label: string, more: object) => addStatement(POLICY, 'PolicyDocument', label, (policy) => isPeoples(policy) && { Effect: 'Allow', Resource: '*', ...more });
const isGrant = (policy: Resource) => (policy.at('Path').text ?? '').startsWith('/grants/');
const grantedBy = (machine: Resource) => machine.set.ofType(POLICY).filter((policy) => isGrant(policy) && machine.properties.targets.some((target) => target.is(policy)));
const MAKE_ROLE = 'Definition.States.MakeRole.Arguments';

/** The way in for administrators, its record, and what people may do. */
export const ACCESS: Readonly<Record<string, readonly Operator[]>> = {
  AccessAnalyzerFindsBoth: [
    remove(ANALYZER, others), ...['ACCOUNT', 'ACCOUNT_INTERNAL_ACCESS', 'ACCOUNT_UNUSED_ACCESS'].map((type) => through(swap(ANALYZER, 'Type', type), (analyzer) => [analyzer])),
    ...[180, '91'].map((days) => swap(ANALYZER, 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge', days)),
  ].map((made): Operator => ({ ...made, mutations: (set) => made.mutations(set).filter(({ subject, template }) => subject.set.ofType(ANALYZER).every((each) => !each.at('Type').text?.startsWith('ORGANIZATION')) && template === subject.view.template) })),
  Ec2ClientVpnAuthorizationNarrow: [
    put(AUTHORIZATION, 'AuthorizeAllGroups', true), put(AUTHORIZATION, 'AuthorizeAllGroups', 'true'), drop(AUTHORIZATION, 'AccessGroupId'), put(AUTHORIZATION, 'AccessGroupId', ''),
    ...['0.0.0.0/0', '10.0.0.0/8', '10.48.0.0/19', '::/0', '2001:db8::/32'].map((range) => put(AUTHORIZATION, 'TargetNetworkCidr', range)),
  ],
  Ec2ClientVpnConnectHandled: [drop(VPN, 'ClientConnectOptions'), ...switchedOff(VPN, 'ClientConnectOptions.Enabled'), drop(VPN, 'ClientConnectOptions.LambdaFunctionArn')],
  Ec2ClientVpnFederated: [
    drop(VPN, 'AuthenticationOptions'), put(VPN, 'AuthenticationOptions', []), put(VPN, 'AuthenticationOptions', [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: 'arn:aws:acm:eu-central-1:200000000004:certificate/2' } }], 'certificates only'),
    append(VPN, 'AuthenticationOptions', { Type: 'directory-service-authentication', ActiveDirectory: { DirectoryId: 'd-1' } }), swap(VPN, 'AuthenticationOptions.*.FederatedAuthentication', {}),
  ],
  Ec2ClientVpnLogged: [...switchedOff(VPN, 'ConnectionLogOptions.Enabled'), drop(VPN, 'ConnectionLogOptions'), drop(VPN, 'ConnectionLogOptions.CloudwatchLogGroup')],
  Ec2ClientVpnNetworkSealed: [
    intoNetwork('an Internet gateway', ({ logicalId }) => ({ Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: { Ref: logicalId }, InternetGatewayId: 'igw-1' } })),
    intoNetwork('an Internet gateway for IPv6', ({ logicalId }) => ({ Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: { 'Fn::GetAtt': [logicalId, 'VpcId'] } } })),
    inSubnet('a NAT gateway', ({ logicalId }) => ({ Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: logicalId }, AllocationId: 'eipalloc-1' } })),
    inSubnet('a load balancer', ({ logicalId }) => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Subnets: [{ Ref: logicalId }], Scheme: 'internal' } })),
    inSubnet('a service', ({ logicalId }) => ({ Type: 'AWS::ECS::Service', Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: logicalId }] } } } })),
    inSubnet('a store', ({ logicalId }) => ({ Type: 'AWS::RDS::DBSubnetGroup', Properties: { DBSubnetGroupDescription: 'x', SubnetIds: [{ Ref: logicalId }] } })),
    add(VPN, 'a route to the Internet', ({ logicalId }) => ({ Type: 'AWS::EC2::ClientVpnRoute', Properties: { ClientVpnEndpointId: { Ref: logicalId }, DestinationCidrBlock: '0.0.0.0/0', TargetVpcSubnetId: 'subnet-1' } })),
  ],
  Ec2ClientVpnPortalOff: [drop(VPN, 'SelfServicePortal'), put(VPN, 'SelfServicePortal', 'enabled')],
  Ec2ClientVpnSessionEnds: [drop(VPN, 'SessionTimeoutHours'), put(VPN, 'SessionTimeoutHours', 10), put(VPN, 'SessionTimeoutHours', '24'), put(VPN, 'DisconnectOnSessionTimeout', false), put(VPN, 'DisconnectOnSessionTimeout', 'false')],
  Ec2ClientVpnSplitTunnel: switchedOff(VPN, 'SplitTunnel'),
  Ec2UserDataNoAuthorizedKeys: SERVERS.flatMap(([type, path]) => [
    '#!/bin/bash\necho ssh-ed25519 AAAAC3Nza me >> /home/ec2-user/.ssh/authorized_keys\n', '#!/bin/bash\ncurl -s https://github.com/me.keys | tee -a ~/.ssh/authorized_keys\n', '#cloud-config\nusers:\n  - name: me\n    ssh_authorized_keys:\n      - *key\n',
    '#!/bin/bash\ncat > /etc/ssh/sshd_config <<EOF\nPasswordAuthentication yes\nEOF\n', '#cloud-config\nssh_pwauth: true\n',
  ].map((script, i) => swap(type, path, { 'Fn::Base64': script }, `a lasting way in, number ${i} (${type})`))),
  IamGrantPolicyConfined: [
    dropStatement(POLICY, 'PolicyDocument', 'no denial', (each) => each.Effect === 'Deny' && JSON.stringify(each.Condition ?? {}).includes('PrincipalTag')),
    ...Object.entries<(each: Loose) => void>({
      'the denial is of some': (each) => { each.Action = 's3:*'; }, 'the denial is for some resources': (each) => { each.Resource = 'arn:aws:s3:::x'; }, 'the denial is about those with a tag': (each) => { each.Condition = { Null: { 'aws:PrincipalTag/customer': 'false' } }; },
      'the denial has another condition too': (each) => { each.Condition = { ...each.Condition, Bool: { 'aws:SecureTransport': 'false' } }; }, 'the denial is about a tag of the request': (each) => { each.Condition = { Null: { 'aws:RequestTag/customer': 'true' } }; },
    }).map(([label, change]) => statement(POLICY, 'PolicyDocument', label, (each, policy) => {
      const fits = isGrant(policy) && each.Effect === 'Deny' && JSON.stringify(each.Condition ?? {}).includes('PrincipalTag');
      if (fits) {
        change(each);
      }
      return fits;
    })),
  ],
  IamMasterKeyGrantApproved: [
    ...['1', '0'].map((least) => through(operator(`${least} approvals are enough`, MACHINE, (_, raw) => (JSON.stringify(raw).includes('>= 2') ? [{ apply: (draft) => {
      draft.Properties = JSON.parse(JSON.stringify(draft.Properties).replace('>= 2', `>= ${least}`)) as Loose;
    } }] : [])), grantedBy)),
  ],
  IamPasswordPolicyEnforced: [
    remove(ASSOCIATION, peopleIn),
    ...[
      ...[['MinimumPasswordLength', '13'], ['MaxPasswordAge', '91'], ['MaxPasswordAge', '0'], ['PasswordReusePrevention', '5'], ...['Lowercase', 'Uppercase'].map((kind) => [`Require${kind}Characters`, 'false']), ['RequireNumbers', 'false'], ['RequireSymbols', 'false']].flatMap(([name, value]) => parameter(name, value)),
      ...['MinimumPasswordLength', 'MaxPasswordAge', 'PasswordReusePrevention', 'RequireSymbols'].map((name) => drop(ASSOCIATION, ['Parameters', name])), drop(ASSOCIATION, 'Parameters'), drop(ASSOCIATION, 'ScheduleExpression'),
    ],
    ...['AWSConfigRemediation-RevokeUnusedIAMUserCredentials'].map((name) => through(swap(ASSOCIATION, 'Name', name), peopleIn)),
  ],
  IamPeopleSessionsRecorded: [
    ...['ssm:*', 'ssm:UpdateDocument', 'SSM:Delete*', '*', 'ssm:UpdateDocumentDefaultVersion'].map((action) => mayToo(`people may ${action}`, { Action: action })),
    mayToo('people may change that document', { Action: ['ssm:UpdateDocument'], Resource: { 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:document/SSM-*' } }), mayToo('people may do all but read', { NotAction: 'ssm:Get*' }), mayToo('people may start any session', { Action: 'ssm:StartSession' }),
    mayToo("people may start sessions by AWS's documents", { Action: 'ssm:Start*', Resource: 'arn:aws:ssm:*::document/AWS-*' }), mayToo('people may change all but a bucket', { Action: 'ssm:UpdateDocument', Resource: undefined, NotResource: 'arn:aws:s3:::x' }),
  ],
  IamUserNoAccessKey: [
    add('AWS::IAM::User', 'an access key', ({ logicalId }) => ({ Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: logicalId } } })),
    add('AWS::IAM::User', 'an active access key', ({ logicalId }) => ({ Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: logicalId }, Status: 'Active' } })),
    drop('AWS::IAM::AccessKey', 'Status'),
  ],
  SsmSessionsEncrypted: keyLost(DOCUMENT, `${INPUTS}.kmsKeyId`, 'ssm'),
  SsmSessionsEnd: [
    put(DOCUMENT, `${INPUTS}.idleSessionTimeout`, '60'), put(DOCUMENT, `${INPUTS}.idleSessionTimeout`, 21), put(DOCUMENT, `${INPUTS}.maxSessionDuration`, '1440'), drop(DOCUMENT, `${INPUTS}.maxSessionDuration`), put(DOCUMENT, `${INPUTS}.maxSessionDuration`, ''),
  ],
  SsmSessionsRecorded: [
    put(DOCUMENT, `${INPUTS}.cloudWatchEncryptionEnabled`, false), swap(DOCUMENT, `${INPUTS}.s3EncryptionEnabled`, 'false'), drop(DOCUMENT, `${INPUTS}.cloudWatchEncryptionEnabled`),
    put(DOCUMENT, INPUTS, (old: Loose) => (old ? { ...old, s3BucketName: '', cloudWatchLogGroupName: '' } : undefined), 'recorded nowhere'), drop(DOCUMENT, INPUTS),
    put(DOCUMENT, INPUTS, (old: Loose) => (old ? { ...old, s3BucketName: '', cloudWatchStreamingEnabled: false } : undefined), 'recorded at the end only'),
  ].map((made): Operator => ({ ...made, mutations: (set) => made.mutations(set).filter(({ subject }) => subject.at('Content', 'sessionType').text === 'Standard_Stream') })),
  StepFunctionsGrantEnds: [
    drop(MACHINE, `${MAKE_ROLE}.PermissionsBoundary`), drop(MACHINE, `${MAKE_ROLE}.Tags`), swap(MACHINE, `${MAKE_ROLE}.MaxSessionDuration`, 43200), swap(MACHINE, `${MAKE_ROLE}.AssumeRolePolicyDocument`, "{% $string({'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': $who}}]}) %}", 'no end'),
    swap(MACHINE, 'Definition.States.Schedule.Resource', 'arn:aws:states:::sns:publish'), drop(MACHINE, 'LoggingConfiguration'), put(MACHINE, 'LoggingConfiguration.Level', 'ERROR'),
  ],
};
