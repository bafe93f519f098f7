import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { BucketPrivate } from '../mixins/bucket-private';
import { BucketTlsOnly } from '../mixins/bucket-tls-only';
import { Problems } from '../shared/problems';
import { isEeaRegion } from '../shared/regions';
import { DataClassification, classify } from '../shared/tags';
import type { BucketLifecycle } from './bucket-lifecycle';
import { lifecycleRules } from './bucket-lifecycle';
import type { BucketReplica } from './bucket-replica';
import { replicate } from './bucket-replica';

/** Who can shorten a lock on objects. */
export enum ObjectLockMode {
  /** A principal with `s3:BypassGovernanceRetention` can. */
  GOVERNANCE = 'GOVERNANCE',
  /** Nobody can, not even the account's root user or AWS. */
  COMPLIANCE = 'COMPLIANCE',
}

/** How long every new object is locked. */
export interface ObjectLock {
  /** Who can shorten the lock. */
  readonly mode: ObjectLockMode;

  /** How long each version is locked from when it is written: 1 day or more, in whole days. */
  readonly retention: Duration;
}

/** What a `PrivateBucket` is made of. */
export interface PrivateBucketProps {
  /** Key that encrypts every object. */
  readonly key: kms.IKey;

  /** Bucket that receives the server access log: a `LogBucket` of the same account and region. */
  readonly accessLogBucket: s3.IBucket;

  /**
   * Name of the bucket.
   *
   * @default CloudFormation makes one up
   */
  readonly bucketName?: string;

  /**
   * What kind of data the bucket holds (control DAT3).
   *
   * @default personal data
   */
  readonly classification?: DataClassification;

  /**
   * When objects move and go.
   *
   * @default current versions stay, old versions go after 90 days
   */
  readonly lifecycle?: BucketLifecycle;

  /**
   * Lock on every new object. Cannot be taken away once the bucket exists.
   *
   * @default objects are not locked
   */
  readonly objectLock?: ObjectLock;

  /**
   * Bucket in another region that receives a copy of every object.
   *
   * @default objects are not replicated
   */
  readonly replica?: BucketReplica;

  /**
   * What becomes of the bucket when its stack goes.
   *
   * @default it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A bucket for data of people.
 *
 * Guarantees: public access blocked; the owner owns every object; versions kept; SSE-KMS under the given key with a
 * bucket key, and writes that name another key or algorithm refused; TLS 1.2 or newer only; every request in the server
 * access log; old versions and unfinished uploads cleaned up; copies leave neither the EEA nor their key.
 *
 * Controls ENC1, ENC3, DAT1, DAT2, DAT3, DAT4, NET10, RES2.
 */
export class PrivateBucket extends s3.Bucket {
  /** Role that S3 takes on to copy objects; undefined if they are not replicated. */
  public readonly replicaRole?: iam.IRole;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    validate(scope, props);
    super(scope, id, {
      bucketName: props.bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      lifecycleRules: lifecycleRules(props.lifecycle ?? {}),
      objectLockEnabled: props.objectLock !== undefined,
      objectLockDefaultRetention: props.objectLock && retention(props.objectLock),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const resource = this.node.defaultChild as s3.CfnBucket;
    // The level 2 property would write this bucket's ARN into the log bucket's policy, and tie the two stacks in a knot.
    resource.loggingConfiguration = { destinationBucketName: props.accessLogBucket.bucketName, logFilePrefix: `s3/${this.node.path}/` };
    this.with(new BucketPrivate(), new BucketTlsOnly());
    this.denyOtherEncryption(props.key);
    if (props.replica) {
      this.replicaRole = replicate(this, resource, props.key, props.replica, props.objectLock !== undefined);
    }
    classify(this, props.classification ?? DataClassification.PERSONAL);
  }

  /** Refuses writes that ask for another encryption; writes that ask for none get the bucket's key. */
  private denyOtherEncryption(key: kms.IKey): void {
    const deny = (sid: string, header: string, unless?: string) => this.addToResourcePolicy(new iam.PolicyStatement({
      sid,
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [this.arnForObjects('*')],
      conditions: { Null: { [header]: 'false' }, ...(unless && { StringNotEquals: { [header]: unless } }) },
    }));
    deny('DenyOtherAlgorithm', 's3:x-amz-server-side-encryption', 'aws:kms');
    deny('DenyOtherKey', 's3:x-amz-server-side-encryption-aws-kms-key-id', key.keyArn);
    deny('DenyCustomerProvidedKey', 's3:x-amz-server-side-encryption-customer-algorithm');
  }
}

function retention(lock: ObjectLock): s3.ObjectLockRetention {
  return lock.mode === ObjectLockMode.COMPLIANCE ? s3.ObjectLockRetention.compliance(lock.retention) : s3.ObjectLockRetention.governance(lock.retention);
}

function validate(scope: Construct, props: PrivateBucketProps): void {
  const problems = new Problems('PrivateBucket');
  const lockDays = props.objectLock?.retention.toDays({ integral: false });
  problems.require(lockDays === undefined || (Number.isInteger(lockDays) && lockDays >= 1), 'objectLock.retention', lockDays, 'Write one day or more, in whole days.');
  if (props.replica) {
    const { region } = props.replica;
    problems.require(isEeaRegion(region), 'replica.region', region, 'Copies stay inside the European Economic Area: London (eu-west-2) and Zurich (eu-central-2) are not in it.');
    problems.require(region !== Stack.of(scope).region, 'replica.region', region, "Write another region than the bucket's own: a copy in the same region is lost with it.");
  }
  if (props.lifecycle) {
    validateLifecycle(problems, props.lifecycle, lockDays);
  }
  problems.throwIfAny();
}

function validateLifecycle(problems: Problems, lifecycle: BucketLifecycle, lockDays: number | undefined): void {
  const expire = lifecycle.expireAfter?.toDays();
  const archive = lifecycle.archiveAfter?.toDays();
  if (expire !== undefined && archive !== undefined) {
    problems.require(archive < expire, 'lifecycle.archiveAfter', archive, `Archive before the objects expire, at ${expire} days.`);
  }
  if (lockDays !== undefined && expire !== undefined) {
    problems.require(expire >= lockDays, 'lifecycle.expireAfter', expire, `Objects are locked for ${lockDays} days: let them expire no sooner.`);
  }
}
