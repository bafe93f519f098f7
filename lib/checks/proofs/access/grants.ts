import { mayEver, type Asked } from './ask';
import type { Existence } from './exists';
import { matches, patternOf } from './glob';
import type { AccessModel } from './model';

/** What a grant can allow. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
const OPERATIONS = [
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'Sign', 'Verify', 'GetPublicKey', 'CreateGrant', 'RetireGrant',
  'DescribeKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateMac', 'VerifyMac', 'DeriveSharedSecret',
];
const KEY = /^arn:[^:]*:kms:/;

/**
 * Whether somebody may make a grant by which a key is used as asked, by whomever the grant names: by itself, too. Undefined if what is
 * asked about is nothing that a grant can allow. Grants that a service makes for its resource, on somebody's behalf, are not among these:
 * the grantee of such a one is the service.
 *
 * Not looked at: what denies the use to the grantee, who is whoever the grant names.
 *
 * Sources: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
export function mayByGrant(model: AccessModel, asked: Asked): Existence | undefined {
  const object = typeof asked.resource === 'string' ? model.object(asked.resource) : asked.resource;
  const actions = typeof asked.action === 'string' ? [asked.action] : asked.action ?? ['kms:*'];
  const patterns = actions.map((action) => patternOf(action, 'text', true));
  const operations = KEY.test(object.arn) ? OPERATIONS.filter((operation) => patterns.some((pattern) => matches(pattern, `kms:${operation}`))) : [];
  const general = Object.entries(asked.context ?? {}).filter(([key]) => key.toLowerCase().startsWith('aws:'));
  const ask = (of: Asked['context'] = {}): Existence => mayEver(model, {
    principal: asked.principal, action: 'kms:CreateGrant', resource: object, within: asked.within, through: asked.through, demands: asked.demands,
    context: { ...Object.fromEntries(general), 'kms:GrantIsForAWSResource': 'false', ...of },
  });
  // Whoever may make none, of whatever operation, need not be asked about each.
  const none = operations.length > 1 && ask().answer === 'no';
  let best: Existence | undefined;
  for (const operation of none ? operations.slice(0, 1) : operations) {
    const existence = ask({ 'kms:GrantOperations': operation });
    if (existence.answer === 'yes') {
      return existence;
    }
    best = best ? better(best, existence) : existence;
  }
  return best;
}

/** The answer that says more: a yes before what is open, and that before a no. */
export function better(one: Existence, other: Existence | undefined): Existence {
  return other && (other.answer === 'yes' || (other.answer === 'unknown' && one.answer === 'no')) ? other : one;
}
