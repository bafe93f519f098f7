export * from './container-service';
export * from './image-replication';
export * from './image-repository';
export * from './load-balancer-route';
export * from './pull-through-cache';
export * from './registry-scanning';
export * from './server-fleet';
