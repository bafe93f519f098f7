export * from './failover-address';
export * from './failover-switch';
