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

/** Latitude and longitude, in degrees, of the cities that AWS names its European regions after. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  'eu-central-1': [50.1, 8.7],
  'eu-central-2': [47.4, 8.5],
  'eu-north-1': [59.3, 18.1],
  'eu-south-1': [45.5, 9.2],
  'eu-south-2': [41.6, -0.9],
  'eu-west-1': [53.3, -6.3],
  'eu-west-2': [51.5, -0.1],
  'eu-west-3': [48.9, 2.4],
};
/** Mean radius of the earth, in kilometres. */
const EARTH_RADIUS = 6371;

/** Distance of two regions in Europe, in kilometres, city to city (control BAK3). Undefined if the place of one is not known. */
export function kilometresApart(one: string, other: string): number | undefined {
  if (one === other) {
    return 0;
  }
  const places = [PLACES[one], PLACES[other]];
  if (places.includes(undefined as never)) {
    return undefined;
  }
  const [[latitude, longitude], [latitude2, longitude2]] = places.map((place) => place.map((degrees) => degrees * Math.PI / 180));
  const half = Math.sin((latitude2 - latitude) / 2) ** 2 + Math.cos(latitude) * Math.cos(latitude2) * Math.sin((longitude2 - longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(half));
}
