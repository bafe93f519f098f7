import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What the SSM agent needs for inventory, patching and sessions: https://docs.aws.amazon.com/systems-manager/latest/userguide/ec2messageapis.html
 *
 * Amazon's AmazonSSMManagedInstanceCore also lets a server read every parameter of the account; this does not. None of the
 * actions on `*` can be limited to the server's own resources.
 */
export function managedServerStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    sid: 'SystemsManager',
    actions: [
      'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint',
      'ec2messages:GetMessages', 'ec2messages:SendReply',
      'ssm:DescribeAssociation', 'ssm:DescribeDocument', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetDocument', 'ssm:GetManifest',
      'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
      'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus', 'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
    ],
    resources: ['*'],
  })];
}
