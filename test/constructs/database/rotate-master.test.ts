import type { RDS } from '@aws-sdk/client-rds';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { type Partners, rotate } from '../../../constructs/database/rotate-master-function/steps';

const TOKEN = 'new';

/** A secret and a cluster as Secrets Manager and RDS would show them. */
function world(statuses: { Status: string; pending?: string }[] = [{ Status: 'available' }]) {
  const versions: Record<string, { value?: string; stages: string[] }> = { old: { value: '{"username":"dbadmin","password":"first"}', stages: ['AWSCURRENT'] }, new: { stages: ['AWSPENDING'] } };
  const set: string[] = [];
  let looks = 0;
  let waits = 0;
  const secrets = {
    describeSecret: async () => ({ VersionIdsToStages: Object.fromEntries(Object.entries(versions).map(([id, { stages }]) => [id, stages])) }),
    getSecretValue: async ({ VersionId, VersionStage }) => {
      const [, found] = Object.entries(versions).find(([id, { stages }]) => (VersionId ?? id) === id && stages.includes(VersionStage ?? '')) ?? [];
      if (found?.value === undefined) {
        throw Object.assign(new Error('no such version'), { name: 'ResourceNotFoundException' });
      }
      return { SecretString: found.value };
    },
    putSecretValue: async ({ ClientRequestToken, SecretString, VersionStages }) => {
      versions[ClientRequestToken] = { value: SecretString, stages: VersionStages };
    },
    updateSecretVersionStage: async ({ MoveToVersionId, RemoveFromVersionId }) => {
      versions[RemoveFromVersionId ?? ''].stages = ['AWSPREVIOUS'];
      versions[MoveToVersionId].stages = ['AWSCURRENT'];
    },
  } as SecretsManager;
  const databases = {
    modifyDBCluster: async ({ MasterUserPassword, ApplyImmediately }) => {
      set.push(`${MasterUserPassword} ${ApplyImmediately ? 'now' : 'later'}`);
    },
    describeDBClusters: async () => {
      const { Status, pending } = statuses[Math.min(looks, statuses.length - 1)];
      looks += 1;
      return { DBClusters: [{ Status, PendingModifiedValues: { MasterUserPassword: pending } }] };
    },
  } as RDS;
  const partners: Partners = { secrets, databases, cluster: 'acme', wait: async () => { waits += 1; } };
  return { versions, set, partners, waited: () => waits, step: async (Step: string) => rotate({ Step, SecretId: 'arn', ClientRequestToken: TOKEN }, partners) };
}

const passwordOf = (text: string | undefined) => (JSON.parse(text ?? '{}') as { password: string }).password;

test('a rotation makes a new password, sets it at once, waits for the cluster, and makes it current', async () => {
  const { versions, set, step } = world([{ Status: 'resetting-master-credentials' }, { Status: 'available', pending: '****' }, { Status: 'available' }]);
  for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
    await step(name);
  }
  const password = passwordOf(versions.new.value);
  expect(password).toMatch(/^[\w-]{43}$/);
  expect(set).toEqual([`${password} now`]);
  expect(JSON.parse(versions.new.value ?? '')).toMatchObject({ username: 'dbadmin' });
  expect(versions.new.stages).toEqual(['AWSCURRENT']);
  expect(versions.old.stages).toEqual(['AWSPREVIOUS']);
});

test('every password is another', async () => {
  const [one, other] = [world(), world()];
  await one.step('createSecret');
  await other.step('createSecret');
  expect(passwordOf(one.versions.new.value)).not.toBe(passwordOf(other.versions.new.value));
});

test('a step that is done again changes nothing: the password made first stays, the current version stays current', async () => {
  const { versions, step } = world();
  await step('createSecret');
  const first = versions.new.value;
  await step('createSecret');
  expect(versions.new.value).toBe(first);
  await step('finishSecret');
  await step('finishSecret');
  await step('createSecret');
  expect(versions.new).toEqual({ value: first, stages: ['AWSCURRENT'] });
});

test('a cluster that does not come back keeps the old version current, and says so', async () => {
  const { versions, waited, step } = world([{ Status: 'resetting-master-credentials' }]);
  await expect(step('testSecret')).rejects.toThrow('The cluster acme has not taken its new password yet.');
  expect(waited()).toBe(24);
  expect(versions.old.stages).toEqual(['AWSCURRENT']);
});

test('a refusal of Secrets Manager that is no missing version is not taken for one', async () => {
  const { partners } = world();
  const secrets = { ...partners.secrets, getSecretValue: async () => Promise.reject(new Error('AccessDenied')) } as unknown as SecretsManager;
  await expect(rotate({ Step: 'createSecret', SecretId: 'arn', ClientRequestToken: TOKEN }, { ...partners, secrets })).rejects.toThrow('AccessDenied');
});

test('a version without a password is not set, and an unknown step is refused', async () => {
  const { versions, set, step } = world();
  versions.new.value = '{"username":"dbadmin"}';
  await expect(step('setSecret')).rejects.toThrow('holds no password');
  await expect(step('dropSecret')).rejects.toThrow('There is no step dropSecret.');
  expect(set).toEqual([]);
});
