import { all, any, NOT_APPLICABLE, notShown, type Resource, type Rule, sameAccountAndRegion, speaks, unknown, VAULT_TYPES, vaultKey, type Verdict, violation } from '../../rule';

export const BackupVaultKeyWatched: Rule = {
  id: 'BackupVaultKeyWatched',
  title: 'Use of a backup key, a refused use, its disabling and its deletion are told at once.',
  why: 'Whoever uses the key reads the backups; whoever deletes it destroys them. Nobody sees either without a message.',
  mend: 'Add rules of EventBridge for Decrypt, DisableKey and ScheduleKeyDeletion of aws.kms on this key, and for calls with an errorCode, with a target that reaches those on call.',
  controls: ['KEY2'],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html', 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-creating-cloudwatch-alarm.html'],
  types: VAULT_TYPES,
  where: 'acceptance-and-production',
  check: (vault) => {
    const arn = vault.at('EncryptionKeyArn');
    const key = vaultKey(vault);
    return arn.absent ? NOT_APPLICABLE : key ? watched(key) : notShown(arn, 'a key');
  },
};

function watched(key: Resource): Verdict {
  const rules = key.set.ofType('AWS::Events::Rule').filter((rule) => sameAccountAndRegion(rule, key) && rule.at('EventPattern').targets.some((target) => target.is(key)));
  const told = (what: string, fits: (rule: Resource) => boolean) => any([
    ...rules.filter(fits).map(speaks), ...rules.filter((rule) => !fits(rule) && rule.at('EventPattern', 'detail').open !== undefined).map((rule) => unknown(`whether ${what} is told is not decided`, rule.at('EventPattern'))),
    violation(`${what} is told to nobody`, key.at('KeyPolicy')),
  ]);
  return all([
    ...['Decrypt', 'DisableKey', 'ScheduleKeyDeletion'].map((call) => told(`${call} of the key`, (rule) => namesCall(rule, call))),
    told('a refused use of the key', (rule) => rule.at('EventPattern', 'detail', 'errorCode').present),
  ]);
}

function namesCall(rule: Resource, call: string): boolean {
  const detail = rule.at('EventPattern', 'detail');
  return detail.at('errorCode').absent && (detail.at('eventName').absent || detail.at('eventName').items.some((name) => name.text === call));
}
