import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { DomainKey } from '../../../constructs/keys';

const ROOT = 'arn:aws:iam::111122223333:root';
const USERS = ['arn:aws:iam::111122223333:role/Service-*'];
const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal: Record<string, unknown>;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function newStack(app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }), id = 'Keys'): Stack {
  return new Stack(app, id, { env: { account: '111122223333', region: 'eu-central-1' } });
}

function policyOf(stack: Stack): Statement[] {
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  return key.Properties.KeyPolicy.Statement;
}

/** What a method has added to the statements that every key has. */
function addedTo(stack: Stack): Statement[] {
  return policyOf(stack).filter(({ Sid: sid }) => sid !== 'AccountAdministersNeverUses' && sid !== 'OnlyServicesGrant');
}

function actionsOf(statement: Statement): string[] {
  return [statement.Action].flat();
}

describe('A domain key', () => {
  test('is symmetric, rotates yearly, takes 30 days to delete, and outlives its stack', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data', alias: 'acme/production/data' });

    Template.fromStack(stack).hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true, RotationPeriodInDays: 365, PendingWindowInDays: 30, KeySpec: Match.absent(), Description: Match.stringLikeRegexp('data') },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme/production/data' });
  });

  test('gives the account root administration, and neither use nor the making of grants', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' });

    const [root, ...others] = policyOf(stack);
    expect(others.filter(({ Effect: effect }) => effect === 'Allow')).toEqual([]);
    expect(root).toMatchObject({ Effect: 'Allow', Principal: { AWS: ROOT } });
    expect(actionsOf(root)).toEqual(expect.arrayContaining(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion']));
    expect(actionsOf(root).filter((action) => /\*|Encrypt|Decrypt|GenerateDataKey|CreateGrant|ReEncrypt/.test(action))).toEqual([]);
  });

  test('lets nobody make a grant but an AWS service, or somebody on whose behalf one acts', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' });

    expect(policyOf(stack)).toContainEqual(expect.objectContaining({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'kms:CreateGrant',
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    }));
  });

  test('lets named administrators administer, and denies them the use whatever else they are allowed', () => {
    const stack = newStack();
    const admin = 'arn:aws:iam::111122223333:role/key-administrator';
    const key = new DomainKey(stack, 'Key', { domain: 'data', administrators: [new iam.ArnPrincipal(admin)], usedBy: USERS, usedThrough: ['s3'] });
    key.allowLogGroups();

    const forAdmin = policyOf(stack).filter((statement) => statement.Principal.AWS === admin);
    expect(forAdmin.map(({ Effect }) => Effect)).toEqual(['Allow', 'Deny']);
    expect(actionsOf(forAdmin[0]).filter((action) => USE.includes(action))).toEqual([]);
    expect(actionsOf(forAdmin[1])).toEqual(expect.arrayContaining([...USE, 'kms:CreateGrant']));
    expect(forAdmin[1].Condition).toBeUndefined();
  });

  test('lets the roles of a name use it, through listed services only', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data', usedBy: USERS, usedThrough: ['s3', 'rds'] });

    const delegating = policyOf(stack).filter(({ Sid }) => Sid?.endsWith('ThroughServices'));
    expect(delegating).toHaveLength(2);
    delegating.forEach((statement) => expect(statement).toMatchObject({
      Principal: { AWS: ROOT },
      Condition: {
        StringEquals: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com', 'rds.eu-central-1.amazonaws.com'], 'kms:CallerAccount': '111122223333' },
        ArnLike: { 'aws:PrincipalArn': USERS },
      },
    }));
    const granting = delegating.find((statement) => actionsOf(statement).includes('kms:CreateGrant'));
    expect(granting?.Condition?.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' });
  });

  test('lets tagged roles decrypt by calls of their own, only what was encrypted for whom they are tagged with', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' }).allowTaggedDecryption('customer', ['arn:aws:iam::111122223333:role/grants/master-key/*']);

    expect(policyOf(stack).filter((statement) => actionsOf(statement).some((action) => USE.includes(action)))).toEqual([{
      Sid: 'DecryptWhatIsTheirs', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:Decrypt', Resource: '*',
      Condition: {
        StringEquals: { 'kms:EncryptionContext:customer': '${aws:PrincipalTag/customer}', 'kms:CallerAccount': '111122223333' },
        ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/grants/master-key/*'] },
      },
    }]);
  });

  test('writes a role of its own stack into the policy when it is granted the use', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    new DomainKey(stack, 'Key', { domain: 'data' }).grantDecrypt(role);

    const named = policyOf(stack).filter((statement) => JSON.stringify(statement.Principal).includes('Reader'));
    expect(named.flatMap(actionsOf)).toEqual(['kms:Decrypt']);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'kms:Decrypt' })] } });
  });
});

describe('A principal of another stack', () => {
  function inAnotherStack(usedThrough?: string[]) {
    const app = new App();
    const key = new DomainKey(newStack(app), 'Key', { domain: 'data', usedBy: usedThrough && USERS, usedThrough });
    const other = newStack(app, 'Service');
    return { key, other, role: new iam.Role(other, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }) };
  }

  test('is granted the use by its identity policy, through the listed services', () => {
    const { key, other, role } = inAnotherStack(['s3', 'secretsmanager']);
    new s3.Bucket(other, 'Bucket', { encryptionKey: key }).grantReadWrite(role);
    new secretsmanager.Secret(other, 'Secret', { encryptionKey: key }).grantRead(role);

    expect(JSON.stringify(policyOf(key.stack))).not.toContain('Task');
    Template.fromStack(other).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt']) })]) } });
  });

  test('cannot be granted the use where no service is listed', () => {
    const { key, role } = inAnotherStack();
    expect(() => key.grantDecrypt(role)).toThrow(/cannot name a principal of another stack.*usedThrough.*kms:Decrypt/);
  });
});

test('The account as a whole cannot be handed the use without a condition', () => {
  const key = new DomainKey(newStack(), 'Key', { domain: 'data' });
  const everything = new iam.PolicyStatement({ principals: [new iam.AccountRootPrincipal()], actions: ['kms:*'], resources: ['*'] });
  expect(() => key.addToResourcePolicy(everything)).toThrow(/nor hand the use of the key to the whole account/);
});

describe('AWS services', () => {
  test('use the key on behalf of this account only', () => {
    const stack = newStack();
    const key = new DomainKey(stack, 'Key', { domain: 'alarms' });
    key.allowService('cloudwatch.amazonaws.com');
    key.allowService('cloudtrail.amazonaws.com', { actions: ['kms:GenerateDataKey*'], sourceArns: ['arn:aws:cloudtrail:*:111122223333:trail/*'], encryptionContext: { 'aws:cloudtrail:arn': 'x' } });

    expect(addedTo(stack)).toEqual([
      expect.objectContaining({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      expect.objectContaining({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:GenerateDataKey*', Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333', 'kms:EncryptionContext:aws:cloudtrail:arn': 'x' },
        ArnLike: { 'aws:SourceArn': ['arn:aws:cloudtrail:*:111122223333:trail/*'] },
      } }),
    ]);
  });

  test('encrypt log groups of this account and region, by name if asked', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'logs' }).allowLogGroups('/aws/rds/*');
    expect(addedTo(stack)[0]).toMatchObject({
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/rds/*' } },
    });
  });

  test('start instances by the role of Auto Scaling alone, which need not exist yet', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' }).allowAutoScaling();
    const statements = addedTo(stack);
    expect(statements).toHaveLength(2);
    statements.forEach((statement) => expect(statement.Condition).toMatchObject({
      StringEquals: { 'kms:CallerAccount': '111122223333' },
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling' },
    }));
    expect(statements[1]).toMatchObject({ Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
  });

  test('encrypt the storage of tasks of one cluster', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' }).allowFargateStorage('app');
    const [generate, grant] = addedTo(stack);
    [generate, grant].forEach((statement) => expect(statement.Condition?.StringEquals).toEqual({ 'kms:EncryptionContext:aws:ecs:clusterAccount': '111122223333', 'kms:EncryptionContext:aws:ecs:clusterName': 'app' }));
    expect(generate.Action).toBe('kms:GenerateDataKeyWithoutPlaintext');
    expect(grant.Condition?.['ForAllValues:StringEquals']).toEqual({ 'kms:GrantOperations': ['Decrypt'] });
  });

  test('that is never to be lost refuses everybody to disable it or to plan its deletion, and says so in a tag', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'backup' }).denyLoss();

    expect(addedTo(stack)).toEqual([{ Sid: 'NobodyLosesThisKey', Effect: 'Deny', Principal: { AWS: '*' }, Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'], Resource: '*' }]);
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { Tags: [{ Key: 'dtap:indispensable', Value: 'true' }] });
  });

  test('lets AWS Backup of another account copy, and nobody else there', () => {
    const stack = newStack();
    new DomainKey(stack, 'Key', { domain: 'data' }).allowBackupCopies('444455556666');

    const [use, grant] = addedTo(stack);
    const role = { 'kms:CallerAccount': '444455556666' };
    expect(use).toMatchObject({ Effect: 'Allow', Condition: { StringEquals: role, ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup' } } });
    expect(actionsOf(use)).toEqual(['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey']);
    expect(grant).toMatchObject({ Action: 'kms:CreateGrant', Condition: { StringEquals: role, Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
  });
});

test('Every problem of the props is reported at once', () => {
  expect(() => new DomainKey(newStack(), 'Key', { domain: 'My Data', rotationPeriod: Duration.days(400), usedBy: ['arn:aws:iam::111122223333:role/*'], usedThrough: ['s3.amazonaws.com'] }))
    .toThrow(/4 problems[\s\S]*domain: got "My Data"[\s\S]*rotationPeriod: got 400[\s\S]*usedBy\[0\]: got "arn:aws:iam::111122223333:role\/\*"[\s\S]*usedThrough\[0\]: got "s3.amazonaws.com"/);
  expect(() => new DomainKey(newStack(), 'Key', { domain: 'data', usedThrough: ['s3'] })).toThrow(/usedBy: got nothing/);
});
