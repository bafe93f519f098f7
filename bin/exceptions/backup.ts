import { EnvironmentKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { type Acceptance, FULL_SIZE, inEach, wildcard } from './acceptance';

/** The roles of AWS Backup, from account to account. */
const plans = ({ environments, regions }: EstateProps): Acceptance[] => Object.values(EnvironmentKind).map((kind) => {
  const here = (service: string, ...resources: string[]) => resources.map((resource) => wildcard(`arn:aws:${service}:${regions.primary}:${environments[kind].account}:${resource}`));
  return {
    findings: [
      wildcard('*'), wildcard('arn:aws:s3:::*'), wildcard('arn:aws:backup:*:*:backup-vault:*'),
      ...here('backup', 'backup-vault:*', 'recovery-point:*'), ...here('kms', 'key/*'), ...here('events', 'rule/AwsBackupManagedRule*'),
      ...(kind === EnvironmentKind.PRODUCTION ? here('dynamodb', 'table/*', 'table/*/backup/*') : []),
      ...here('rds', '*', 'cluster:*', 'db:*', 'cluster-snapshot:awsbackup:*', 'snapshot:awsbackup:*', 'cluster-auto-backup:*', 'auto-backup:*'),
    ],
    resources: [`${kind.charAt(0).toUpperCase()}${kind.slice(1)}/Backup/Plans/RolePolicy/Resource`],
    reason: 'Stores are selected by tag, so the role of AWS Backup is not told their names; it is kept to this account and region, and restores nothing.',
    owner: 'platform',
    until: '2027-11-30',
  };
});

/** What backups accept. */
export const backupExceptions = (estate: EstateProps): Acceptance[] => [...plans(estate), {
  findings: ['checkov::CKV_AWS_33'],
  resources: [...['Data/DataKey', 'Backup/VaultKey'].flatMap((key) => inEach(FULL_SIZE, `${key}/Resource`)), ...FULL_SIZE.map((stage) => `Backup/${stage}Vault/VaultKey/Resource`)],
  reason: 'The statements are for the service-linked role of AWS Backup in one account, by condition: KMS refuses to name a role that is not there yet.',
  owner: 'platform',
  until: '2027-11-30',
}];
