import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ApprovedAccess, GrantNames, SupportGrants } from '../../constructs/access';
import { DomainKey } from '../../constructs/keys';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `SupportStack`. */
export interface SupportStackProps extends PlacementProps {
  /** ARNs, or their patterns, of the roles that ask for grants of support. */
  readonly requesters: string[];
  /** ARNs, or their patterns, of the roles that approve them. */
  readonly approvers: string[];
  /** ARNs, or their patterns, of the roles that ask for the use of the master key. */
  readonly masterKeyRequesters: string[];
  /** ARNs, or their patterns, of the roles that approve it. */
  readonly masterKeyApprovers: string[];
  /** Public ranges that people come from. */
  readonly administratorRanges: string[];
  /** ARN patterns of the roles of this stack, and of those that deploy it. */
  readonly keyUsers: string[];
  /** Key of customers' data. */
  readonly dataKey: kms.IKey;
  /** Customers' files. */
  readonly content: s3.IBucket;
  /** How long records are kept. */
  readonly logRetention: RetentionDays;
  /** Topic that requests and alarms are sent to. */
  readonly onCall: sns.ITopic;
  /**
   * Name of the permissions boundary that every role of the account carries.
   *
   * @default - roles carry no boundary of the estate
   */
  readonly permissionsBoundaryName?: string;
}

/** Support for one customer at a time, and the use of the master key: on approval, for hours, on record. */
export class SupportStack extends EstateStack {
  constructor(scope: Construct, id: string, props: SupportStackProps) {
    super(scope, id, props, `Support for customers of ${props.owner}`);
    const key = new DomainKey(this, 'GrantsKey', { domain: 'grants', alias: keyAlias(props, 'grants'), usedBy: props.keyUsers, usedThrough: ['dynamodb', 'sns', 'sqs'] });
    key.allowLogGroups();
    const options = {
      administratorRanges: props.administratorRanges,
      encryptionKey: key,
      logRetention: props.logRetention,
      notificationTopic: props.onCall,
      alarmTopic: props.onCall,
      permissionsBoundary: props.permissionsBoundaryName,
    };
    new SupportGrants(this, 'Grants', { ...options, requesters: props.requesters, approvers: props.approvers, dataBucketArns: [props.content.bucketArn] });
    new ApprovedAccess(this, 'MasterKey', {
      ...options,
      access: GrantNames.MASTER_KEY,
      approvals: 2,
      requesters: props.masterKeyRequesters,
      approvers: props.masterKeyApprovers,
      statements: [new PolicyStatement({
        sid: 'OpenCustomerData',
        actions: ['kms:Decrypt'],
        resources: [props.dataKey.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:customer': GrantNames.CUSTOMER } },
      })],
    });
  }
}
