import { mayEver, type Asked } from '../../lib/checks/proofs/access/ask';
import { Directory } from '../../lib/checks/proofs/access/directory';
import { AccessModel } from '../../lib/checks/proofs/access/model';
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

describe("customers' files in production, in the region they are in and in the one they are copied to", () => {
  const model = AccessModel.of(bench.set);
  const directory = new Directory(model);
  const [account] = Object.entries(ground.accounts).find(([, owner]) => owner === 'production')!;
  const stacks = ['Production/Data', 'Production/Recovery'];
  const may = (who: string, action: string, what: string, context: Asked['context'] = {}) => {
    const [principal, resource] = [directory.principal(who), directory.resource(what, action)];
    if ('problem' in principal || 'problem' in resource) {
      throw new Error(JSON.stringify([principal, resource]));
    }
    return mayEver(model, { principal: principal.found, action, ...resource.found, context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])) }).answer;
  };
  const grant = (access: string) => `arn:aws:iam::${account}:role/grants/${access}/1`;
  const people = (role: string) => `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_${role}_*`;
  const acme = { 'aws:PrincipalTag/customer': 'acme' };
  const files = (stack: string, customer: string) => `${model.targets.find((target) => target.template.source.name === stack && target.type === 'AWS::S3::Bucket')!.arn}/customers/${customer}/file`;

  test.each(stacks)('%s: a grant of the master key decrypts what was encrypted for its customer, and nothing else by calls of its own', (stack) => {
    const key = `${stack}/DataKey17AFBB84`;
    const direct = { ...acme, 'kms:ViaService': null };
    expect(may(grant('master-key'), 'kms:Decrypt', key, { ...direct, 'kms:EncryptionContext:customer': 'acme' })).toBe('yes');
    expect(may(grant('master-key'), 'kms:Decrypt', key, { ...direct, 'kms:EncryptionContext:customer': 'other' })).toBe('no');
    expect(may(grant('master-key'), 'kms:Decrypt', key, { ...direct, 'kms:EncryptionContext:customer': null })).toBe('no');
    expect(may(grant('master-key'), 'kms:Decrypt', key, { 'aws:PrincipalTag/customer': null, 'kms:EncryptionContext:customer': 'acme' })).toBe('no');
    expect(may(grant('support'), 'kms:Decrypt', key, { ...direct, 'kms:EncryptionContext:customer': 'acme' })).toBe('no');
    expect(may(grant('master-key'), 'kms:GenerateDataKey', key, { ...direct, 'kms:EncryptionContext:customer': 'acme' })).toBe('no');
  });

  test.each(stacks.flatMap((stack) => ['master-key', 'support'].map((access) => [stack, access])))("%s: a grant of %s reads its customer's files through S3, and no other's", (stack, access) => {
    const region = stack === 'Production/Data' ? 'eu-central-1' : 'eu-west-1';
    expect(may(grant(access), 's3:GetObject', files(stack, 'acme'), acme)).toBe('yes');
    expect(may(grant(access), 's3:GetObject', files(stack, 'other'), acme)).toBe('no');
    expect(may(grant(access), 'kms:Decrypt', `${stack}/DataKey17AFBB84`, { ...acme, 'kms:ViaService': `s3.${region}.amazonaws.com` })).toBe('yes');
    expect(may(grant(access), 's3:PutObject', files(stack, 'acme'), acme)).toBe('no');
  });

  test.each(['eu-central-1', 'eu-west-1'])('%s: a grant of support comes to the database as the user of its customer, and to no shell', (region) => {
    const document = (name: string) => `arn:aws:ssm:${region}:${account}:document/${name}`;
    const user = (name: string) => `arn:aws:rds-db:${region}:${account}:dbuser:cluster-X/${name}`;
    expect(may(grant('support'), 'ssm:StartSession', document('ForwardToDatabase'), acme)).toBe('yes');
    expect(['SSM-SessionManagerRunShell', 'AWS-StartPortForwardingSession'].map((name) => may(grant('support'), 'ssm:StartSession', document(name), acme))).toEqual(['no', 'no']);
    expect(['support_acme', 'support_other', 'dba', 'privacy_officer'].map((name) => may(grant('support'), 'rds-db:connect', user(name), acme))).toEqual(['yes', 'no', 'no', 'no']);
    expect(may(grant('support'), 'kms:GenerateDataKey', region === 'eu-central-1' ? 'Production/Access/AccessKeyE6B25659' : 'Production/RecoveryAccess/AccessKeyE6B25659', { ...acme, 'kms:EncryptionContext:aws:ssm:SessionId': 'jane-1' })).toBe('yes');
  });

  test.each(stacks)('%s: of people, the privacy officer alone reads them, through S3', (stack) => {
    const through = { 'kms:ViaService': stack === 'Production/Data' ? 's3.eu-central-1.amazonaws.com' : 's3.eu-west-1.amazonaws.com' };
    expect([may(people('PrivacyOfficer'), 's3:GetObject', files(stack, 'acme')), may(people('PrivacyOfficer'), 'kms:Decrypt', `${stack}/DataKey17AFBB84`, through)]).toEqual(['yes', 'yes']);
    expect(may(people('PrivacyOfficer'), 'kms:Decrypt', `${stack}/DataKey17AFBB84`, { 'kms:ViaService': null })).toBe('no');
    for (const role of ['Operator', 'DatabaseAdministrator', 'SecurityAuditor', 'KeyCustodian', 'Support', 'BreakGlass', 'Developer']) {
      expect([role, may(people(role), 's3:GetObject', files(stack, 'acme')), may(people(role), 'kms:Decrypt', `${stack}/DataKey17AFBB84`)]).toEqual([role, 'no', 'no']);
    }
  });
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
