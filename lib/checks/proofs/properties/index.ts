// Generated from the folder by `npm run generate`. Do not edit.
import type { Property } from '../property';

/** Every property, by its file's path. */
export const PROPERTIES: readonly Property[] = [
];
