import type { Evidence, EvidenceVerdict, VerdictEvidence } from '../evidence';
import { VERDICTS } from './words';

/** What the page's script draws from: every text once, everything else by its place in the lists. */
interface PageData {
  readonly texts: readonly string[];
  readonly words: readonly (readonly [sign: string, text: string, style: string])[];
  readonly stacks: readonly (readonly [path: string, account: string, region: string, environment: string])[];
  readonly rules: readonly { readonly id: string; readonly title: string; readonly why: string; readonly mend: string; readonly references: readonly string[]; readonly skipped: number }[];
  /** By control: its rules. */
  readonly controls: Readonly<Record<string, readonly number[]>>;
  /** By rule: stack, path below it, type, verdict, messages, and the deciding values as place and value in turn. */
  readonly rows: readonly (readonly (readonly [number, number, number, number, readonly number[], readonly number[]])[])[];
}

const KINDS = Object.keys(VERDICTS) as EvidenceVerdict[];

/** The data that the page embeds, as JSON that is safe inside a script element. Verdicts that do not apply are counted only. */
export function pageData(evidence: Evidence): string {
  const texts = new Map<string, number>();
  const text = (value: string): number => {
    const known = texts.get(value);
    if (known !== undefined) {
      return known;
    }
    texts.set(value, texts.size);
    return texts.size - 1;
  };
  const stacks = new Map(evidence.stacks.map((stack, i) => [stack.path, i]));
  const row = (verdict: VerdictEvidence) => [
    stacks.get(verdict.stack) ?? -1, text(below(verdict)), text(verdict.type), KINDS.indexOf(verdict.verdict),
    verdict.messages.map(text), verdict.facts.flatMap((fact) => [text(fact.path.replace(/^Properties\./, '')), text(fact.value)]),
  ] as const;
  const byRule = verdictsByRule(evidence);
  const rows = evidence.rules.map((rule) => (byRule.get(rule.id) ?? []).filter(({ verdict }) => verdict !== 'not-applicable').map(row));
  const data: PageData = {
    texts: [...texts.keys()],
    words: KINDS.map((kind) => [VERDICTS[kind].sign, VERDICTS[kind].text, kind]),
    stacks: evidence.stacks.map((stack) => [stack.path, stack.account ?? '', stack.region ?? '', stack.environment ?? '']),
    rules: evidence.rules.map(({ id, title, why, mend, references }) => ({ id, title, why, mend, references, skipped: (byRule.get(id) ?? []).filter(({ verdict }) => verdict === 'not-applicable').length })),
    controls: Object.fromEntries(evidence.controls.map(({ id }) => [id, evidence.rules.flatMap((rule, i) => (rule.controls.includes(id) ? [i] : []))])),
    rows,
  };
  return JSON.stringify(data).replace(/</g, '\\u003c').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');
}

/** The verdicts by rule, in their order. */
export function verdictsByRule({ verdicts }: Evidence): Map<string, VerdictEvidence[]> {
  const byRule = new Map<string, VerdictEvidence[]>();
  for (const verdict of verdicts) {
    const group = byRule.get(verdict.rule);
    if (group) {
      group.push(verdict);
    } else {
      byRule.set(verdict.rule, [verdict]);
    }
  }
  return byRule;
}

/** The path below the stack: much the same in every environment, so it is there once. */
function below({ stack, path }: VerdictEvidence): string {
  return path.startsWith(`${stack}/`) ? path.slice(stack.length) : path;
}
