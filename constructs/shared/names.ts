import { Aws } from 'aws-cdk-lib/core';

/** What a name that is agreed ahead between accounts and regions is made of. */
export interface AgreedNameParts {
  /** The estate's organisation, lower case, e.g. `acme`. */
  readonly organization: string;
  /** Who the thing belongs to: an environment or a shared account, e.g. `production`, `security`. */
  readonly owner: string;
  /** What it is for, e.g. `logs`, `content-replica`. */
  readonly purpose: string;
}

/** Longest name that S3 takes for a bucket, in characters. */
const BUCKET_NAME_MAX = 63;

/**
 * Names that several accounts or regions know without asking each other, so that no deployment waits for another
 * account's output.
 */
export class AgreedNames {
  /**
   * Name of a bucket: unique in the world because it ends in its account and region.
   *
   * @throws Error if the name would be longer than S3's 63 characters
   */
  public static bucket(parts: AgreedNameParts, account: string, region: string): string {
    const name = `${parts.organization}-${parts.owner}-${parts.purpose}-${account}-${region}`;
    if (name.length > BUCKET_NAME_MAX) {
      throw new Error(`Bucket name '${name}' has ${name.length} characters; S3 takes ${BUCKET_NAME_MAX}. Shorten the organisation's name or the purpose '${parts.purpose}'.`);
    }
    return name;
  }

  /** ARN of the bucket with that name. */
  public static bucketArn(parts: AgreedNameParts, account: string, region: string): string {
    return `arn:${Aws.PARTITION}:s3:::${AgreedNames.bucket(parts, account, region)}`;
  }

  /** Name of an alias of a KMS key, with its `alias/` in front. */
  public static keyAlias(parts: AgreedNameParts): string {
    return `alias/${parts.organization}/${parts.owner}/${parts.purpose}`;
  }

  /** Identifier of a global database, which the clusters of its regions join by. */
  public static globalDatabase(parts: AgreedNameParts): string {
    return `${parts.organization}-${parts.owner}-${parts.purpose}`;
  }

  /** Name of a backup vault. */
  public static backupVault(parts: AgreedNameParts): string {
    return `${parts.organization}-${parts.owner}-${parts.purpose}`;
  }

  /** ARN of the backup vault with that name. */
  public static backupVaultArn(parts: AgreedNameParts, account: string, region: string): string {
    return `arn:${Aws.PARTITION}:backup:${region}:${account}:backup-vault:${AgreedNames.backupVault(parts)}`;
  }

  /** Name of an IAM role. */
  public static role(parts: AgreedNameParts): string {
    return `${parts.organization}-${parts.owner}-${parts.purpose}`;
  }
}
