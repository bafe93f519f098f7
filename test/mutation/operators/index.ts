import type { Operator } from '../support/operator';
import { ACCESS } from './access';
import { BACKUP } from './backup';
import { COMPUTE } from './compute';
import { DATA } from './data';
import { EDGE } from './edge';
import { IDENTITY } from './identity';
import { MESSAGES } from './messages';
import { NETWORK } from './network';
import { STORAGE } from './storage';

/** How to break what each rule keeps, by the rule's id. */
export const OPERATORS: Readonly<Record<string, readonly Operator[]>> = { ...ACCESS, ...BACKUP, ...COMPUTE, ...DATA, ...EDGE, ...IDENTITY, ...MESSAGES, ...NETWORK, ...STORAGE };
