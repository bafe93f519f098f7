import { ArnFormat, Duration, Reference, RemovalPolicy, Stack, Tags, Tokenization } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { INDISPENSABLE_TAG } from '../shared/tags';
import { ADMINISTRATION_ACTIONS, COPY_ACTIONS, USE_ACTIONS } from './key-actions';
import { serviceRoleStatements } from './service-role-statements';

/** What a `DomainKey` is for and who may administer it. */
export interface DomainKeyProps {
  /** The data domain the key encrypts, lower case, e.g. `data`, `logs`, `backup`: stands in the description. */
  readonly domain: string;

  /**
   * Alias of the key, with or without `alias/` in front.
   *
   * @default no alias is made
   */
  readonly alias?: string;

  /**
   * Principals that administer the key. They are allowed the administration actions, and denied every use of the key
   * whatever their own policies say (control KEY1).
   *
   * @default nobody is named; the account's identity policies decide who administers the key
   */
  readonly administrators?: iam.IPrincipal[];

  /**
   * Roles of this account, by ARN, that use the key through the services in `usedThrough` if their identity policy
   * allows it too. `*` may stand in a name: so a role is named that another stack makes later, which a key policy could
   * not name as principal, e.g. `arn:aws:iam::111122223333:role/Production-Service-*`.
   *
   * @default none: only principals granted by name, and services allowed by a method, use the key
   */
  readonly usedBy?: string[];

  /**
   * AWS services, by the first label of their endpoint (`s3`, `rds`, `secretsmanager`), through which the roles in
   * `usedBy` use the key. They never call KMS directly by this.
   *
   * @default none: only principals granted by name, and services allowed by a method, use the key
   */
  readonly usedThrough?: string[];

  /**
   * Time between two rotations of the key material, 90 to 365 days (control ENC2).
   *
   * @default 365 days
   */
  readonly rotationPeriod?: Duration;

  /**
   * Whether replicas of the key can be made in other regions. Cannot be changed afterwards.
   *
   * @default the key stays in its region
   */
  readonly multiRegion?: boolean;
}

/** Narrows what a service may do with a key. */
export interface ServiceUseOptions {
  /**
   * KMS actions allowed.
   *
   * @default decrypting, and making data keys
   */
  readonly actions?: string[];

  /**
   * ARNs (with wildcards if need be) of the resources on whose behalf the service calls.
   *
   * @default any resource of this account
   */
  readonly sourceArns?: string[];

  /**
   * Encryption context that the service must present, by name.
   *
   * @default any encryption context
   */
  readonly encryptionContext?: { [name: string]: string };
}

/**
 * The customer-managed key of one data domain.
 *
 * Guarantees: symmetric AES-256 in KMS' validated HSMs, rotated at least yearly, kept when the stack goes, 30 days
 * between asking for deletion and losing it. The account root, and so identity policies, can administer the key and
 * never use it: use is granted by name (`grantDecrypt` and its kin), or through listed services (`usedThrough`).
 *
 * Controls ENC1, ENC2, ENC4, KEY1, KEY2. See decisions/0031-key-policies.md and
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html.
 */
export class DomainKey extends kms.Key {
  // Grants must write into the key policy: identity policies alone give no use of this key.
  protected override readonly trustAccountIdentities: boolean = false;

