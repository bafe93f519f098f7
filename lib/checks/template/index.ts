export * from './json';
export * from './resolved';
export * from './template';
export * from './value';
