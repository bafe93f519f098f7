export * from './domain-key';
export * from './key-watch';