  private readonly usedThrough: string[];

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: DomainKeyProps) {
    validate(props);
    super(scope, id, {
      description: `Encrypts the ${props.domain} domain`,
      alias: props.alias,
      enableKeyRotation: true,
      rotationPeriod: props.rotationPeriod ?? Duration.days(365),
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
      multiRegion: props.multiRegion,
      policy: administrationPolicy(props.administrators ?? []),
    });
    this.usedThrough = props.usedThrough ?? [];
    if (this.usedThrough.length > 0) {
      this.delegateUse(this.usedThrough, props.usedBy ?? []);
    }
  }

  /**
   * Adds a statement to the key policy.
   *
   * A principal of another stack is not written into the policy (it would not exist yet when the key is made); it needs
   * an identity policy, which CDK's grants write, and a service that `usedThrough` lists.
   *
   * @throws Error if the statement would give the account root the use of the key without a condition, or names a
   * principal of another stack while no service is listed
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement, allowNoOp?: boolean): iam.AddToResourcePolicyResult {
    if (this.namesOtherStack(statement) || this.delegatesUse(statement)) {
      if (!this.usedThrough?.length) {
        throw new Error(`${this.node.path}: the key policy cannot name a principal of another stack, nor hand the use of the key to the whole account. List the service it goes through in usedThrough (e.g. 's3'), or give the role's ARN by name: got ${JSON.stringify(statement.actions)}`);
      }
      return { statementAdded: false };
    }
    return super.addToResourcePolicy(statement, allowNoOp);
  }

  /**
   * Lets an AWS service use the key on behalf of resources of this account only, e.g. `cloudwatch.amazonaws.com` to
   * publish alarms to an encrypted topic.
   *
   * @param servicePrincipal the service's principal, e.g. `events.amazonaws.com`
   */
  public allowService(servicePrincipal: string, options?: ServiceUseOptions): void {
    const context = Object.entries(options?.encryptionContext ?? {}).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
    const sourceArns = options?.sourceArns;
    this.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(servicePrincipal)],
      actions: options?.actions ?? ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account, ...Object.fromEntries(context) },
        ...(sourceArns && { ArnLike: { 'aws:SourceArn': sourceArns } }),
      },
    }));
  }

  /**
   * Lets roles of this account decrypt by calls of their own what was encrypted for whom they are tagged with: the tag on the role, or on
   * its session, and the encryption context of the same name must agree (control TEN4). So the key itself refuses any other's, whatever
   * the roles' policies allow.
   *
   * What a service encrypts carries that service's context, not yours (S3: the ARN of the object, or of the bucket with an S3 Bucket Key),
   * and is opened through the service alone: `usedBy` and `usedThrough`.
   *
   * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
   *
   * @param tag      name of the tag, and of the key in the encryption context, e.g. `customer`
   * @param roleArns ARNs of the roles; `*` may stand in a name
   */
  public allowTaggedDecryption(tag: string, roleArns: string[]): void {
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'DecryptWhatIsTheirs',
      principals: [new iam.AccountRootPrincipal()],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: {
        StringEquals: { [`kms:EncryptionContext:${tag}`]: `\${aws:PrincipalTag/${tag}}`, 'kms:CallerAccount': Stack.of(this).account },
        ArnLike: { 'aws:PrincipalArn': roleArns },
      },
    }));
  }

  /**
   * Refuses everybody, the account's root and the deployment included, to disable the key or to plan its deletion: for
   * keys whose loss would lose what a lock protects, e.g. those of locked backup vaults (controls BAK7, KEY2).
   *
   * The tag lets a service control policy keep the key's policy too: see `OrganizationGuardrails`.
   */
  public denyLoss(): void {
    Tags.of(this).add(INDISPENSABLE_TAG, 'true', { includeResourceTypes: ['AWS::KMS::Key'] });
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'NobodyLosesThisKey',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      resources: ['*'],
    }));
  }

  /**
   * Lets AWS Backup of another account read what this key encrypts, to copy it into that account's vaults.
   *
   * Snapshots of databases and volumes are copied by their own service under the key of the destination: the backup
   * account's service-linked role decrypts here, through that service alone, and nobody else of that account does.
   *
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
   *
   * @param account id of the account that the copies go to
   */
  public allowBackupCopies(account: string): void {
    serviceRoleStatements(this, 'BackupCopies', account, 'backup.amazonaws.com/AWSServiceRoleForBackup', COPY_ACTIONS).forEach((statement) => this.addToResourcePolicy(statement));
  }

  /**
   * Lets AWS Backup of this account keep copies from other accounts under this key: its service-linked role makes them.
   *
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
   */
  public allowBackupVaults(): void {
    serviceRoleStatements(this, 'BackupVaults', Stack.of(this).account, 'backup.amazonaws.com/AWSServiceRoleForBackup', USE_ACTIONS).forEach((statement) => this.addToResourcePolicy(statement));
  }

  /**
   * Lets AWS Backup of this account write its reports into a bucket under this key: its service-linked role does, and needs
   * no grant for it.
   *
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-console.html
   */
  public allowBackupReports(): void {
    const [use] = serviceRoleStatements(this, 'BackupReports', Stack.of(this).account, 'reports.backup.amazonaws.com/AWSServiceRoleForBackupReports', ['kms:GenerateDataKey']);
    this.addToResourcePolicy(use);
  }

  /**
   * Lets CloudWatch Logs encrypt log groups of this account and region.
   *
   * @param logGroupNamePattern which log groups, `*` standing for any characters (all of them if left out)
   *
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public allowLogGroups(logGroupNamePattern?: string): void {
    const logGroups = Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroupNamePattern ?? '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    this.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${Stack.of(this).region}.amazonaws.com`)],
      actions: [...USE_ACTIONS, 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    }));
  }

  /**
   * Lets EC2 Auto Scaling start instances whose volumes are encrypted under this key.
   *
   * The service-linked role is matched by a condition, because a key policy that names it as principal is refused in
   * an account where it does not exist yet.
   *
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  public allowAutoScaling(): void {
    const { account } = Stack.of(this);
    serviceRoleStatements(this, 'AutoScaling', account, 'autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling', USE_ACTIONS).forEach((statement) => this.addToResourcePolicy(statement));
  }

  /**
   * Lets Fargate encrypt the ephemeral storage of a cluster's tasks under this key.
   *
   * @param clusterName name of the ECS cluster, agreed ahead
   *
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-storage-encryption.html
   */
  public allowFargateStorage(clusterName: string): void {
    const cluster = {
      'kms:EncryptionContext:aws:ecs:clusterAccount': Stack.of(this).account,
      'kms:EncryptionContext:aws:ecs:clusterName': clusterName,
    };
    const fargate = new iam.ServicePrincipal('fargate.amazonaws.com');
    this.addToResourcePolicy(new iam.PolicyStatement({
      principals: [fargate],
      actions: ['kms:GenerateDataKeyWithoutPlaintext'],
      resources: ['*'],
      conditions: { StringEquals: cluster },
    }));
    this.addToResourcePolicy(new iam.PolicyStatement({
      principals: [fargate],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { 'StringEquals': cluster, 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] } },
    }));
  }

  private delegateUse(services: string[], roleArns: string[]): void {
    const conditions = {
      StringEquals: {
        'kms:ViaService': services.map((service) => `${service}.${Stack.of(this).region}.amazonaws.com`),
        'kms:CallerAccount': Stack.of(this).account,
      },
      ArnLike: { 'aws:PrincipalArn': roleArns },
    };
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'UseThroughServices',
      principals: [new iam.AccountRootPrincipal()],
      actions: [...USE_ACTIONS, 'kms:DescribeKey'],
      resources: ['*'],
      conditions,
    }));
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'GrantThroughServices',
      principals: [new iam.AccountRootPrincipal()],
      actions: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      resources: ['*'],
      conditions: { ...conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }));
  }

  private namesOtherStack(statement: iam.PolicyStatement): boolean {
    return principalTexts(statement).some((text) => Tokenization.reverseString(text).tokens.some(
      (token) => Reference.isReference(token) && Stack.of(token.target) !== Stack.of(this),
    ));
  }

  private delegatesUse(statement: iam.PolicyStatement): boolean {
    if (statement.effect !== iam.Effect.ALLOW || Object.keys(statement.conditions ?? {}).length > 0) {
      return false;
    }
    const { account } = Stack.of(this);
    const toAccount = statement.principals.some((principal) => principal instanceof iam.AccountPrincipal && this.resolved(principal.accountId) === this.resolved(account));
    return toAccount && statement.actions.some((action) => !ADMINISTRATION_ACTIONS.includes(action));
  }

  private resolved(value: string): string {
    return JSON.stringify(Stack.of(this).resolve(value));
  }
}

