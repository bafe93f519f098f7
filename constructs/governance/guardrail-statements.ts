import { exceptRoles } from './organization-policy';

function deny(sid: string, actions: string[], condition: object = {}, resource: string | string[] = '*'): object {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: resource, ...(Object.keys(condition).length > 0 && { Condition: condition }) };
}

/** What nobody in a member account may do, the exempt roles aside where a deployment needs the action. */
export function serviceControlStatements(exemptRoleArns: string[] | undefined, identityAccount?: string): object[] {
  const exempt = exceptRoles(exemptRoleArns);
  return [
    deny('DenyLeaving', ['organizations:LeaveOrganization', 'account:CloseAccount']),
    // Sessions that the management account opens by AssumeRoot, for one task, are let through.
    deny('DenyRootUser', ['*'], { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } }),
    // Deployments neither: no stack of the estate makes a key or, but for the identity account's, a user.
    deny('DenyLongLivedKeys', ['iam:CreateAccessKey', 'iam:CreateServiceSpecificCredential', 'iam:UploadSSHPublicKey', 'iam:UploadSigningCertificate']),
    deny('DenyUsers', ['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'], identityAccount ? { StringNotEquals: { 'aws:PrincipalAccount': identityAccount } } : {}),
    deny('ProtectDetection', [
      'access-analyzer:DeleteAnalyzer',
      'cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:DeleteEventDataStore',
      'config:DeleteConfigurationRecorder', 'config:StopConfigurationRecorder', 'config:DeleteDeliveryChannel',
      'guardduty:DeleteDetector', 'guardduty:UpdateDetector', 'guardduty:DisassociateFrom*', 'guardduty:StopMonitoringMembers',
      'inspector2:Disable', 'macie2:DisableMacie',
      'securityhub:DisableSecurityHub', 'securityhub:DisassociateFrom*', 'securityhub:BatchDisableStandards',
    ], exempt),
    deny('ProtectLogs', [
      'ec2:DeleteFlowLogs', 'logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:DisassociateKmsKey',
      'route53resolver:DeleteResolverQueryLogConfig', 'route53resolver:DisassociateResolverQueryLogConfig', 'wafv2:DeleteLoggingConfiguration',
      'network-firewall:UpdateLoggingConfiguration',
    ], exempt),
    deny('ProtectDefaults', [
      's3:PutAccountPublicAccessBlock', 'ec2:DisableEbsEncryptionByDefault', 'ec2:ModifyEbsDefaultKmsKeyId', 'ec2:ResetEbsDefaultKmsKeyId',
      'ec2:DisableSnapshotBlockPublicAccess', 'ec2:DisableImageBlockPublicAccess', 'ec2:EnableSerialConsoleAccess', 'ec2:ModifyInstanceMetadataDefaults',
      'ec2:ModifyVpcBlockPublicAccessOptions', 'ec2:CreateVpcBlockPublicAccessExclusion',
    ], exempt),
    deny('DenyPlainVolumes', ['ec2:CreateVolume', 'ec2:RunInstances'], { Bool: { 'ec2:Encrypted': 'false' } }, 'arn:*:ec2:*:*:volume/*'),
    deny('DenyMetadataV1', ['ec2:RunInstances'], { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } }, 'arn:*:ec2:*:*:instance/*'),
    deny('DenyPlainClusters', ['rds:CreateDBCluster'], { Bool: { 'rds:StorageEncrypted': 'false' } }),
    deny('DenyHastyKeyDeletion', ['kms:ScheduleKeyDeletion'], { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } }),
    deny('DenyOutsideShares', ['ram:CreateResourceShare', 'ram:UpdateResourceShare'], { Bool: { 'ram:RequestedAllowsExternalPrincipals': 'true' } }),
  ];
}

/**
 * What nobody may do to the organisation's resources, wherever the caller comes from.
 *
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
 */
export function resourceControlStatements(organizationId: string, trustedAccounts: string[]): object[] {
  const everybody = { Effect: 'Deny', Principal: '*', Resource: '*' };
  return [
    {
      ...everybody,
      Sid: 'DenyOutsiders',
      Action: ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'ecr:*', 'sts:AssumeRole'],
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId, ...(trustedAccounts.length > 0 && { 'aws:PrincipalAccount': trustedAccounts }) },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    {
      ...everybody,
      Sid: 'DenyConfusedDeputies',
      Action: ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'sts:*'],
      Condition: {
        StringNotEqualsIfExists: { 'aws:SourceOrgID': organizationId, ...(trustedAccounts.length > 0 && { 'aws:SourceAccount': trustedAccounts }) },
        Null: { 'aws:SourceAccount': 'false' },
        Bool: { 'aws:PrincipalIsAWSService': 'true' },
      },
    },
    {
      ...everybody,
      Sid: 'DenyPlaintext',
      Action: ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'ecr:*', 'sts:*'],
      Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

/**
 * What EC2 keeps to in every account and region. Snapshots are not here: `AccountBaseline` blocks them in the account's
 * own stack, and EC2 refuses that call where a declarative policy holds the setting.
 *
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ec2_syntax.html
 */
export function ec2Declarations(): object {
  const assign = (value: string) => ({ '@@assign': value });
  return {
    ec2_attributes: {
      image_block_public_access: { state: assign('block_new_sharing') },
      serial_console_access: { status: assign('disabled') },
      instance_metadata_defaults: {
        http_tokens: assign('required'),
        // Two hops, so that a container on its host still reaches the service; launch templates ask for one.
        http_put_response_hop_limit: assign('2'),
        http_endpoint: assign('no_preference'),
        instance_metadata_tags: assign('no_preference'),
      },
      exception_message: assign('The organisation holds this setting: see the estate\'s OrganizationGuardrails.'),
    },
  };
}
