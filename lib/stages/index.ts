export * from './account-stage';
export * from './backup-stage';
export * from './environment-stage';
export * from './environment-stage-props';
export * from './identity-stage';
export * from './organization-stage';
export * from './release-stage';
export * from './security-stage';
