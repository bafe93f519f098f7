import { table } from '../scripts/support/table';

/** A stack, as read back. */
export interface StackRow {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly created: number;
  /** The type of each resource that is not in the API's state. */
  readonly notHeld: readonly string[];
}

/** A locked vault, and what it refused when it was tried. */
export interface LockRow {
  readonly account: string;
  readonly region: string;
  readonly vault: string;
  /** The least that a backup is kept. */
  readonly days: number;
  /** Whether each attempt was refused. */
  readonly refused: Readonly<Record<string, boolean>>;
}

/** What was read back. */
export interface StateReport {
  readonly stacks: readonly StackRow[];
  /** Resources that are there, but for some properties. */
  readonly partial: readonly { readonly type: string; readonly without: readonly string[] }[];
  readonly failures: readonly string[];
  readonly locks: readonly LockRow[];
  /** Resources whose promised properties were compared. */
  readonly asserted: number;
}

/** Share of resources really created that a run must reach, in percent. */
export const LEAST_PERCENT = 80;

/** How many resources were really created, in percent. */
export function percentCreated(stacks: readonly StackRow[]): number {
  const created = stacks.reduce((sum, row) => sum + row.created, 0);
  const all = stacks.reduce((sum, row) => sum + row.created + row.notHeld.length, 0);
  return all === 0 ? 0 : (100 * created) / all;
}

/** How often each value occurs, the most frequent first. */
export function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  return [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b, 'en'));
}

/** The table, what is not held, and the total, as text. */
export function rendered({ stacks, partial, asserted, locks }: StateReport): string {
  const sorted = [...stacks].sort((a, b) => a.account.localeCompare(b.account) || a.region.localeCompare(b.region) || a.stack.localeCompare(b.stack, 'en'));
  const rows = sorted.map((row) => [row.account, row.region, row.stack, String(row.created), row.notHeld.length > 0 ? String(row.notHeld.length) : '']);
  const notHeld = counted(stacks.flatMap((row) => row.notHeld)).map(([type, count]) => `  ${type} (${count})`);
  const lost = counted(partial.flatMap(({ type, without }) => without.map((path) => `${type} without ${path.replace(/\[\d+\]/g, '[]')}`)));
  const created = stacks.reduce((sum, row) => sum + row.created, 0);
  const all = created + stacks.reduce((sum, row) => sum + row.notHeld.length, 0);
  return [
    table(['account', 'region', 'stack', 'created', 'not held'], rows),
    ...(notHeld.length > 0 ? ['', 'Not held (no API in the emulator; an id stands in, so that dependants deploy):', ...notHeld] : []),
    ...(lost.length > 0 ? ['', 'Held, but without:', ...lost.map(([what, count]) => `  ${what} (${count})`)] : []),
    ...(locks.length > 0 ? ['', 'Locked vaults, with a backup in each, and what each refuses through the API:', triedOn(locks)] : []),
    '',
    `${created} of ${all} resources really created: ${percentCreated(stacks).toFixed(1)} %. Promised properties compared on ${asserted} of them.`,
  ].join('\n');
}

function triedOn(locks: readonly LockRow[]): string {
  const attempts = Object.keys(locks[0].refused);
  return table(['account', 'region', 'vault', 'least days', ...attempts], locks.map(({ account, region, vault, days, refused }) => [account, region, vault, String(days), ...attempts.map((attempt) => (refused[attempt] ? 'refused' : 'NOT REFUSED'))]));
}

/** Why a run fails; nothing if it does not. */
export function reasonsToFail(report: StateReport, second: readonly { readonly stack: string; readonly changed: boolean }[], stackCount: number): string[] {
  const percent = percentCreated(report.stacks);
  return [
    ...report.failures,
    ...report.locks.flatMap(({ vault, refused }) => Object.entries(refused).filter(([, isRefused]) => !isRefused).map(([attempt]) => `the locked vault ${vault} let somebody ${attempt}`)),
    ...(percent < LEAST_PERCENT ? [`only ${percent.toFixed(1)} % of the resources are really created; at least ${LEAST_PERCENT} % must be`] : []),
    ...(report.stacks.length !== stackCount ? [`${report.stacks.length} stacks are in the emulator's state, ${stackCount} were to be deployed`] : []),
    ...second.filter(({ changed }) => changed).map(({ stack }) => `the second deployment changed ${stack}`),
    ...(second.length !== stackCount ? [`the second deployment told of ${second.length} stacks instead of ${stackCount}`] : []),
  ];
}