function administrationPolicy(administrators: iam.IPrincipal[]): iam.PolicyDocument {
  const document = new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({
      sid: 'AccountAdministersNeverUses',
      principals: [new iam.AccountRootPrincipal()],
      actions: ADMINISTRATION_ACTIONS,
      resources: ['*'],
    }), new iam.PolicyStatement({
      // Whoever is allowed more later, in whatever policy: a grant is made by an AWS service, or on behalf of one.
      sid: 'OnlyServicesGrant',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    })],
  });
  if (administrators.length > 0) {
    document.addStatements(
      new iam.PolicyStatement({ sid: 'AdministratorsAdminister', principals: administrators, actions: ADMINISTRATION_ACTIONS, resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'AdministratorsNeverUse', effect: iam.Effect.DENY, principals: administrators, actions: [...USE_ACTIONS, 'kms:CreateGrant'], resources: ['*'] }),
    );
  }
  return document;
}

function validate(props: DomainKeyProps): void {
  const problems = new Problems('DomainKey');
  problems.require(/^[a-z][a-z0-9-]{1,62}$/.test(props.domain), 'domain', props.domain, "Write a short lower-case name, e.g. 'data'.");
  const days = props.rotationPeriod?.toDays();
  problems.require(days === undefined || (days >= 90 && days <= 365), 'rotationPeriod', days, 'Keys rotate at least yearly and KMS takes no less than 90 days: write 90 to 365 days.');
  const [usedBy, usedThrough] = [props.usedBy ?? [], props.usedThrough ?? []];
  problems.require((usedBy.length > 0) === (usedThrough.length > 0), 'usedBy', props.usedBy, 'Write roles in usedBy and services in usedThrough, or neither.');
  usedBy.forEach((arn, index) => problems.require(/^arn:[^:]+:iam::[^:]+:role\/[^*]*[^*/]+.*$/.test(arn), `usedBy[${index}]`, arn, 'Write the ARN of a role; `*` may stand in its name, not for all of it.'));
  usedThrough.forEach((service, index) => problems.require(/^[a-z0-9-]+$/.test(service), `usedThrough[${index}]`, service, "Write the first label of the service's endpoint, e.g. 's3', not its principal."));
  problems.throwIfAny();
}

function principalTexts(statement: iam.PolicyStatement): string[] {
  return statement.principals.flatMap((principal) => Object.values(principal.policyFragment.principalJson).flat());
}
