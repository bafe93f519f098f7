/**
 * The AWS regions that lie inside the European Economic Area, by name.
 *
 * London (eu-west-2) and Zurich (eu-central-2) are in Europe but not in the EEA. The European Sovereign Cloud is a
 * partition of its own and is not listed here.
 *
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, control RES1.
 */
export const EEA_REGIONS: Readonly<Record<string, string>> = {
  'eu-central-1': 'Frankfurt',
  'eu-west-1': 'Ireland',
  'eu-west-3': 'Paris',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
};

/** Whether a region lies inside the European Economic Area. */
export function isEeaRegion(region: string): boolean {
  return Object.hasOwn(EEA_REGIONS, region);
}

/** Latitude and longitude, in degrees, of the cities that AWS names its regions after. The data centres lie near them. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  'eu-central-1': [50.1, 8.7],
  'eu-west-1': [53.3, -6.3],
  'eu-west-3': [48.9, 2.4],
  'eu-north-1': [59.3, 18.1],
  'eu-south-1': [45.5, 9.2],
  'eu-south-2': [41.6, -0.9],
};

/** Mean radius of the earth, in kilometres. */
const EARTH_RADIUS = 6371;

/** Distance of two regions inside the EEA, in kilometres along the earth, city to city (control BAK3); undefined for another region. */
export function kilometresBetween(one: string, other: string): number | undefined {
  const [a, b] = [PLACES[one], PLACES[other]];
  if (!a || !b) {
    return undefined;
  }
  const [[latA, lonA], [latB, lonB]] = [a, b].map(([lat, lon]) => [lat * Math.PI / 180, lon * Math.PI / 180]);
  const half = Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin((lonB - lonA) / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS * Math.asin(Math.sqrt(half)));
}
