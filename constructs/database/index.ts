export * from './cluster-database';
export * from './global-database';
export * from './isolated-database';
export * from './isolated-database-props';
export * from './isolated-instance';
export * from './master-secret';
export * from './master-secret-rotation';
export * from './standby-database';
