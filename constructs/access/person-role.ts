/** What people are to the estate. Each role has the rights of its task and no more (control ACC6). */
export enum PersonRole {
  /** Builds: works in development, looks at logs in test. */
  DEVELOPER = 'developer',
  /** Keeps the service running. */
  OPERATOR = 'operator',
  /** Keeps the database well, through the bastion. */
  DATABASE_ADMINISTRATOR = 'database-administrator',
  /** Reads configuration and logs, changes nothing, sees no data. */
  SECURITY_AUDITOR = 'security-auditor',
  /** The one role that reads customer data, and has it restored. */
  PRIVACY_OFFICER = 'privacy-officer',
  /** Administers keys and never uses them. */
  KEY_CUSTODIAN = 'key-custodian',
  /** Helps one customer at a time, inside a grant. */
  SUPPORT = 'support',
  /** For the day on which nothing else works; its use raises an alarm. */
  BREAK_GLASS = 'break-glass',
}

/** Where people sign in. An estate has one of the two. */
export enum IdentityWay {
  /** AWS IAM Identity Center: permission sets, assigned to groups. */
  IDENTITY_CENTER = 'identity-center',
  /** An account of its own with users and groups, who assume roles in the other accounts. */
  IDENTITY_ACCOUNT = 'identity-account',
}

/**
 * Names of people's roles and policies, agreed ahead: key policies, vault policies and organisation policies name a
 * person's role without asking the account that it stands in.
 */
export class PersonArns {
  /** IAM path of everything that belongs to people. */
  public static readonly PATH = '/people/';

  /** Every role, in the order of the table of people. */
  public static readonly ROLES: PersonRole[] = Object.values(PersonRole);

  /** Name of a role's customer-managed policy, of its permission set and of its IAM role, e.g. `DatabaseAdministrator`. */
  public static nameOf(role: PersonRole): string {
    return role.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  }

  /** Name of the permissions boundary of a role, e.g. `PersonBoundary-DatabaseAdministrator`. */
  public static boundaryNameOf(role: PersonRole): string {
    return `PersonBoundary-${PersonArns.nameOf(role)}`;
  }

  /**
   * ARN, or pattern of the ARN, that people of a role have in an account, as `aws:PrincipalArn` shows it. For `ArnLike`
   * and `ArnNotLike`: Identity Center makes up the last part of a role's name, and writes its region into the path
   * unless that is us-east-1.
   *
   * @param account account id, or `*` for every account
   *
   * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
   */
  public static role(way: IdentityWay, account: string, role: PersonRole): string {
    const name = PersonArns.nameOf(role);
    const path = way === IdentityWay.IDENTITY_CENTER ? `aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${name}_*` : `people/${name}`;
    return `arn:aws:iam::${account}:role/${path}`;
  }

  /** ARN of a role's customer-managed policy in an account. */
  public static policy(account: string, role: PersonRole): string {
    return `arn:aws:iam::${account}:policy/people/${PersonArns.nameOf(role)}`;
  }

  /** ARN of a role's permissions boundary in an account. */
  public static boundary(account: string, role: PersonRole): string {
    return `arn:aws:iam::${account}:policy/people/${PersonArns.boundaryNameOf(role)}`;
  }

  private constructor() {}
}
