import type { EvidenceVerdict, ExceptionEvidence, Standing } from '../evidence';

/** A word with the sign that stands before it: nothing is told by colour alone. */
export interface Word {
  readonly sign: string;
  readonly text: string;
  readonly means: string;
}

/** How a standing is shown, worst first. */
export const STANDINGS: Readonly<Record<Standing, Word>> = {
  'violated': { sign: '✕', text: 'violated', means: 'Something breaks it, without an exception.' },
  'unknown': { sign: '?', text: 'unknown', means: 'The templates do not decide.' },
  'planned': { sign: '○', text: 'planned', means: 'No proof of it is built yet.' },
  'partial': { sign: '◐', text: 'partial', means: 'Every proof that is built holds; others that it needs are not built yet.' },
  'accepted': { sign: '!', text: 'accepted', means: 'It holds but for exceptions on record.' },
  'held': { sign: '✓', text: 'held', means: 'Every proof it needs holds.' },
  'attested': { sign: '◆', text: 'attested', means: 'A named report answers for it.' },
  'organisational': { sign: '◇', text: 'organisational', means: 'People do it; a named record shows it.' },
  'not-applicable': { sign: '–', text: 'not applicable', means: 'Nothing in the estate is subject to it.' },
};

/** How a verdict is shown. */
export const VERDICTS: Readonly<Record<EvidenceVerdict, Word>> = {
  'violation': { sign: '✕', text: 'violation', means: 'The resource breaks the rule.' },
  'unknown': { sign: '?', text: 'unknown', means: 'The template does not decide.' },
  'acknowledged': { sign: '!', text: 'accepted', means: 'A finding with an exception on record.' },
  'compliant': { sign: '✓', text: 'compliant', means: 'The resource meets the rule.' },
  'not-applicable': { sign: '–', text: 'not applicable', means: 'The rule says nothing about the resource.' },
};

/** The source documents' names. */
export const SOURCES: Readonly<Record<string, string>> = { pharius: 'Pharius', phenox: 'Phenox', figlo: 'Figlo', webcrm: 'webCRM', tom: 'TOM' };

/** Where a control has to be met, in words. */
export const SCOPES: Readonly<Record<string, string>> = {
  'all': 'every environment',
  'acceptance-and-production': 'acceptance and production',
  'production': 'production',
  'shared-accounts': 'shared accounts',
};

/** Text that is safe between tags and in attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `1 rule`, `2 rules`. */
export function count(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}

/** The exceptions that share finding, reason, owner and end, with the resources they cover. */
export interface ExceptionGroup {
  readonly finding: string;
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
  readonly resources: readonly string[];
  /** Whether one of them silences nothing. */
  readonly unused: boolean;
  /** Whether the last day has passed. Undefined if that is not known. */
  readonly expired?: boolean;
}

/** The exceptions grouped, those that ended first, then by end. Without a date of today none is called expired. */
export function exceptionGroups(exceptions: readonly ExceptionEvidence[], today: string | undefined): ExceptionGroup[] {
  const groups = new Map<string, ExceptionGroup>();
  for (const { finding, reason, owner, until, resource, used } of exceptions) {
    const key = JSON.stringify([finding, reason, owner, until]);
    const before = groups.get(key);
    groups.set(key, {
      finding, reason, owner, until,
      resources: [...(before?.resources ?? []), resource].sort(),
      unused: (before?.unused ?? false) || used === false,
      ...(today !== undefined && { expired: until !== undefined && until < today }),
    });
  }
  const order = ({ expired, until, finding, reason }: ExceptionGroup) => `${expired ? 0 : 1} ${until ?? '9999'} ${finding} ${reason}`;
  return [...groups.values()].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}
