import { Aws, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ApprovedAccess } from './approved-access';
import type { GrantOptions } from './approved-access-props';
import { customerFiles, openFiles } from './grant-files';
import { GrantNames } from './grant-names';

/** What support reaches inside a grant, and who lets it. */
export interface SupportGrantsProps extends GrantOptions {
  /** ARNs of the buckets with customers' files. */
  readonly dataBucketArns: string[];

  /**
   * What the keys of customers' files begin with; the customer's name and a slash follow.
   *
   * @default 'customers/'
   */
  readonly filePrefix?: string;

  /**
   * What the name of the database user of support for one customer begins with; the customer's name follows. The service makes these
   * users, each with the rights to its customer's database.
   *
   * @default 'support_'
   */
  readonly databaseUserPrefix?: string;
}

/**
 * Support reaches one customer's system at a time: asked for with a reason, approved by somebody else, for 8 hours at most, closed by
 * itself, on record (control ACC10).
 *
 * Inside a grant: the customer's files, read only; the database as the user of support for that customer, by IAM authentication;
 * secrets and keys that are tagged with the customer (`customer`). Nothing of another customer, and nothing that carries no tag.
 */
export class SupportGrants extends ApprovedAccess {
  /** Name of the access, in the names of its runbooks and roles. */
  public static readonly ACCESS = 'support';

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: SupportGrantsProps) {
    super(scope, id, {
      ...props,
      access: SupportGrants.ACCESS,
      statements: customerStatements(scope, props),
      sharedStatements: [openFiles(keys(scope)), ...(props.sharedStatements ?? [])],
    });
  }
}

function customerStatements(scope: Construct, props: SupportGrantsProps): PolicyStatement[] {
  const { account } = Stack.of(scope);
  const { CUSTOMER, CUSTOMER_TAG } = GrantNames;
  const ofCustomer = { [`aws:ResourceTag/${CUSTOMER_TAG}`]: CUSTOMER };
  return [
    ...customerFiles(props.dataBucketArns, props.filePrefix),
    new PolicyStatement({ sid: 'EnterDatabase', actions: ['rds-db:connect'], resources: [`arn:${Aws.PARTITION}:rds-db:*:${account}:dbuser:*/${props.databaseUserPrefix ?? 'support_'}${CUSTOMER}`] }),
    new PolicyStatement({ sid: 'ReadSecrets', actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [`arn:${Aws.PARTITION}:secretsmanager:*:${account}:secret:*`], conditions: { StringEquals: ofCustomer } }),
    new PolicyStatement({ sid: 'UseKeys', actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: keys(scope), conditions: { StringEquals: ofCustomer } }),
  ];
}

function keys(scope: Construct): string[] {
  return [`arn:${Aws.PARTITION}:kms:*:${Stack.of(scope).account}:key/*`];
}
