import { EnvironmentKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { type Acceptance, wildcard } from './acceptance';

/** What backups accept. */
export const backupExceptions = ({ environments, regions }: EstateProps): Acceptance[] => Object.values(EnvironmentKind).map((kind) => {
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
