import { GrantNames } from '../../constructs/access';
import type { DomainKey } from '../../constructs/keys';

/** Lets grants of the master key decrypt what was encrypted for their customer under a key of customers' data, where there are such grants (control KEY3). */
export function allowMasterKeyGrants(key: DomainKey, roleArns: string[]): void {
  if (roleArns.length > 0) {
    key.allowTaggedDecryption(GrantNames.CUSTOMER_TAG, roleArns);
  }
}
