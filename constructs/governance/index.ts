export * from './account-baseline';
export * from './organization-access-analyzers';
export * from './organization-guardrails';
export * from './region-fence';
