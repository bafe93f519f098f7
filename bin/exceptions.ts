import type { FindingException } from '../lib/exceptions';

/** The findings that the reference estate accepts, each on one resource, with reason, owner and end. */
export const EXCEPTIONS: FindingException[] = [];
