import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { InstanceType, ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { SessionPreferences } from './session-preferences';

/** An account on the bastion. People share it; the record says who of them it was. */
export interface BastionUser {
  /** Name of the account: the `ec2:osuser` that a role may push keys for. */
  readonly name: string;

  /**
   * Whether the account reaches the databases: by programs on the bastion, and by forwarding.
   *
   * @default - it does not
   */
  readonly reachesDatabases?: boolean;
}

/** A database that the bastion leads to. */
export interface BastionDatabase {
  /** Host name of the database, as people write it when they forward to it. */
  readonly host: string;
  /** TCP port of the database. */
  readonly port: number;
  /** The database's security group. It gets a rule for the bastion. */
  readonly securityGroup: ISecurityGroup;
}

/** An application that the bastion leads to. */
export interface BastionApplication {
  /** TCP port of the application. */
  readonly port: number;
  /** The application's security group. It gets a rule for the bastion. */
  readonly securityGroup: ISecurityGroup;
}

/** Properties of `SessionBastion`. */
export interface SessionBastionProps {
  /** The access network: no Internet gateway, endpoints for ssm, ssmmessages, ec2messages, logs and kms, and a gateway endpoint for S3. */
  readonly vpc: IVpc;

  /** Subnets that the bastion may stand in, in two or more zones. */
  readonly subnets: SubnetSelection;

  /**
   * Security group of the client VPN endpoint, whose clients reach port 22.
   *
   * A range of client addresses would not do: packets carry the address of the endpoint's network interface.
   * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html
   *
   * @default - only `sourceRanges` reach port 22
   */
  readonly vpnSecurityGroup?: ISecurityGroup;

  /**
   * IPv4 ranges that reach port 22, e.g. of the subnets that a client VPN endpoint is associated with. Private ranges only.
   *
   * @default - only clients of the VPN with `vpnSecurityGroup` reach port 22
   */
  readonly sourceRanges?: string[];

  /** Security group of the network's interface endpoints. It must admit port 443 from the bastion. */
  readonly endpointSecurityGroup: ISecurityGroup;

  /**
   * Id of the region's prefix list of S3 (`pl-…`), by which packages of Amazon Linux come. The endpoint's policy must let
   * everybody read the bucket `al2023-repos-<region>-de612dc2`.
   * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   *
   * @default - port 443 is open to every address that the network has a route to: without an Internet gateway those of S3, and of peers
   */
  readonly s3PrefixListId?: string;

  /**
   * Databases that people reach from the bastion, or through it.
   *
   * @default - none
   */
  readonly databases?: BastionDatabase[];

  /**
   * Application that people reach from the bastion.
   *
   * @default - none
   */
  readonly application?: BastionApplication;

  /**
   * Accounts on the bastion. None becomes root.
   *
   * @default - `BastionAccess.users`
   */
  readonly users?: BastionUser[];

  /**
   * Session Manager's preferences, so that sessions through it are recorded.
   *
   * @default - the bastion may not write records of Session Manager, and so opens no session through it
   */
  readonly sessionPreferences?: SessionPreferences;

  /**
   * Key that encrypts the volume, the record and the host key. It must let CloudWatch Logs and Auto Scaling use it. With
   * `DomainKey`: `allowLogGroups()`, `allowAutoScaling()`, and, if it stands in another stack, `usedThrough: ['ssm']`.
   */
  readonly encryptionKey: IKey;

  /** Topic that hears of a bastion that is missing, unwell or silent. */
  readonly alarmTopic: ITopic;

  /** How long the record is kept (control LOG4). */
  readonly logRetention: RetentionDays;

  /**
   * Kind of server, with an arm64 processor.
   *
   * @default - t4g.small
   */
  readonly instanceType?: InstanceType;

  /**
   * Age at which the bastion is replaced by one from the newest image, 1 to 30 days.
   *
   * @default - 7 days
   */
  readonly maxAge?: Duration;

  /**
   * Time after which a session without a key stroke ends, 1 to 60 minutes.
   *
   * @default - 20 minutes
   */
  readonly idleTimeout?: Duration;

  /**
   * Text shown before somebody signs in.
   *
   * @default - says that access is for authorised people, and that everything is recorded
   */
  readonly banner?: string;

  /**
   * Packages of Amazon Linux with the clients of the databases.
   *
   * @default - postgresql17, which has `psql`
   */
  readonly clientPackages?: string[];

  /**
   * What becomes of the record when the stack goes.
   *
   * @default - it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}
