import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CONTROLS, type ControlId } from '../../lib/checks/catalogue/controls';
import { RULES } from '../../lib/checks/rules';
import { sourcesBelow } from '../support/sources';

const files = new Map(sourcesBelow('lib/checks/rules').map((source) => [/export const (\w+): Rule\b/.exec(source.text)?.[1], source.path]));
const rules = RULES.map((rule) => [rule.id, rule] as const);
const examples = sourcesBelow('test/lib/checks/rules').flatMap(({ text }) => [...text.matchAll(/\bdescribeRule\((\w+),/g)].map(([, id]) => id));

/** Controls that must be served by a rule, whatever else proves them. Grows with the parts of the estate, never shrinks. */
const SERVED_BY_RULES: readonly ControlId[] = [
  'SEP1', 'SEP2', 'SEP3', 'RES1', 'RES2', 'SEC1', 'SEC2',
  'NET1', 'NET2', 'NET3', 'NET4', 'NET5', 'NET7', 'NET8', 'NET9', 'NET10', 'NET11',
  'EDG1', 'EDG2', 'EDG3', 'EDG4', 'EDG5', 'EDG6', 'ENC1', 'ENC2', 'ENC3', 'ENC5', 'KEY1', 'DAT1', 'DAT2', 'AVA1', 'AVA2', 'OPS2',
];

describe('the words of a rule', () => {
  test.each(rules)('%s says the compliant state in one sentence of at most 120 characters', (_, { title }) => {
    expect(title).toMatch(/^[A-Z0-9][^\n]{10,118}[^.]\.$/);
    expect(title).not.toMatch(/^(Ensure|Check|Verify|Make sure)\b/i);
  });

  test.each(rules)('%s says what goes wrong without it and how to mend it', (_, { why, mend }) => {
    expect(why).toMatch(/^[A-Z][^]{20,}\.$/);
    expect(mend).toMatch(/^[A-Z][^]{10,}\.$/);
  });

  test.each(rules)('%s rests on pages that can be opened', (_, { references }) => {
    expect(references.length).toBeGreaterThan(0);
    references.forEach((reference) => expect(reference).toMatch(/^https:\/\/[\w.-]+\.\w+\/\S*$/));
  });

  test.each(rules)('%s serves controls of the catalogue', (_, { controls }) => {
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.filter((id) => !CONTROLS.some((control) => control.id === id))).toEqual([]);
    expect(new Set(controls).size).toBe(controls.length);
  });

  test.each(rules)('%s judges types of CloudFormation, or sections of its templates', (_, { types }) => {
    expect(types.length).toBeGreaterThan(0);
    types.forEach((type) => expect(type).toMatch(/^(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+|Custom::[\w-]+|Template::(Parameter|Output))$/));
  });

  test.each(rules)('%s is in the file of its name, in the folder of the service it judges, or of what it is about in all of them', (id, { types }) => {
    const path = files.get(id) ?? '';
    expect(basename(path, '.ts').replaceAll('-', '')).toBe(id.toLowerCase());
    const services = [id, ...types.map((type) => type.split('::')[1])].map((service) => service.toLowerCase());
    const folder = basename(dirname(path));
    expect(services.some((service) => service.startsWith(folder)) || ((new Set(services.slice(1)).size > 1 || types[0].startsWith('Template::')) && ['cloudformation', 'iam'].includes(folder))).toBe(true);
  });

  test.each(rules)('%s has a table of examples', (id) => {
    expect(examples).toContain(id);
  });
});

describe('the roster', () => {
  test('no id is used twice', () => {
    expect(RULES.map((rule) => rule.id).filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  });

  test('is what test/meta/rule-roster.txt says: a rule that came or went is a decision, not an accident', () => {
    const roster = readFileSync(join(__dirname, 'rule-roster.txt'), 'utf8').trim().split('\n');
    // Run `npm run roster` to put the new roster on record.
    expect(RULES.map((rule) => rule.id).sort()).toEqual(roster);
  });
});

describe('the rules together', () => {
  test.each(SERVED_BY_RULES)('%s is served by at least one rule', (id) => {
    expect(RULES.filter((rule) => rule.controls.includes(id)).map((rule) => rule.id)).not.toEqual([]);
  });
});
