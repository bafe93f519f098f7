export * from './person-role';
