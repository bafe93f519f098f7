export * from './air-gapped-backup-vault';
export * from './backup-alarms';
export * from './backup-kind';
export * from './backup-plans';
export * from './locked-backup-vault';
export * from './vault-lock';
export * from './vault-statements';
