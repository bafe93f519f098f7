export * from './isolated-database';
export * from './isolated-database-props';
export * from './isolated-instance';
