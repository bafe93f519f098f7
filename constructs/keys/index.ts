export * from './domain-key';
