import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BastionAccess, MasterKeyGrants, SupportGrants } from '../../constructs/access';
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
  /** ARNs of the keys of customers' data, in each region that it is kept in. */
  readonly dataKeyArns: string[];
  /** ARNs of the buckets of customers' files, in each region that they are kept in. */
  readonly dataBucketArns: string[];
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
    super(scope, id, props, `Support for customers of ${props.owner}`, true);
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
    new SupportGrants(this, 'Grants', { ...options, requesters: props.requesters, approvers: props.approvers, dataBucketArns: props.dataBucketArns, sharedStatements: BastionAccess.wayToDatabase(`arn:aws:kms:*:${props.account}:key/*`) });
    new MasterKeyGrants(this, 'MasterKey', {
      ...options, requesters: props.masterKeyRequesters, approvers: props.masterKeyApprovers, keyArns: props.dataKeyArns, dataBucketArns: props.dataBucketArns,
    });
  }
}
