import { compliant, open, unknown, violation, type Verdict } from './verdict';
import type { Resource, Value } from './template';

const KEY_TYPES = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::KMS::Alias'];
/** Types whose attributes are whatever somebody else's code or template returns. */
const OPAQUE_TYPE = /^(Custom::|AWS::CloudFormation::(CustomResource|Stack)$)/;

/**
 * The value must name a customer-managed KMS key: a reference to a key or alias of the templates, or a key's id, ARN or
 * alias that is not one of AWS's own (`alias/aws/…`).
 *
 * @param what what would be encrypted, as the subject of the message, e.g. `the log group`
 */
export function customerKey(value: Value, what: string): Verdict {
  if (value.absent || value.literal === '') {
    return violation(`${what} is not encrypted under a customer-managed key`, value);
  }
  if (value.target && OPAQUE_TYPE.test(value.target.type)) {
    return unknown(`${value.path} is what ${value.target.logicalId} (${value.target.type}) returns`, value);
  }
  if (value.target) {
    return KEY_TYPES.includes(value.target.type) ? compliant(value) : violation(`${value.path} refers to a ${value.target.type}, not to a KMS key`, value);
  }
  if (value.open !== undefined) {
    return open(value);
  }
  return /(^|:)alias\/aws\//.test(value.text ?? '')
    ? violation(`${what} is encrypted under an AWS-managed key (${value.text})`, value) : compliant(value);
}

/** The resource that a value means: by reference, or by its literal name against a property of the same set's resources. */
export function resourceNamed(value: Value, from: Resource, type: string, nameProperty: string): Resource | undefined {
  if (value.target) {
    return value.target.type === type ? value.target : undefined;
  }
  return value.open === undefined && value.text !== undefined
    ? from.set.ofType(type).find((candidate) => candidate.at(nameProperty).text === value.text) : undefined;
}

/** The key-value list that many services use for settings (`[{Key, Value}]`), read by key. Open if the list is. */
export function setting(list: Value, key: string, keyName = 'Key', valueName = 'Value'): Value {
  const items = list.items;
  const found = items.find((item) => item.at(keyName).text === key);
  if (found) {
    return found.at(valueName);
  }
  const opened = items.find((item) => item.at(keyName).open !== undefined);
  return (opened ?? list).at(opened ? keyName : `[${key}]`);
}

/** The verdict when a rule needs a resource that the templates do not show. */
export function notShown(value: Value, what: string): Verdict {
  return unknown(`${value.path} refers to ${what} outside the templates`, value);
}

/** Whether a database instance is a member of a cluster, which most settings are made on. A cluster's own name is called alike. */
export function isClusterMember(database: Resource): boolean {
  return database.type.endsWith('::DBInstance') && database.at('DBClusterIdentifier').present;
}
