import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { checkRoleAccounts, type RoleAccounts } from './identity-center-access';
import { IdentityWay, PersonArns, PersonRole } from './person-role';
import { FRESH_MFA } from './trust';

/** A person, as a user of the identity account. */
export interface IdentityUser {
  /** Name of the user: in every log of every account, so a person's own. Letters, digits, `.`, `-`, `_` and `@`, at most 64. */
  readonly name: string;
  /** What the person is to the estate. */
  readonly roles: PersonRole[];
}

/** Who enters which accounts from the identity account. */
export interface IdentityAccountAccessProps {
  /** The accounts of each role. */
  readonly roles: RoleAccounts[];
  /**
   * The people. Joining and leaving is so a change that somebody reviews; first passwords are given by two persons together, by hand.
   *
   * @default nobody: users are made elsewhere, below the path `/people/`, and put into the groups
   */
  readonly users?: IdentityUser[];
}

/**
 * Groups, users and forced second factors of a central identity account.
 *
 * Guarantees: a group may assume its role in the role's accounts, with a second factor less than an hour old, and nothing
 * else; without a second factor a user can do no more than change the password and set one up; nobody makes an access
 * key, an SSH key or a service password (on the command line, `aws login` gives credentials out of the console session).
 *
 * Controls ACC3, ACC6, ACC14.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 */
export class IdentityAccountAccess extends Construct {
  /** Groups, by the name of their role. */
  public readonly groups: { [role: string]: iam.Group } = {};
  /** What every person may do to their own user. */
  public readonly ownSignIn: iam.ManagedPolicy;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: IdentityAccountAccessProps) {
    super(scope, id);
    validate(props);
    const { account } = Stack.of(this);
    this.ownSignIn = new iam.ManagedPolicy(this, 'OwnSignIn', {
      managedPolicyName: 'OwnSignIn',
      path: PersonArns.PATH,
      document: new iam.PolicyDocument({ minimize: false, statements: ownSignIn(account) }),
    });
    props.roles.forEach(({ role, accounts }) => {
      this.groups[role] = this.group(role, accounts);
    });
    const boundary = new iam.ManagedPolicy(this, 'UserBoundary', {
      managedPolicyName: 'PersonBoundary-User',
      path: PersonArns.PATH,
      document: new iam.PolicyDocument({ minimize: false, statements: [...ownSignIn(account), entry(['arn:aws:iam::*:role/people/*'])] }),
    });
    (props.users ?? []).forEach(({ name, roles }) => new iam.CfnUser(this, `User-${name}`, {
      userName: name,
      path: PersonArns.PATH,
      permissionsBoundary: boundary.managedPolicyArn,
      groups: roles.map((role) => this.groups[role].groupName),
    }));
  }

  private group(role: PersonRole, accounts: string[]): iam.Group {
    const name = PersonArns.nameOf(role);
    return new iam.Group(this, name, {
      groupName: name,
      path: PersonArns.PATH,
      managedPolicies: [this.ownSignIn, new iam.ManagedPolicy(this, `${name}Entry`, {
        managedPolicyName: `${name}Entry`,
        path: PersonArns.PATH,
        statements: [entry(accounts.map((account) => PersonArns.role(IdentityWay.IDENTITY_ACCOUNT, account, role)))],
      })],
    });
  }
}

function entry(roleArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid: 'EnterWithFreshSecondFactor', actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'], resources: roleArns, conditions: FRESH_MFA });
}

/** What a user may do before there is a second factor: set one up, and change a password that was given. */
const WITHOUT_SECOND_FACTOR = [
  'iam:ChangePassword', 'iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'iam:GetAccountPasswordPolicy', 'iam:GetUser', 'iam:ListMFADevices', 'iam:ResyncMFADevice',
];
const LONG_LIVED = ['iam:CreateAccessKey', 'iam:CreateServiceSpecificCredential', 'iam:UpdateAccessKey', 'iam:UploadSSHPublicKey', 'iam:UploadSigningCertificate'];

function ownSignIn(account: string): iam.PolicyStatement[] {
  const own = `arn:aws:iam::${account}:user${PersonArns.PATH}\${aws:username}`;
  const ownDevices = `arn:aws:iam::${account}:mfa/\${aws:username}*`;
  const allow = (sid: string, actions: string[], resources: string[]) => new iam.PolicyStatement({ sid, actions, resources });
  return [
    allow('ReadPasswordPolicy', ['iam:GetAccountPasswordPolicy'], ['*']),
    allow('OwnPassword', ['iam:ChangePassword', 'iam:GetUser'], [own]),
    allow('OwnSecondFactor', ['iam:DeactivateMFADevice', 'iam:EnableMFADevice', 'iam:ListMFADevices', 'iam:ResyncMFADevice'], [own]),
    allow('OwnDevices', ['iam:CreateVirtualMFADevice', 'iam:DeleteVirtualMFADevice'], [ownDevices]),
    allow('SignInOnTheCommandLine', ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'], [`arn:aws:signin:*:${account}:oauth2/public-client/*`]),
    new iam.PolicyStatement({
      sid: 'NothingElseWithoutSecondFactor',
      effect: iam.Effect.DENY,
      notActions: WITHOUT_SECOND_FACTOR,
      resources: ['*'],
      conditions: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
    new iam.PolicyStatement({ sid: 'NoLongLivedCredentials', effect: iam.Effect.DENY, actions: LONG_LIVED, resources: ['*'] }),
  ];
}

function validate({ roles, users = [] }: IdentityAccountAccessProps): void {
  const problems = new Problems('IdentityAccountAccess');
  problems.require(roles.length > 0, 'roles', roles, 'Name at least one role and its accounts.');
  checkRoleAccounts(problems, roles);
  users.forEach(({ name, roles: held }, index) => {
    problems.require(/^[\w.@-]{1,64}$/.test(name), `users[${index}].name`, name, 'Write letters, digits, `.`, `-`, `_` and `@`, at most 64.');
    problems.require(users.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === index, `users[${index}].name`, name, 'A person is named once: IAM does not tell upper from lower case.');
    problems.require(held.length > 0, `users[${index}].roles`, held, 'Name at least one role, or leave the person out.');
    held.forEach((role, at) => problems.require(roles.some((each) => each.role === role) && held.indexOf(role) === at, `users[${index}].roles[${at}]`, role, `Write, once, one of the roles that have accounts: ${roles.map((each) => each.role).join(', ')}.`));
    const both = held.includes(PersonRole.KEY_CUSTODIAN) && held.length > 1;
    problems.require(!both, `users[${index}].roles`, held, 'Who administers keys holds no other role: administration stays apart from use.');
  });
  problems.throwIfAny();
}
