import { Aws } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { BastionUser } from './session-bastion-props';

/**
 * What a person needs to be allowed in order to use the bastion, statement by statement, and the names that bastion and
 * people agree on. The names are the same in every environment, so that policies need no output of the bastion's stack.
 *
 * No statement says anything about multi-factor authentication or the place a call comes from: who puts the statements
 * into a person's policy adds both (controls ACC3, ACC9). There is none for EC2 Instance Connect Endpoint and none for the
 * serial console: both lead to a shell around the VPN (decisions/0041-bastion.md).
 *
 * Controls ACC3, ACC4, ACC5, ACC6.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_ec2-instance-connect.html
 */
export class BastionAccess {
  /** Tag key by which policies know the bastion. */
  public static readonly TAG_KEY = 'dtap:access';
  /** Tag value by which policies know the bastion. */
  public static readonly TAG_VALUE = 'bastion';

  /** Account of operators. `operator` itself is taken: Amazon Linux has such an account. */
  public static readonly OPERATOR_USER = 'ops';
  /** Account of database administrators. */
  public static readonly DATABASE_USER = 'dba';
  /** Account of support. */
  public static readonly SUPPORT_USER = 'support';
  /** Account for the day on which nothing else works. */
  public static readonly BREAK_GLASS_USER = 'rescue';

  /** Session Manager's preferences. Whoever starts a session without naming a document gets this one. */
  public static readonly SHELL_DOCUMENT = 'SSM-SessionManagerRunShell';
  /** Session document that forwards a port to the database, and nowhere else. */
  public static readonly FORWARDING_DOCUMENT = 'ForwardToDatabase';

  /** SSM parameter with the bastion's private host key. Nobody but the bastion reads it. */
  public static readonly HOST_KEY_PARAMETER = '/access/bastion/host-key';
  /** SSM parameter with the bastion's public host key, for `known_hosts`. */
  public static readonly HOST_KEY_PUBLIC_PARAMETER = '/access/bastion/host-key-public';

  /** Tag of a role that says which account its sessions of Session Manager run as. */
  public static readonly RUN_AS_TAG = 'SSMSessionRunAs';

  /** The accounts on a bastion, unless its props name others. */
  public static users(): BastionUser[] {
    return [
      { name: BastionAccess.OPERATOR_USER },
      { name: BastionAccess.DATABASE_USER, reachesDatabases: true },
      { name: BastionAccess.SUPPORT_USER },
      { name: BastionAccess.BREAK_GLASS_USER, reachesDatabases: true },
    ];
  }

  /** Finding the bastion: its instance id, its address and its public host key. Listing instances cannot be narrowed to one. */
  public static find(): PolicyStatement[] {
    return [
      new PolicyStatement({ sid: 'FindBastion', actions: ['ec2:DescribeInstances'], resources: ['*'] }),
      new PolicyStatement({ sid: 'ReadBastionHostKey', actions: ['ssm:GetParameter'], resources: [arn('ssm', `parameter${BastionAccess.HOST_KEY_PUBLIC_PARAMETER}`)] }),
    ];
  }

  /**
   * Pushing an SSH key to the bastion for one account of it. The key is good for 60 seconds.
   *
   * @param user account on the bastion, e.g. `dba`
   */
  public static pushKey(user: string): PolicyStatement {
    return new PolicyStatement({
      sid: 'PushKeyToBastion',
      actions: ['ec2-instance-connect:SendSSHPublicKey'],
      resources: [arn('ec2', 'instance/*')],
      conditions: { StringEquals: { [`aws:ResourceTag/${BastionAccess.TAG_KEY}`]: BastionAccess.TAG_VALUE, 'ec2:osuser': user } },
    });
  }

  /**
   * A shell on the bastion through Session Manager, recorded, by no document but the account's preferences.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
   */
  public static startShell(): PolicyStatement[] {
    return [onBastion('StartSessionOnBastion'), withDocument('StartRecordedShell', BastionAccess.SHELL_DOCUMENT)];
  }

  /** Forwarding of a port to the database through Session Manager. The document names the database: the caller cannot name another. */
  public static forwardToDatabase(): PolicyStatement[] {
    return [onBastion('StartForwardingOnBastion'), withDocument('StartForwarding', BastionAccess.FORWARDING_DOCUMENT)];
  }

  /**
   * All that it takes to come to the database and nowhere else, through Session Manager: for sessions that are no person's role, such as those of grants.
   *
   * @param keyArn ARN of the key that `SessionPreferences` were given
   */
  public static wayToDatabase(keyArn: string): PolicyStatement[] {
    return [...BastionAccess.find(), ...BastionAccess.forwardToDatabase(), ...BastionAccess.ownSessions(), BastionAccess.encryptSession(keyArn)];
  }

  /** Taking up and ending the sessions that one has started, and no others. */
  public static ownSessions(): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'OpenOwnChannel',
        actions: ['ssmmessages:OpenDataChannel'],
        resources: [arn('ssm', 'session/${aws:userid}-*')],
      }),
      new PolicyStatement({
        sid: 'EndOwnSession',
        actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
        resources: [arn('ssm', 'session/*')],
        conditions: { StringLike: { 'ssm:resourceTag/aws:ssmmessages:session-id': ['${aws:userid}', '${aws:userid}-*'] } },
      }),
    ];
  }

  /**
   * Encrypting one's own session under the key of the preferences, on top of TLS.
   *
   * @param keyArn ARN of the key that `SessionPreferences` were given
   */
  public static encryptSession(keyArn: string): PolicyStatement {
    return new PolicyStatement({
      sid: 'EncryptOwnSession',
      actions: ['kms:GenerateDataKey'],
      resources: [keyArn],
      conditions: { Null: { 'kms:EncryptionContext:aws:ssm:SessionId': 'false' } },
    });
  }

  private constructor() {}
}

function onBastion(sid: string): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['ssm:StartSession'],
    resources: [arn('ec2', 'instance/*')],
    conditions: { StringEquals: { [`ssm:resourceTag/${BastionAccess.TAG_KEY}`]: BastionAccess.TAG_VALUE }, BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } },
  });
}

function withDocument(sid: string, name: string): PolicyStatement {
  return new PolicyStatement({ sid, actions: ['ssm:StartSession'], resources: [arn('ssm', `document/${name}`)] });
}

/** In every region: policies of people stand in one region, and hold in all that their boundary leaves them. */
function arn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:${resource}`;
}
