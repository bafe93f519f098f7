import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AccountRootPrincipal, type IRole, type ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { classify, DataClassification } from '../shared/tags';
import { BastionAccess } from './bastion-access';

const ROLE_ARN = /^arn:[^:]+:iam::[^:]+:role\/(([^*]+\/)\*|(.+\/)?[^/]*[^*/][^/]*)$/;
const POWERFUL = ['root', 'ec2-user', 'ssm-user'];

/** The one place that Session Manager forwards a port to. */
export interface SessionForwarding {
  /** Host name of the database. */
  readonly host: string;
  /** TCP port of the database. */
  readonly port: number;
}

/** Properties of `SessionPreferences`. */
export interface SessionPreferencesProps {
  /**
   * Key that encrypts sessions between the two ends, and the log group. It must stand in the same stack as the bastion and let
   * CloudWatch Logs use it (`DomainKey.allowLogGroups()`): client and server call KMS themselves, so its policy has to name both.
   */
  readonly key: IKey;

  /**
   * ARNs of the roles that start sessions, `*` standing for any characters: see `PersonArns.role`. The key's policy lets
   * them encrypt their sessions.
   */
  readonly usedBy: string[];

  /** Bucket that keeps the record of each session, under a customer key: a `PrivateBucket` of the same account. */
  readonly bucket: IBucket;

  /**
   * Prefix of the records in the bucket.
   *
   * @default - `sessions`
   */
  readonly bucketPrefix?: string;

  /** How long the log group keeps the record (control LOG4). */
  readonly logRetention: RetentionDays;

  /**
   * Account that a session runs as when the role that started it has no tag `SSMSessionRunAs`.
   *
   * @default - `ops`
   */
  readonly runAsUser?: string;

  /**
   * Time without a key stroke after which a session ends, 1 to 60 minutes.
   *
   * @default - 20 minutes
   */
  readonly idleTimeout?: Duration;

  /**
   * Longest time that a session lasts, up to 8 hours.
   *
   * @default - 8 hours
   */
  readonly maxDuration?: Duration;

  /**
   * Database that `aws ssm start-session --document-name ForwardToDatabase` leads to.
   *
   * @default - no document for forwarding is made
   */
  readonly forwarding?: SessionForwarding;

  /**
   * What becomes of the log group when the stack goes.
   *
   * @default - it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The preferences of Session Manager in an account and region: the document `SSM-SessionManagerRunShell`, which holds for every
 * session that names no other document. Once per account and region.
 *
 * A session is encrypted under the key on top of TLS; it does not start unless bucket and log group are encrypted; every
 * key stroke and answer streams into the log group and, at the end, into the bucket; it ends after 20 idle minutes and after 8 hours;
 * it runs as a named account, never as `ssm-user`, which could become root (LOG4, ACC6).
 *
 * An account in which somebody once saved the preferences in the console has the document already, and the deployment fails with
 * AlreadyExists. Delete it first; nothing is lost that is not set here: `aws ssm delete-document --name SSM-SessionManagerRunShell`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export class SessionPreferences extends Construct {
  /** Holds the record of sessions, as they go. */
  public readonly logGroup: ILogGroup;
  /** Name of the session document of the preferences. */
  public readonly documentName: string;

