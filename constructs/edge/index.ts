export * from './protected-load-balancer';
export * from './shield-protection';
export * from './validated-certificate';
export * from './web-firewall';
