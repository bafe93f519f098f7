import { CfnDeletionPolicy, Mixin, RemovalPolicy } from 'aws-cdk-lib/core';
import { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';

/**
 * A database that is encrypted, never public, protected from deletion and snapshotted before it goes, upgraded to new
 * minor versions by itself, and whose users can sign in by IAM where the engine has it.
 *
 * Members of a cluster take encryption, deletion protection and IAM sign-in from the cluster. SQL Server has no IAM
 * sign-in: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 *
 * Controls ENC1, DAT2, OPS2, NET1. It sets no key: an existing database cannot change its key without being replaced.
 */
export class DatabaseProtected extends Mixin {
  /** Supports `AWS::RDS::DBCluster` and `AWS::RDS::DBInstance`. */
  public override supports(construct: IConstruct): boolean {
    return CfnDBCluster.isCfnDBCluster(construct) || CfnDBInstance.isCfnDBInstance(construct);
  }

  public override applyTo(construct: IConstruct): void {
    if (CfnDBInstance.isCfnDBInstance(construct)) {
      protectInstance(construct);
    } else {
      protectStore(construct as CfnDBCluster, true);
    }
  }
}

function protectInstance(instance: CfnDBInstance): void {
  instance.publiclyAccessible = false;
  instance.autoMinorVersionUpgrade = true;
  if (instance.dbClusterIdentifier === undefined) {
    protectStore(instance, !(instance.engine ?? '').startsWith('sqlserver'));
  }
}

function protectStore(store: CfnDBCluster | CfnDBInstance, iamSignIn: boolean): void {
  store.storageEncrypted = true;
  store.deletionProtection = true;
  store.copyTagsToSnapshot = true;
  store.deleteAutomatedBackups = false;
  if (iamSignIn) {
    store.enableIamDatabaseAuthentication = true;
  }
  if (store.cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) {
    store.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
  }
}
