export * from './dtap-checks';
