import { RemovalPolicy } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { isEeaRegion } from '../shared/regions';
import { DataClassification, classify } from '../shared/tags';
import { MASTER_USER } from './database-guard';

/** Length of the first password; PostgreSQL on RDS takes 8 to 99 characters. */
const PASSWORD_LENGTH = 43;

/** A further region in which a secret is kept. */
export interface MasterSecretReplica {
  /** The region: inside the European Economic Area (control RES2). */
  readonly region: string;

  /** ARN of the key, in that region, that encrypts the copy. */
  readonly keyArn: string;
}

/** What a `MasterSecret` is made of. */
export interface MasterSecretProps {
  /** Key that encrypts the secret. Its policy lets those who deploy use it through Secrets Manager, as a `DomainKey` does with `usedThrough`. */
  readonly key: kms.IKey;

  /**
   * Further regions in which the secret is kept, each under a key of its own.
   *
   * @default the secret stays in its region
   */
  readonly replicas?: MasterSecretReplica[];

  /**
   * What becomes of the secret when the stack goes.
   *
   * @default it is kept, as the database's last snapshot is
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The master password of a database whose password RDS does not keep: that of a global database. Nobody reads it in the
 * course of business; whoever signs in does so by IAM.
 *
 * Guarantees: made by Secrets Manager and never written out, encrypted under your key here and in every region it is copied
 * to, all of them inside the European Economic Area. `MasterSecretRotation` changes it.
 *
 * Controls SEC1, SEC2, ENC1, RES2.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations
 */
export class MasterSecret extends secretsmanager.Secret {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    validate(props);
    super(scope, id, {
      description: 'Master password of a database; its rotation changes it',
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      generateSecretString: { secretStringTemplate: JSON.stringify({ username: MASTER_USER }), generateStringKey: 'password', passwordLength: PASSWORD_LENGTH, excludePunctuation: true },
    });
    // The level 2 properties would let the whole account use the keys through Secrets Manager: their policies say who does.
    const resource = this.node.defaultChild as secretsmanager.CfnSecret;
    resource.kmsKeyId = props.key.keyArn;
    resource.replicaRegions = props.replicas?.map(({ region, keyArn }) => ({ region, kmsKeyId: keyArn }));
    classify(this, DataClassification.CONFIDENTIAL);
  }
}

function validate({ replicas = [] }: MasterSecretProps): void {
  const problems = new Problems('MasterSecret');
  const regions = replicas.map(({ region }) => region);
  replicas.forEach(({ region, keyArn }, index) => {
    problems.require(isEeaRegion(region), `replicas[${index}].region`, region, 'Name a region inside the European Economic Area.');
    problems.require(regions.indexOf(region) === index, `replicas[${index}].region`, region, 'Name each region once.');
    problems.require(/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/.test(keyArn) && keyArn.split(':')[3] === region, `replicas[${index}].keyArn`, keyArn, `Write the ARN of a key in ${region}.`);
  });
  problems.throwIfAny();
}
