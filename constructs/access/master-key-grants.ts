import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { ApprovedAccess } from './approved-access';
import type { GrantOptions } from './approved-access-props';
import { customerFiles, openFiles } from './grant-files';
import { GrantNames } from './grant-names';

/** Which master keys are used inside a grant, and who lets it. */
export interface MasterKeyGrantsProps extends GrantOptions {
  /** ARNs of the keys that customers' data is encrypted under, each written out. Their policies let `GrantNames.roleArns(GrantNames.MASTER_KEY, account)` in. */
  readonly keyArns: string[];

  /**
   * ARNs of the buckets with customers' files under these keys.
   *
   * @default none: only what the application encrypted itself is opened
   */
  readonly dataBucketArns?: string[];

  /**
   * What the keys of customers' files begin with; the customer's name and a slash follow.
   *
   * @default 'customers/'
   */
  readonly filePrefix?: string;
}

/**
 * The use of a master key for one customer at a time: asked for with a reason, approved by two or more others, for 8 hours at most,
 * closed by itself, on record (control KEY3).
 *
 * Inside a grant: what was encrypted under the keys with the customer in the encryption context (`customer`), wherever it lies, by calls of
 * one's own; and the customer's files, through S3. The keys must say so, too: `DomainKey.allowTaggedDecryption('customer', …)` for the
 * one, `usedBy` and `usedThrough` for the other.
 */
export class MasterKeyGrants extends ApprovedAccess {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: MasterKeyGrantsProps) {
    const { keyArns, approvals = 2 } = props;
    const problems = new Problems(`MasterKeyGrants '${id}'`);
    problems.require(keyArns.length > 0, 'keyArns', keyArns, 'Name at least one key.');
    keyArns.forEach((arn, index) => problems.require(!/[*?]/.test(arn), `keyArns[${index}]`, arn, 'Write the ARN of one key: its policy must name the grants, so it is known.'));
    problems.require(approvals >= 2, 'approvals', approvals, 'Using a master key takes several: write 2 to 5.');
    problems.throwIfAny();
    super(scope, id, {
      ...props,
      access: GrantNames.MASTER_KEY,
      approvals,
      statements: [
        new PolicyStatement({
          sid: 'OpenCustomerData',
          actions: ['kms:Decrypt'],
          resources: keyArns,
          conditions: { StringEquals: { [`kms:EncryptionContext:${GrantNames.CUSTOMER_TAG}`]: GrantNames.CUSTOMER } },
        }),
        ...customerFiles(props.dataBucketArns ?? [], props.filePrefix),
      ],
      sharedStatements: [...((props.dataBucketArns ?? []).length > 0 ? [openFiles(keyArns)] : []), ...(props.sharedStatements ?? [])],
    });
  }
}