  private readonly props: SessionPreferencesProps;
  private readonly prefix: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: SessionPreferencesProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.props = props;
    this.prefix = props.bucketPrefix ?? 'sessions';
    this.logGroup = new LogGroup(this, 'Record', {
      encryptionKey: props.key,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    classify(this, DataClassification.CONFIDENTIAL);
    this.letPeopleEncrypt(props);
    const document = this.document('Resource', BastionAccess.SHELL_DOCUMENT, this.preferences(props));
    this.documentName = document.name!;
    if (props.forwarding) {
      this.document('Forwarding', BastionAccess.FORWARDING_DOCUMENT, forwardingTo(props.forwarding));
    }
  }

  /**
   * Lets a server take part in sessions and write their record: it adds to log group and bucket, and deletes nothing.
   *
   * @param role the server's role, in the stack of the key
   * @param policy policy of that role, which gets the statements
   *
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
   */
  public recordSessionsOf(role: IRole, policy: ManagedPolicy): void {
    const { bucket, key } = this.props;
    policy.addStatements(
      new PolicyStatement({ sid: 'AddToSessionLog', actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] }),
      // The agent asks whether the log group is encrypted; listing groups cannot be narrowed to one.
      new PolicyStatement({ sid: 'FindSessionLog', actions: ['logs:DescribeLogGroups'], resources: ['*'] }),
      new PolicyStatement({ sid: 'AddToSessionBucket', actions: ['s3:PutObject'], resources: [bucket.arnForObjects(`${this.prefix}/*`)] }),
      new PolicyStatement({ sid: 'SeeBucketEncryption', actions: ['s3:GetEncryptionConfiguration'], resources: [bucket.bucketArn] }),
    );
    this.use(key, role, policy, 'TakePartInSessions', { actions: ['kms:Decrypt'], conditions: { Null: { 'kms:EncryptionContext:aws:ssm:SessionId': 'false' } } });
    if (bucket.encryptionKey) {
      const viaS3 = { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } };
      this.use(bucket.encryptionKey, role, policy, 'EncryptSessionRecords', { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], conditions: viaS3 });
    }
  }

  private use(key: IKey, role: IRole, policy: ManagedPolicy, sid: string, use: { actions: string[]; conditions: Record<string, unknown> }): void {
    policy.addStatements(new PolicyStatement({ sid, resources: [key.keyArn], ...use }));
    key.addToResourcePolicy(new PolicyStatement({ sid: `Servers${sid}`, principals: [role], resources: ['*'], ...use }), true);
  }

  private letPeopleEncrypt({ key, usedBy }: SessionPreferencesProps): void {
    key.addToResourcePolicy(new PolicyStatement({
      sid: 'PeopleEncryptSessions',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { ArnLike: { 'aws:PrincipalArn': usedBy }, Null: { 'kms:EncryptionContext:aws:ssm:SessionId': 'false' } },
    }), true);
  }

  private preferences(props: SessionPreferencesProps): object {
    return {
      schemaVersion: '1.0',
      description: 'Preferences of Session Manager: encrypted, recorded, as a named account',
      sessionType: 'Standard_Stream',
      inputs: {
        s3BucketName: props.bucket.bucketName,
        s3KeyPrefix: this.prefix,
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: this.logGroup.logGroupName,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: props.key.keyArn,
        runAsEnabled: true,
        runAsDefaultUser: props.runAsUser ?? BastionAccess.OPERATOR_USER,
        idleSessionTimeout: String((props.idleTimeout ?? Duration.minutes(20)).toMinutes()),
        maxSessionDuration: String((props.maxDuration ?? Duration.hours(8)).toMinutes()),
        // A login shell, so that the bastion's own time limit holds too.
        shellProfile: { linux: 'exec /bin/bash --login', windows: '' },
      },
    };
  }

  private document(id: string, name: string, content: object): CfnDocument {
    return new CfnDocument(this, id, { name, content, documentType: 'Session', documentFormat: 'JSON', updateMethod: 'NewVersion' });
  }
}

function forwardingTo({ host, port }: SessionForwarding): object {
  return {
    schemaVersion: '1.0',
    description: 'Forwards a local port to the database, and nowhere else',
    sessionType: 'Port',
    parameters: {
      localPortNumber: {
        type: 'String',
        description: 'Port on the own computer; a free one if it is 0',
        allowedPattern: '^(0|[1-9][0-9]{3}|[1-5][0-9]{4}|6[0-4][0-9]{3})$',
        default: '0',
      },
    },
    properties: { host, portNumber: String(port), type: 'LocalPortForwarding', localPortNumber: '{{ localPortNumber }}' },
  };
}

function validate(path: string, props: SessionPreferencesProps): void {
  const problems = new Problems(`SessionPreferences '${path}'`);
  const { usedBy, bucketPrefix, runAsUser, forwarding } = props;
  problems.require(usedBy.length > 0, 'usedBy', usedBy, 'Name the roles that start sessions: nobody can encrypt one otherwise.');
  usedBy.forEach((arn, index) => problems.require(ROLE_ARN.test(arn), `usedBy[${index}]`, arn, 'Write the ARN of a role; `*` may stand in its name, or for all names below a path.'));
  problems.require(bucketPrefix === undefined || /^[\w.-]+(\/[\w.-]+)*$/.test(bucketPrefix), 'bucketPrefix', bucketPrefix, 'Write a prefix without a slash at its ends.');
  problems.require(runAsUser === undefined || (/^[a-z][a-z0-9_-]{0,30}$/.test(runAsUser) && !POWERFUL.includes(runAsUser)), 'runAsUser', runAsUser, 'Name an account of the bastion, never one that can become root.');
  checkTimes(problems, props);
  if (forwarding) {
    const { port } = forwarding;
    problems.require(Number.isInteger(port) && port >= 1 && port <= 65_535 && ![22, 3389].includes(port), 'forwarding.port', port, 'Give the port of the database: forwarding leads to no shell.');
  }
  problems.throwIfAny();
}

function checkTimes(problems: Problems, { idleTimeout, maxDuration }: SessionPreferencesProps): void {
  const idle = idleTimeout?.toMinutes({ integral: false }) ?? 20;
  problems.require(Number.isInteger(idle) && idle >= 1 && idle <= 60, 'idleTimeout', idleTimeout?.toHumanString(), 'Give 1 to 60 whole minutes.');
  const longest = maxDuration?.toMinutes({ integral: false }) ?? 480;
  problems.require(Number.isInteger(longest) && longest >= idle && longest <= 480, 'maxDuration', maxDuration?.toHumanString(), 'Give whole minutes, up to 8 hours and not below idleTimeout.');
}
