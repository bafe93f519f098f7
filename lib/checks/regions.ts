import { compliant, open, violation, type Verdict } from './verdict';
import type { Value } from './template';

/**
 * Regions inside the European Economic Area. London (eu-west-2) and Zurich (eu-central-2) are not in it.
 *
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, control RES1. The builder has a
 * list of its own: the judge must not take its word.
 */
export const EEA_REGIONS: ReadonlySet<string> = new Set(['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2']);

/** Whether a region lies inside the European Economic Area. */
export function isInsideEea(region: string): boolean {
  return EEA_REGIONS.has(region);
}

/** The value must be a region inside the European Economic Area. */
export function insideEea(region: Value): Verdict {
  if (region.open !== undefined || region.text === undefined || region.text.includes('${')) {
    return open(region);
  }
  return isInsideEea(region.text) ? compliant(region) : violation(`${region.text} is outside the European Economic Area`, region);
}

/** The region that an ARN names; undefined if it names none. */
export function regionOfArn(arn: Value): string | undefined {
  const found = /^arn:[^:]*:[^:]*:([^:]*):/.exec(arn.text ?? '')?.[1];
  return found || undefined;
}
