export * from './bastion-access';
export * from './person-role';
export * from './session-bastion';
export * from './session-bastion-props';
export * from './session-preferences';
export * from './stale-key-rotation';
