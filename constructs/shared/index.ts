export * from './names';
export * from './problems';
export * from './regions';
export * from './runbook-names';
export * from './tags';
export * from './watched-function';
