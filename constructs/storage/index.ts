export * from './bucket-lifecycle';
export * from './bucket-replica';
export * from './log-bucket';
export * from './private-bucket';
export * from './replication-alarm';
