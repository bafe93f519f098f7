import { PROPERTIES } from '../../lib/checks/proofs/properties';
import { compliant, unknown, violation } from '../../lib/checks/verdict';
import { NEUTRAL } from './neutral';
import { allProofs, benchFor, falseProofs, families, ProofBench } from './proofs/run';
import { recorded } from './support/ground';

const ground = recorded();
const bench = new ProofBench(ground);
const all = families();
const family = all.find(({ property }) => property.id === 'DataStoreUnreachableFromInternet')!;
const [first] = family.breaks;
const [mutant] = bench.mutants(family, first, 1);
/** The bench, with the family's property saying something else. */
const saying = (verdict: ReturnType<typeof compliant>) => bench.run({ ...family, property: { ...family.property, check: (set) => family.property.check(set).map((finding) => (finding.verdict.kind === 'violation' ? { ...finding, verdict } : finding)) } }, first, mutant);

test('every property is broken in at least eight ways, each by a name of its own', () => {
  expect(all.map(({ property }) => property.id).sort()).toEqual(PROPERTIES.map(({ id }) => id).sort());
  for (const each of all) {
    const { property, breaks } = each;
    const names = breaks.filter((made) => benchFor(each, bench).mutants(each, made, 1).length > 0).map(({ name }) => name);
    expect([property.id, new Set(names).size]).toEqual([property.id, breaks.length]);
    expect(breaks.length).toBeGreaterThanOrEqual(8);
  }
});

test.each(all.map((each) => [each.property.id, each] as const))('%s: the first mutant is killed by the right witness, unless other lines stop it, and is noticed under an open condition', (_, each) => {
  const [made] = each.breaks;
  const own = benchFor(each, bench);
  const result = own.run(each, made, own.mutants(each, made, 1)[0]);
  expect({ ...result, said: undefined, behind: result.behind ?? [] }).toEqual({ ...result, said: undefined, outcome: 'killed', behind: [] });
  expect(result.open).toMatch(/^(violation|unknown)$/);
});

/** What the estate accepts of its own, with its reasons in bin/exceptions/access.ts: who bars people writes a policy that people have. */
const EXCEPTED = ['AccessBreakGlass9EA414F6', 'AccessKeyCustodian6F1C482E', 'BarPersonRoleFC8AB4A8'].map((id) => `RolesCannotEscalate Organization/Identity ${id}`);

test('the estate keeps every property but what it accepts, and a neutral edit changes no verdict', () => {
  const before = allProofs(bench.set, PROPERTIES);
  // What is planned says that it does not apply.
  expect([...before].filter(([, kind]) => kind !== 'compliant' && kind !== 'not-applicable').map(([where]) => where).sort()).toEqual(EXCEPTED);
  const everywhere = ground.sources.map((_, i) => i);
  expect(NEUTRAL.filter(({ name }) => name === 'the same in both branches').flatMap((edit) => falseProofs(ground, PROPERTIES, before, edit, everywhere))).toEqual([]);
});

describe('the runner', () => {
  test('counts a witness that names something else as none', () => {
    expect(saying(violation('whatever')).outcome).toBe('unwitnessed');
  });

  test('counts what is not seen as survived, and what is not decided as unknown', () => {
    expect([saying(compliant()).outcome, saying(unknown('who knows')).outcome]).toEqual(['survived', 'unknown']);
  });

  test('does not believe in a line that stops nothing, nor in a mutant without which it breaks all the same', () => {
    const [{ edit }] = [mutant];
    expect(bench.run(family, first, { ...mutant, behind: { ...mutant.behind, 'a line that stops nothing': () => undefined } }).behind).toEqual(['a line that stops nothing stops nothing']);
    expect(bench.run(family, first, { ...mutant, edit: () => undefined, behind: { ...mutant.behind, 'the mutant itself': edit } }).behind).toContain('it is broken without the edit');
  });
});
