import { randomBytes } from 'node:crypto';
import type { RDS } from '@aws-sdk/client-rds';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';

/** What Secrets Manager asks a rotation function to do. */
export interface RotationRequest {
  /** Which of the four steps. */
  readonly Step: string;
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the version that is being made. */
  readonly ClientRequestToken: string;
}

/** Whom the steps talk to. */
export interface Partners {
  readonly secrets: SecretsManager;
  readonly databases: RDS;
  /** Identifier of the cluster whose master password it is. */
  readonly cluster: string;
  /** Waits between two looks at the cluster. */
  readonly wait: () => Promise<void>;
}

type Step = (request: RotationRequest, partners: Partners) => Promise<void>;

/** Looks at the cluster before the wait is given up; Secrets Manager tries again later. */
const LOOKS = 24;
/** Random bytes of a password: 256 bits, 43 letters of the URL-safe alphabet, all of which PostgreSQL takes. */
const PASSWORD_BYTES = 32;

/** Makes the new version, unless an earlier call did. */
const createSecret: Step = async ({ SecretId, ClientRequestToken }, { secrets }) => {
  const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId });
  const filled = await secrets.getSecretValue({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' }).then(() => true, isMissing);
  if (filled || VersionIdsToStages[ClientRequestToken]?.includes('AWSCURRENT')) {
    return;
  }
  const current = fieldsOf((await secrets.getSecretValue({ SecretId, VersionStage: 'AWSCURRENT' })).SecretString);
  const SecretString = JSON.stringify({ ...current, password: randomBytes(PASSWORD_BYTES).toString('base64url') });
  await secrets.putSecretValue({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] });
};

/** Gives the cluster the new password. RDS refuses it where the cluster is not the writer of its global database. */
const setSecret: Step = async ({ SecretId, ClientRequestToken }, { secrets, databases, cluster, wait }) => {
  const { SecretString } = await secrets.getSecretValue({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' });
  const { password } = fieldsOf(SecretString);
  if (typeof password !== 'string') {
    throw new Error('The new version holds no password.');
  }
  await databases.modifyDBCluster({ DBClusterIdentifier: cluster, MasterUserPassword: password, ApplyImmediately: true });
  // RDS shows that it is at work a moment later.
  await wait();
};

/** Waits until the cluster has taken the password: it is available, and no password is pending. */
const testSecret: Step = async (_, { databases, cluster, wait }) => {
  for (let look = 0; look < LOOKS; look += 1) {
    const { DBClusters: [found] = [] } = await databases.describeDBClusters({ DBClusterIdentifier: cluster });
    if (found?.Status === 'available' && found.PendingModifiedValues?.MasterUserPassword === undefined) {
      return;
    }
    await wait();
  }
  throw new Error(`The cluster ${cluster} has not taken its new password yet.`);
};

/** Makes the new version the current one. */
const finishSecret: Step = async ({ SecretId, ClientRequestToken }, { secrets }) => {
  const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId });
  const current = Object.keys(VersionIdsToStages).find((version) => VersionIdsToStages[version].includes('AWSCURRENT'));
  if (current !== ClientRequestToken) {
    await secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current });
  }
};

const STEPS = new Map<string, Step>(Object.entries({ createSecret, setSecret, testSecret, finishSecret }));

/** Does one step of a rotation. Each can be done again without harm. */
export async function rotate(request: RotationRequest, partners: Partners): Promise<void> {
  const step = STEPS.get(request.Step);
  if (!step) {
    throw new Error(`There is no step ${request.Step}.`);
  }
  await step(request, partners);
}

function isMissing(error: unknown): false {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') {
    return false;
  }
  throw error;
}

function fieldsOf(text: string | undefined): Record<string, unknown> {
  return JSON.parse(text ?? '{}') as Record<string, unknown>;
}
