import { type AddressRange, flawOfSourceRange, parseRange } from '../../shared/address-range';

/** Whom the handler admits. */
export interface ConnectRules {
  /** Public ranges that people come from. */
  readonly sourceRanges: readonly AddressRange[];
  /** Groups of the identity provider. */
  readonly groups: ReadonlySet<string>;
  /** Versions of OpenVPN, as their leading numbers: `[2, 6]` admits 2.6 and 2.6.14. */
  readonly clientVersions: readonly (readonly number[])[];
  /** Operating systems; empty admits all. */
  readonly platforms: ReadonlySet<string>;
}

/**
 * Reads the rules from environment variables.
 *
 * @throws Error naming every variable that is missing or wrong: without all of its rules the handler admits nobody, and the error
 * raises the function's alarm
 */
export function readRules(variables: Readonly<Record<string, string | undefined>>): ConnectRules {
  const problems: string[] = [];
  const list = (name: string, flaw: (item: string) => string | undefined, optional = false): string[] => {
    const text = variables[name]?.trim() ?? '';
    const items = text === '' ? [] : text.split(',').map((item) => item.trim());
    problems.push(...(items.length === 0 && !optional ? [`${name} names nothing`] : []), ...items.flatMap((item) => flaw(item) ?? []).map((problem) => `${name}: ${problem}`));
    return items;
  };
  const ranges = list('SOURCE_RANGES', (range) => (flawOfSourceRange(range) ? `'${range}' is no public range, or too wide` : undefined));
  const groups = list('GROUPS', (group) => (group === '' ? 'an empty name' : undefined));
  const versions = list('CLIENT_VERSIONS', (version) => (/^\d{1,5}(\.\d{1,5}){0,3}$/.test(version) ? undefined : `'${version}' is no version`));
  const platforms = list('PLATFORMS', (platform) => (platform === '' ? 'an empty name' : undefined), true);
  if (problems.length > 0) {
    throw new Error(`The connect handler admits nobody: ${problems.join('; ')}.`);
  }
  return {
    sourceRanges: ranges.map((range) => parseRange(range)!),
    groups: new Set(groups),
    clientVersions: versions.map((version) => version.split('.').map(Number)),
    platforms: new Set(platforms),
  };
}
