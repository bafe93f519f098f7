import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EstateProps } from '../lib/estate-props';

/** The reference estate. Replace organisation, domain, accounts, ranges and image by your own. */
export const ESTATE: EstateProps = {
  organization: { name: 'acme', id: 'o-a1b2c3d4e5', rootId: 'r-ab12' },
  domain: 'acme.example',
  regions: { primary: 'eu-central-1', recovery: 'eu-west-1', backup: 'eu-north-1' },
  sharedAccounts: {
    management: '100000000001',
    security: '100000000002',
    backup: '100000000003',
    release: '100000000004',
  },
  environments: {
    development: { account: '200000000001', cidr: '10.10.0.0/16', accessCidr: '172.20.1.0/24', vpnClientCidr: '172.24.0.0/22' },
    test: { account: '200000000002', cidr: '10.20.0.0/16', accessCidr: '172.20.2.0/24', vpnClientCidr: '172.24.4.0/22' },
    acceptance: { account: '200000000003', cidr: '10.30.0.0/16', accessCidr: '172.20.3.0/24', vpnClientCidr: '172.24.8.0/22' },
    production: { account: '200000000004', cidr: '10.40.0.0/16', accessCidr: '172.20.4.0/24', vpnClientCidr: '172.24.12.0/22', recoveryCidr: '10.60.0.0/16', recoveryAccessCidr: '172.20.5.0/24', recoveryVpnClientCidr: '172.24.16.0/22' },
  },
  identity: {
    identityCenter: {
      instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
      identityStoreId: 'd-0123456789',
      groups: {
        'developer': 'a0000000-0000-4000-8000-000000000001',
        'operator': 'a0000000-0000-4000-8000-000000000002',
        'database-administrator': 'a0000000-0000-4000-8000-000000000003',
        'security-auditor': 'a0000000-0000-4000-8000-000000000004',
        'privacy-officer': 'a0000000-0000-4000-8000-000000000005',
        'key-custodian': 'a0000000-0000-4000-8000-000000000006',
        'support': 'a0000000-0000-4000-8000-000000000007',
        'break-glass': 'a0000000-0000-4000-8000-000000000008',
      },
    },
  },
  administratorRanges: ['203.0.113.0/28'],
  remoteAccess: {
    samlMetadata: readFileSync(join(__dirname, 'identity-provider.xml'), 'utf8'),
    clientVersions: ['2.6', '2.7', '3.10', '3.11'],
  },
  service: {
    image: '100000000004.dkr.ecr.eu-central-1.amazonaws.com/acme/portal:1.0.0',
    healthCheckPath: '/health',
    egressDomains: ['api.acme.example'],
  },
  backups: { minRetentionDays: 14, maxRetentionDays: 400, coolingOffDays: 30 },
  onCallEmail: 'on-call@acme.example',
};
