import { patternOf, type Pattern } from './glob';
import type { Caller } from './principal';

/** What values a condition key can have in a request. */
export interface KeyRule {
  /** Whether the request has the key: always, never, or as it comes. */
  readonly present: 'always' | 'never' | 'sometimes';
  /** What its values are. @default - what it is compared with tells */
  readonly type?: 'boolean' | 'number' | 'date' | 'address';
  /** Whether it can have several values. */
  readonly several: boolean;
  /** Its values match one of these. @default - any value */
  readonly within?: readonly Pattern[];
  /** Values that people know. */
  readonly likely?: readonly string[];
  /** Values that are told apart though nothing is compared with them: another key hangs on them. */
  readonly also?: readonly string[];
  /** Values that it does not have. */
  readonly except?: readonly string[];
}

type Kind = Caller['kind'];
const SIGNED: readonly Kind[] = ['role', 'user', 'identity', 'root'];
const SESSIONS: readonly Kind[] = ['role', 'identity'];

interface Row {
  readonly type?: KeyRule['type'];
  readonly several?: boolean;
  readonly always?: boolean;
  /** Callers whose requests can have it. @default - all */
  readonly by?: readonly Kind[];
  readonly within?: readonly string[];
  readonly likely?: readonly string[];
}

const ACCOUNT = { within: ['????????????'], likely: ['999999999999'] };
const ARN = { within: ['arn:*:*:*:*:?*'] };
const ORGANISATION = { within: ['o-?*'], likely: ['o-stranger00'] };
const SERVICE: readonly Kind[] = ['service'];

/**
 * The global condition keys: when a request has them, and what their values look like.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL: Readonly<Record<string, Row>> = {
  'aws:assumedroot': { type: 'boolean', by: ['root'] },
  'aws:calledvia': { several: true, by: SIGNED },
  'aws:calledviafirst': { by: SIGNED },
  'aws:calledvialast': { by: SIGNED },
  'aws:currenttime': { type: 'date', always: true },
  'aws:ec2instancesourceprivateipv4': { type: 'address', by: SESSIONS },
  'aws:ec2instancesourcevpc': { by: SESSIONS },
  'aws:epochtime': { type: 'date', always: true },
  'aws:federatedprovider': { by: SESSIONS },
  'aws:multifactorauthage': { type: 'number', by: SIGNED },
  'aws:multifactorauthpresent': { type: 'boolean', by: SIGNED },
  'aws:principalaccount': ACCOUNT,
  'aws:principalarn': { ...ARN, by: SIGNED },
  'aws:principalisawsservice': { type: 'boolean' },
  'aws:principalorgid': { ...ORGANISATION, by: SIGNED },
  'aws:principalorgpaths': { several: true, within: ['o-*/r-*/*'], by: SIGNED },
  'aws:principalservicename': { by: SERVICE, always: true },
  'aws:principalservicenameslist': { several: true, by: SERVICE, always: true },
  'aws:principaltype': { always: true },
  'aws:requestedregion': { always: true, within: ['??-?*-?'], likely: ['eu-central-1', 'us-east-1'] },
  'aws:resourceaccount': ACCOUNT,
  'aws:resourceorgid': ORGANISATION,
  'aws:resourceorgpaths': { several: true, within: ['o-*/r-*/*'] },
  'aws:securetransport': { type: 'boolean', always: true },
  'aws:sourceaccount': { ...ACCOUNT, by: SERVICE },
  'aws:sourcearn': { ...ARN, by: SERVICE },
  'aws:sourceidentity': { by: SESSIONS },
  'aws:sourceip': { type: 'address' },
  'aws:sourceorgid': { ...ORGANISATION, by: SERVICE },
  'aws:sourceorgpaths': { several: true, within: ['o-*/r-*/*'], by: SERVICE },
  'aws:sourceowner': { ...ACCOUNT, by: SERVICE },
  'aws:sourcevpc': { within: ['vpc-?*'] },
  'aws:sourcevpce': { within: ['vpce-?*'] },
  'aws:tagkeys': { several: true },
  'aws:tokenissuetime': { type: 'date', by: SIGNED },
  'aws:useragent': {},
  'aws:userid': {},
  'aws:username': { by: ['user', 'identity'] },
  'aws:viaawsservice': { type: 'boolean', always: true },
  'aws:vpceaccount': ACCOUNT,
  'aws:vpceorgid': ORGANISATION,
  'aws:vpceorgpaths': { several: true, within: ['o-*/r-*/*'] },
  'aws:vpcsourceip': { type: 'address' },
  'kms:calleraccount': ACCOUNT,
};

/** What is known of a key in a request by a caller. Keys of services can be absent, and can have any value. */
export function ruleOf(key: string, caller: Kind): KeyRule {
  const row = Object.hasOwn(GLOBAL, key) ? GLOBAL[key] : undefined;
  if (!row) {
    const tag = key.startsWith('aws:principaltag/');
    return { present: tag && !SIGNED.includes(caller) ? 'never' : 'sometimes', several: !key.startsWith('aws:') };
  }
  return {
    present: row.by && !row.by.includes(caller) ? 'never' : row.always ? 'always' : 'sometimes',
    type: row.type,
    several: row.several ?? false,
    likely: row.likely,
    within: row.within?.map((text) => patternOf(text, 'text')),
  };
}
