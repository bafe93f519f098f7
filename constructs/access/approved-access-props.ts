import type { Duration } from 'aws-cdk-lib/core';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** To whom an access is given, on whose approval, for how long; and what keeps the record. */
export interface GrantOptions {
  /** ARN patterns of the roles that may ask, e.g. `PersonArns.role(way, account, PersonRole.SUPPORT)`. */
  readonly requesters: string[];

  /** ARN patterns of the roles that may approve. Nobody approves what they asked for themselves. */
  readonly approvers: string[];

  /** Ranges, in CIDR notation, from which sessions are opened (control ACC9). Not the whole Internet. */
  readonly administratorRanges: string[];

  /**
   * Key that encrypts the record, the logs and the dead letters. Its policy must allow CloudWatch Logs, and the roles of this stack
   * through DynamoDB, SNS and SQS: `DomainKey.allowLogGroups`, and `usedThrough`.
   */
  readonly encryptionKey: IKey;

  /** How long the logs are kept. */
  readonly logRetention: RetentionDays;

  /** Topic of those who approve, and of the on-call: hears of each request, opening and closing. */
  readonly notificationTopic: ITopic;

  /** Topic that hears of failures. */
  readonly alarmTopic: ITopic;

  /**
   * How many approvals a grant takes, 1 to 5, each by another person.
   *
   * @default 1
   */
  readonly approvals?: number;

  /**
   * The longest time from request to end, 15 minutes to 8 hours.
   *
   * @default 8 hours
   */
  readonly longest?: Duration;

  /**
   * Statements that belong to no customer and give no data, such as the way to the bastion.
   *
   * @default a session can do nothing but what `statements` say
   */
  readonly sharedStatements?: PolicyStatement[];

  /**
   * Further tags of a grant's role, e.g. `SSMSessionRunAs`.
   *
   * @default only the customer and the grant
   */
  readonly roleTags?: { [key: string]: string };

  /**
   * Name of the managed policy that bounds every role of the account, where there is one: `EstateProps.permissionsBoundary`. It may
   * refuse roles under any other boundary.
   *
   * @default a grant's role is bounded by the policy with the statements, and so can never do anything else
   */
  readonly permissionsBoundary?: string;

  /**
   * What a customer's name looks like: a regular expression without slashes. Only letters, digits and `._-`, since the name stands
   * in ARNs.
   *
   * @default 2 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends
   */
  readonly customerPattern?: string;

  /**
   * How long the record of a grant is kept, at least 90 days.
   *
   * @default 3 years
   */
  readonly recordRetention?: Duration;
}

/** What an access gives, to whom, on whose approval. */
export interface ApprovedAccessProps extends GrantOptions {
  /** Name of the access, e.g. `support`: 3 to 20 lower-case letters and hyphens. Stands in the names of runbooks and roles. Once in an account. */
  readonly access: string;

  /**
   * What a session may do to the system of its customer. Every statement that allows must depend on `GrantNames.CUSTOMER`: in a
   * resource, or in a condition.
   */
  readonly statements: PolicyStatement[];
}
