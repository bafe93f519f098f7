// Generated from the folder by `npm run generate`. Do not edit.
import type { Rule } from '../rule';
import { S3BucketVersioned } from './s3/s3-bucket-versioned';

/** Every rule, by its file's path. */
export const RULES: readonly Rule[] = [
  S3BucketVersioned,
];
