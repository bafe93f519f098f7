import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** A database that an application can use, be it written to or standing by. */
export interface IClusterDatabase extends ec2.IConnectable {
  /** Guards the database; admits whom it is told to. */
  readonly securityGroup: ec2.ISecurityGroup;

  /** Host name that leads to the writer. */
  readonly writerEndpoint: string;

  /** Port the database listens on. */
  readonly port: number;

  /** Name of the database that was made at first. */
  readonly databaseName: string;

  /** Lets a principal sign in by IAM as a database user. */
  grantConnect(grantee: iam.IGrantable, databaseUser: string): iam.Grant;
}
