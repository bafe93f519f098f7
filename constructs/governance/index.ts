export * from './account-baseline';
export * from './organization-guardrails';
export * from './region-fence';
