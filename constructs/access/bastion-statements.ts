import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What the bastion's role is about. */
export interface BastionResources {
  /** ARN of the log group that holds the record. */
  readonly logGroupArn: string;
  /** ARN of the SSM parameter with the private host key. */
  readonly hostKeyArn: string;
  /** ARN of the SSM parameter with the public host key. */
  readonly hostKeyPublicArn: string;
}

/**
 * What the bastion may do: be managed by Systems Manager, add to its record, and keep its host key.
 *
 * Amazon's AmazonSSMManagedInstanceCore also lets a server read every parameter of the account; this does not. It may add
 * to the log group and neither delete nor change how long it is kept. It may store the host key once: `ssm:Overwrite`
 * refuses a second value (https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policy-conditions.html).
 */
export function bastionStatements({ logGroupArn, hostKeyArn, hostKeyPublicArn }: BastionResources): PolicyStatement[] {
  return [
    // None of these can be limited to the server's own resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_ssm.html
    new PolicyStatement({
      sid: 'SystemsManager',
      actions: [
        'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint', 'ec2messages:GetMessages', 'ec2messages:SendReply',
        'ssm:DescribeAssociation', 'ssm:GetDocument', 'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutComplianceItems', 'ssm:PutInventory',
        'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus', 'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({ sid: 'AddToRecord', actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], resources: [logGroupArn] }),
    new PolicyStatement({ sid: 'ReadHostKey', actions: ['ssm:GetParameter'], resources: [hostKeyArn, hostKeyPublicArn] }),
    new PolicyStatement({
      sid: 'StoreHostKeyOnce',
      actions: ['ssm:PutParameter'],
      resources: [hostKeyArn, hostKeyPublicArn],
      conditions: { StringEquals: { 'ssm:Overwrite': 'false' } },
    }),
  ];
}
