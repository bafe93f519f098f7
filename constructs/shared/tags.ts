import { Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Tag keys that the estate sets, and that the judge and the backup plans read. */
export const ENVIRONMENT_TAG = 'dtap:environment';
/** Tag key of the kind of data that a store holds (control DAT3). */
export const CLASSIFICATION_TAG = 'dtap:classification';

/** What kind of data a store holds: decides which controls it must meet (control DAT3). */
export enum DataClassification {
  /** Published to everybody. */
  PUBLIC = 'public',
  /** For the organisation itself: configuration, metrics, operational logs. */
  INTERNAL = 'internal',
  /** Business data and security logs whose disclosure does harm. */
  CONFIDENTIAL = 'confidential',
  /** Data about people, under the GDPR. The default wherever a construct asks. */
  PERSONAL = 'personal',
}

/** Tags a store, and everything below it, with the kind of data it holds. */
export function classify(scope: IConstruct, classification: DataClassification): void {
  Tags.of(scope).add(CLASSIFICATION_TAG, classification);
}
