/** Puts the ids of today's rules on record, on purpose: test/meta/rules.test.ts is red when a rule came or went unnoticed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../lib/checks/rules';
import { ROOT } from './support/assembly';

const ids = RULES.map((rule) => rule.id).sort();
writeFileSync(join(ROOT, 'test/meta/rule-roster.txt'), `${ids.join('\n')}\n`);
console.log(`roster: ${ids.length} rules on record`);
