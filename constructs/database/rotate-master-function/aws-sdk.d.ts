/** As much of the AWS SDK as the function uses; the Lambda runtime brings the SDK along. */
declare module '@aws-sdk/client-rds' {
  export interface DBCluster {
    readonly Status?: string;
    readonly PendingModifiedValues?: { readonly MasterUserPassword?: string };
  }
  export class RDS {
    public constructor(configuration: object);
    public describeDBClusters(input: { DBClusterIdentifier: string }): Promise<{ readonly DBClusters?: readonly DBCluster[] }>;
    public modifyDBCluster(input: { DBClusterIdentifier: string; MasterUserPassword: string; ApplyImmediately: boolean }): Promise<unknown>;
  }
}

declare module '@aws-sdk/client-secrets-manager' {
  export class SecretsManager {
    public constructor(configuration: object);
    public describeSecret(input: { SecretId: string }): Promise<{ readonly RotationEnabled?: boolean; readonly VersionIdsToStages?: Record<string, readonly string[]> }>;
    public getSecretValue(input: { SecretId: string; VersionId?: string; VersionStage?: string }): Promise<{ readonly SecretString?: string }>;
    public putSecretValue(input: { SecretId: string; ClientRequestToken: string; SecretString: string; VersionStages: string[] }): Promise<unknown>;
    public updateSecretVersionStage(input: { SecretId: string; VersionStage: string; MoveToVersionId: string; RemoveFromVersionId?: string }): Promise<unknown>;
  }
}
