export * from './person-role';
export * from './stale-key-rotation';
