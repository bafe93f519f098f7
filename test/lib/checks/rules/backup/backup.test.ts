import { BackupPlanCopyInsideEea } from '../../../../../lib/checks/rules/backup/backup-plan-copy-inside-eea';
import { BackupVaultEncrypted } from '../../../../../lib/checks/rules/backup/backup-vault-encrypted';
import { BackupVaultPolicyNotPublic } from '../../../../../lib/checks/rules/backup/backup-vault-policy-not-public';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const vault = (properties: object = {}) => ({ Vault: { Type: 'AWS::Backup::BackupVault', Properties: properties } });
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, Action: 'backup:CopyIntoBackupVault', Resource: '*', ...more });

describeRule(BackupVaultEncrypted, {
  compliant: { 'a key': vault({ EncryptionKeyArn: KEY }), 'a key of the template': { ...vault({ EncryptionKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } } },
  violation: { 'nothing said': vault(), "Amazon's key": vault({ EncryptionKeyArn: 'alias/aws/x' }), 'nothing in one branch': { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: vault({ EncryptionKeyArn: { 'Fn::If': ['C', KEY, { Ref: 'AWS::NoValue' }] } }) } },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(vault({ EncryptionKeyArn: OPEN })) },
});

describeRule(BackupVaultPolicyNotPublic, {
  compliant: {
    'an account': vault({ AccessPolicy: { Statement: [allow({ AWS: '111111111111' })] } }),
    'the organisation': vault({ AccessPolicy: { Statement: [allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })] } }),
  },
  violation: { 'everybody': vault({ AccessPolicy: { Statement: [allow('*')] } }), 'everybody, by kind': vault({ AccessPolicy: { Statement: [allow({ AWS: ['*'] })] } }), 'everybody but one': vault({ AccessPolicy: { Statement: [allow(undefined, { NotPrincipal: { AWS: '111111111111' } })] } }) },
  notApplicable: { 'no policy': vault() },
  unknown: { 'a parameter': open(vault({ AccessPolicy: { Statement: [allow({ AWS: OPEN })] } })) },
});

const plan = (...vaults: unknown[]) => ({ Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ CopyActions: vaults.map((DestinationBackupVaultArn) => ({ DestinationBackupVaultArn })) }] } } } });
describeRule(BackupPlanCopyInsideEea, {
  compliant: {
    'Stockholm': plan('arn:aws:backup:eu-north-1:111111111111:backup-vault:v'),
    'a vault of another stack': { templates: [
      { account: '1', region: 'eu-central-1', body: plan({ 'Fn::GetStackOutput': { StackName: 'vaults', OutputName: 'Arn', Region: 'eu-north-1' } }) },
      { account: '1', region: 'eu-north-1', stackName: 'vaults', body: { Resources: vault(), Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] } } } } },
    ] },
  },
  violation: { 'one outside': plan('arn:aws:backup:eu-north-1:111111111111:backup-vault:v', 'arn:aws:backup:us-east-1:111111111111:backup-vault:v') },
  notApplicable: { 'no copies': plan() },
  unknown: { 'a parameter': open(plan(OPEN)), 'a region that nobody knows': plan({ 'Fn::Sub': 'arn:aws:backup:${AWS::Region}:111111111111:backup-vault:v' }) },
});
