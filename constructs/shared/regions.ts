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
