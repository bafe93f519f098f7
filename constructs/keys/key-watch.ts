import * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { topicTarget } from '../shared/topic-target';

/** What a `KeyWatch` watches, and whom it tells. */
export interface KeyWatchProps {
  /** The key. */
  readonly key: kms.IKey;

  /** Topic of those on call. It must let `events.amazonaws.com` publish. */
  readonly onCall: sns.ITopic;
}

/** Calls that take a key away from those who need it, or give it to others. */
const ENDANGERING = ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'DeleteAlias', 'UpdateAlias', 'DisableKeyRotation', 'CreateGrant', 'ReplicateKey'];

/** Calls that use a symmetric key. */
const USING = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt'];

/**
 * Tells those on call what happens to a key that only few may use: a master or a backup key.
 *
 * Guarantees: a message at once for every use by somebody who is no AWS service, every refused call, every change of the
 * key's policy, state or grants, and every planned deletion (control KEY2). Calls of AWS services on behalf of a resource
 * (a backup, a copy) are the key's daily work and are not told.
 *
 * KMS writes the use of keys to CloudTrail as read-only management events, which EventBridge hands to rules that ask for
 * them; the account needs a trail of management events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export class KeyWatch extends Construct {
  constructor(scope: Construct, id: string, props: KeyWatchProps) {
    super(scope, id);
    const keyArn = [props.key.keyArn];
    const keyIds = [props.key.keyId, props.key.keyArn];
    this.tell('Use', 'A key that only few may use was used', props, { eventName: USING, resources: { ARN: keyArn }, userIdentity: { invokedBy: [{ exists: false }] } });
    this.tell('Refused', 'A call with a key that only few may use was refused', props, { errorCode: [{ exists: true }], $or: [{ resources: { ARN: keyArn } }, { requestParameters: { keyId: keyIds } }] });
    this.tell('Endangered', 'A key that only few may use was changed, handed on, or is to be deleted', props, { eventName: ENDANGERING, $or: [{ requestParameters: { keyId: keyIds } }, { requestParameters: { targetKeyId: keyIds } }] });
  }

  private tell(id: string, description: string, props: KeyWatchProps, detail: { [key: string]: unknown }): void {
    const rule = new events.Rule(this, id, {
      description,
      eventPattern: { source: ['aws.kms'], detailType: ['AWS API Call via CloudTrail'], detail: { eventSource: ['kms.amazonaws.com'], ...detail } },
      targets: [topicTarget(props.onCall)],
    });
    (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  }
}
