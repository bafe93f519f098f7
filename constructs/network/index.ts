export * from '../shared/network-logs';
export * from './data-tier-fence';
export * from './inspection-firewall';
export * from './organization-endpoints';
export * from './public-access-block';
export * from './tiered-vpc';
