import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { run } from '../../../bin/commands/diff';
import { ESTATE } from '../../../bin/config';
import { EXCEPTIONS } from '../../../bin/exceptions';
import cdkJson from '../../../cdk.json';
import { EnvironmentKind } from '../../../lib/environment';
import { Estate } from '../../../lib/estate';
import type { PromiseDifference } from '../../../lib/checks/evidence/diff';
import { differencePage } from '../../../lib/checks/evidence/diff/page';
import type { Evidence } from '../../../lib/checks/evidence/evidence';
import { editedAssembly, type Templates } from '../../support/judged-assembly';

let folder: string;
let base: string;
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-diff-'));
  base = join(folder, 'base');
  const context = { ...cdkJson.context, 'aws:cdk:enable-path-metadata': true };
  const app = new App({ context, outdir: base });
  new Estate(app, { ...ESTATE, exceptions: EXCEPTIONS, only: EnvironmentKind.PRODUCTION });
  app.synth();
  // What the tests compare with is judged by the same hands as what they change.
  base = edited(() => undefined);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => jest.restoreAllMocks());

function edited(edit: (templates: Templates) => void, also?: (evidence: Evidence) => Evidence): string {
  count += 1;
  return editedAssembly(base, join(folder, String(count)), edit, also);
}

function diff(...args: string[]): { code: number; page: string; complaint: string } {
  const [page, complaint]: [string[], string[]] = [[], []];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => { page.push(String(text)); return true; });
  jest.spyOn(console, 'error').mockImplementation((text) => { complaint.push(String(text)); });
  const code = run(args);
  jest.restoreAllMocks();
  return { code, page: page.join(''), complaint: complaint.join('\n') };
}

/** The lines of one section of the page. */
function section(page: string, title: string): string[] {
  const part = page.split('\n#### ').find((each) => each.startsWith(`${title}\n`)) ?? '';
  return part.split('\n').slice(1).filter((line) => line !== '');
}

const idOf = (templates: Templates, stack: string, type: string) => Object.keys(templates[stack].Resources).find((id) => templates[stack].Resources[id].Type === type) as string;
const only = (templates: Templates, stack: string, type: string) => templates[stack].Resources[idOf(templates, stack, type)];

/** The template with a resource under another logical id, references to it included. */
function moveId(templates: Templates, stack: string, from: string, to: string): void {
  templates[stack] = JSON.parse(JSON.stringify(templates[stack]).replaceAll(`"${from}"`, `"${to}"`)) as Templates[string];
}

describe('nothing', () => {
  test('is told of two assemblies that are the same', () => {
    expect(diff(base, base, '--today', '2026-11-22')).toEqual({ code: 0, page: '### Promises: ✅ none is touched\n', complaint: '' });
  });

  test('is told of templates that only say the same otherwise', () => {
    const head = edited((templates) => Object.values(templates).forEach((template) => {
      template.Resources = Object.fromEntries(Object.entries(template.Resources).reverse());
      template.Description = 'Other words.';
    }));
    expect(diff(base, head).page).toBe('### Promises: ✅ none is touched\n');
  });
});

describe('a change that detaches the web application firewall', () => {
  let told: ReturnType<typeof diff>;
  beforeAll(() => {
    told = diff(base, edited((templates) => { delete templates['Production/Service'].Resources[idOf(templates, 'Production/Service', 'AWS::WAFv2::WebACLAssociation')]; }));
  });

  test('fails, and names the control that no longer holds, where, and because of what', () => {
    expect(told.code).toBe(1);
    expect(told.page).toMatch(/^### Promises: ❌ \d+ controls? and \d+ clauses? lost/);
    const [row] = section(told.page, 'Lost controls').filter((line) => line.startsWith('| **EDG1**'));
    expect(row).toContain('held → violated, in production');
    expect(row).toContain('Production/Service/Edge/Resource/Resource breaks');
  });

  test('names the clauses that fall with it', () => {
    const clauses = section(told.page, 'Lost clauses').join('\n');
    ['PHA-13', 'PHA-18', 'TOM-15'].forEach((id) => expect(clauses).toContain(`**${id}**`));
    expect(clauses).toContain('lost: EDG1');
  });

  test('fails nothing in the other direction', () => {
    const head = edited((templates) => { delete templates['Production/Service'].Resources[idOf(templates, 'Production/Service', 'AWS::WAFv2::WebACLAssociation')]; });
    const back = diff(head, base);
    expect(back.code).toBe(0);
    expect(section(back.page, 'Gained controls').join('\n')).toContain('**EDG1**');
  });
});

describe("a change that moves a database's logical id", () => {
  test('tells that the database is replaced by an empty one, and what is kept', () => {
    const head = edited((templates) => moveId(templates, 'Production/Data', idOf(templates, 'Production/Data', 'AWS::RDS::DBCluster'), 'Moved'));
    const { code, page } = diff(base, head);
    const lines = section(page, 'Resources with data');
    expect(lines[0]).toMatch(/^- \*\*`Production\/Data\/Database\/Resource`\*\* \(AWS::RDS::DBCluster\) is replaced by an empty one: its logical id changes from \w+ to Moved: .* a last snapshot is kept$/);
    expect(lines.filter((line) => line.includes('AWS::RDS::DBInstance')).every((line) => line.includes('is replaced: DBClusterIdentifier cannot be changed in place; of the old one nothing is kept'))).toBe(true);
    expect(lines.length).toBeGreaterThan(1);
    // Every control still holds: it is told, loudly, and the decision is the reviewer's.
    expect({ code, headline: page.split('\n')[0] }).toEqual({ code: 0, headline: `### Promises: ⚠️ none is touched; ${lines.length} resources with data deleted, replaced or less guarded` });
  });
});

describe('resources with data', () => {
  const lines = (edit: (templates: Templates) => void) => section(diff(base, edited(edit)).page, 'Resources with data');
  const DATA = 'Production/Data';

  test('are replaced by a change of what cannot be changed in place, and take along what names them there', () => {
    const told = lines((templates) => { only(templates, DATA, 'AWS::RDS::DBCluster').Properties.DatabaseName = 'other'; });
    expect(told[0]).toContain('(AWS::RDS::DBCluster) is replaced: DatabaseName cannot be changed in place; of the old one a last snapshot is kept');
    expect(told.slice(1).every((line) => /\(AWS::RDS::(DBInstance|GlobalCluster)\) is replaced: (DBClusterIdentifier|SourceDBClusterIdentifier)/.test(line))).toBe(true);
    expect(told.length).toBeGreaterThan(1);
  });

  test('may be replaced by a change whose effect is in the value', () => {
    expect(lines((templates) => { only(templates, DATA, 'AWS::RDS::DBCluster').Properties.Engine = 'aurora-mysql'; })[0]).toContain('may be replaced: a change of Engine can replace it');
  });

  test('are deleted with what stands for them, and what is kept is said', () => {
    expect(lines((templates) => { delete templates[DATA].Resources[idOf(templates, DATA, 'AWS::S3::Bucket')]; }))
      .toEqual(['- **`Production/Data/Content`** (AWS::S3::Bucket) is deleted: it is no longer in the template; everything stays in the account, outside any stack']);
  });

  test('are emptied by a move to another stack', () => {
    expect(lines((templates) => {
      const id = idOf(templates, DATA, 'AWS::S3::Bucket');
      templates['Production/Service'].Resources[id] = templates[DATA].Resources[id];
      delete templates[DATA].Resources[id];
    })).toEqual([expect.stringContaining('is replaced by an empty one: it moves to the stack Production/Service')]);
  });

  test('are told of when their stack is no longer in the app', () => {
    const told = section(diff(base, edited(() => undefined, (evidence) => ({ ...evidence, stacks: evidence.stacks.filter(({ path }) => path !== DATA) }))).page, 'Resources with data');
    expect(told.find((line) => line.includes('AWS::RDS::DBCluster'))).toContain('is deleted: its stack is no longer in the app; a last snapshot is kept when the stack is deleted');
  });

  test('are less guarded without their policy of deletion or their protection', () => {
    expect(lines((templates) => { only(templates, DATA, 'AWS::S3::Bucket').DeletionPolicy = 'Delete'; }))
      .toEqual(['- **`Production/Data/Content`** (AWS::S3::Bucket) is less guarded: it loses its DeletionPolicy']);
    expect(lines((templates) => { only(templates, DATA, 'AWS::RDS::DBCluster').Properties.DeletionProtection = false; })[0]).toContain('it loses its deletion protection');
  });

  test('are left alone by a change that is made in place', () => {
    expect(lines((templates) => { only(templates, DATA, 'AWS::RDS::DBCluster').Properties.PreferredMaintenanceWindow = 'sun:01:00-sun:02:00'; })).toEqual([]);
  });
});

describe('a change that shortens a retention', () => {
  const [VAULT, PLAN] = ['AWS::Backup::BackupVault', 'AWS::Backup::BackupPlan'];
  type Rule = { RuleName: string; Lifecycle: { DeleteAfterDays: number }; CopyActions?: { Lifecycle: { DeleteAfterDays: number } }[] };
  const rules = (templates: Templates) => (only(templates, 'Production/Backup', PLAN).Properties.BackupPlan as { BackupPlanRule: Rule[] }).BackupPlanRule;
  const told = (edit: (templates: Templates) => void) => { const { code, page } = diff(base, edited(edit)); return { code, page, lines: section(page, 'Resources with data') }; };
  const lock = (days: number) => told((templates) => { (only(templates, 'Production/Backup', VAULT).Properties.LockConfiguration as { MinRetentionDays: number }).MinRetentionDays = days; });

  test('under what a control asks for loses that control, and fails', () => {
    const { code, page, lines } = lock(6);
    expect(code).toBe(1);
    expect(section(page, 'Lost controls').join('\n')).toMatch(/\*\*BAK7\*\*.*partial → violated, in production.*backups may be kept for less than 7 days/);
    expect(lines).toEqual(['- **`Production/Backup/Vault`** (AWS::Backup::BackupVault) is less guarded: the least that a backup is kept: 6 days, no longer 35']);
  });

  test('and breaks no control is told all the same', () => {
    const { code, page, lines } = lock(14);
    expect([code, page.split('\n')[0]]).toEqual([0, '### Promises: ⚠️ none is touched; 1 resource with data deleted, replaced or less guarded']);
    expect(lines).toEqual([expect.stringContaining('14 days, no longer 35')]);
  });

  test('of a plan is told by rule and by copy, and so is a rule or a copy that is gone', () => {
    const daily = (templates: Templates) => rules(templates).find(({ RuleName: name }) => name === 'Daily')!;
    expect(told((templates) => { daily(templates).Lifecycle.DeleteAfterDays = 20; }).lines).toEqual([expect.stringMatching(/BackupPlan\) is less guarded: a backup of the rule Daily: 20 days, no longer 35$/)]);
    expect(told((templates) => { daily(templates).CopyActions![0].Lifecycle.DeleteAfterDays = 20; }).lines).toEqual([expect.stringMatching(/a copy of the rule Daily: 20 days, no longer 35$/)]);
    expect(told((templates) => { delete daily(templates).CopyActions; }).lines).toEqual([expect.stringMatching(/the rule Daily no longer copies to .*locked/)]);
    expect(told((templates) => { rules(templates).splice(rules(templates).indexOf(daily(templates)), 1); }).lines).toEqual([expect.stringMatching(/the rule Daily is gone$/)]);
  });

  test('of a database or a log is told, from no end on, too; a longer one is not', () => {
    const DATABASE = 'AWS::RDS::DBCluster';
    expect(told((templates) => { only(templates, 'Production/Data', DATABASE).Properties.BackupRetentionPeriod = 20; }).lines).toEqual([expect.stringContaining('its own continuous backup: 20 days, no longer 35')]);
    expect(told((templates) => { (only(templates, 'Production/Backup', VAULT).Properties.LockConfiguration as { MinRetentionDays: number }).MinRetentionDays = 40; }).lines).toEqual([]);
    const endless = edited((templates) => { delete only(templates, 'Production/Data', 'AWS::Logs::LogGroup').Properties.RetentionInDays; });
    expect(section(diff(endless, base).page, 'Resources with data')).toEqual([expect.stringMatching(/what is logged: \d+ days, where there was no end$/)]);
  });
});

describe('what is newly public or reachable', () => {
  const lines = (edit: (templates: Templates) => void) => section(diff(base, edited(edit)).page, 'Newly public or newly reachable');
  const add = (templates: Templates, stack: string, type: string, properties: Record<string, unknown>) => { templates[stack].Resources.Added = { Type: type, Properties: properties }; };

  test('is nothing that only bears another logical id, or is written otherwise', () => {
    expect(lines((templates) => moveId(templates, 'Production/Service', idOf(templates, 'Production/Service', 'AWS::EC2::SecurityGroup'), 'Renamed'))).toEqual([]);
    expect(lines((templates) => moveId(templates, 'Production/Network', idOf(templates, 'Production/Network', 'AWS::EC2::RouteTable'), 'Renamed'))).toEqual([]);
    expect(lines((templates) => {
      const { PolicyDocument } = only(templates, 'Production/Data', 'AWS::S3::BucketPolicy').Properties as { PolicyDocument: { Statement: Record<string, unknown>[] } };
      PolicyDocument.Statement = PolicyDocument.Statement.reverse().map((statement) => ({ ...statement, Sid: 'Other', Action: [statement.Action].flat() }));
    })).toEqual([]);
  });

  test('is a range that a security group admits, inline or apart alike', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '0.0.0.0/0' };
    const inline = lines((templates) => {
      const group = only(templates, 'Production/Service', 'AWS::EC2::SecurityGroup');
      group.Properties.SecurityGroupIngress = [...(group.Properties.SecurityGroupIngress as object[] ?? []), rule];
    });
    const apart = lines((templates) => add(templates, 'Production/Service', 'AWS::EC2::SecurityGroupIngress', { ...rule, GroupId: { 'Fn::GetAtt': [idOf(templates, 'Production/Service', 'AWS::EC2::SecurityGroup'), 'GroupId'] } }));
    expect(inline).toHaveLength(1);
    expect(inline[0]).toContain('admits 0.0.0.0/0 on tcp 5432');
    expect(apart).toEqual(inline);
  });

  test('is a route, a listener, an address, and a peering', () => {
    expect(lines((templates) => add(templates, 'Production/Network', 'AWS::EC2::Route', { RouteTableId: { Ref: idOf(templates, 'Production/Network', 'AWS::EC2::RouteTable') }, DestinationCidrBlock: '192.0.2.0/24', NatGatewayId: 'nat-1' }))[0])
      .toMatch(/routes 192\.0\.2\.0\/24 to nat-1$/);
    expect(lines((templates) => add(templates, 'Production/Service', 'AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: idOf(templates, 'Production/Service', 'AWS::ElasticLoadBalancingV2::LoadBalancer') }, Port: 8080, Protocol: 'HTTP' })))
      .toEqual(['- Production/Service/Edge/Resource listens to the Internet on HTTP 8080']);
    expect(lines((templates) => { only(templates, 'Production/Data', 'AWS::RDS::DBInstance').Properties.PubliclyAccessible = true; })).toHaveLength(1);
    expect(lines((templates) => add(templates, 'Production/Network', 'AWS::EC2::VPCPeeringConnection', { VpcId: { Ref: idOf(templates, 'Production/Network', 'AWS::EC2::VPC') }, PeerVpcId: 'vpc-1', PeerOwnerId: '200000000003' }))[0])
      .toContain('joins Production/Network/Network/Vpc and vpc-1 and 200000000003');
  });

  test('is what a policy newly allows, what it no longer refuses, and a condition that fell', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
    const policy = (templates: Templates) => only(templates, 'Production/Data', 'AWS::S3::BucketPolicy').Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
    expect(lines((templates) => { policy(templates).Statement.push(statement); })).toEqual(['- Production/Data/Content allows everybody s3:getobject, if aws:principalorgid StringEquals o-1']);
    expect(lines((templates) => { policy(templates).Statement = policy(templates).Statement.filter(({ Effect }) => Effect !== 'Deny'); })[0]).toMatch(/^- no longer: Production\/Data\/Content refuses everybody /);
    expect(lines((templates) => { (only(templates, 'Production/Data', 'AWS::S3::Bucket').Properties.PublicAccessBlockConfiguration as { BlockPublicPolicy: boolean }).BlockPublicPolicy = false; }))
      .toEqual(['- no longer: Production/Data/Content refuses the public (BlockPublicPolicy)']);
  });
});

describe('exceptions', () => {
  const entry = { finding: 'Dtap::Dtap-S3BucketVersioned', resource: 'Production/Data/Content/Resource', reason: 'Nothing of worth is in it, | ever.', owner: 'platform', until: '2027-01-31' };
  const unversioned = (templates: Templates) => { delete only(templates, 'Production/Data', 'AWS::S3::Bucket').Properties.VersioningConfiguration; };
  /** Judged with an exception on record. */
  const excepted = (exception: object) => {
    const first = edited(() => undefined, (evidence) => ({ ...evidence, exceptions: [...evidence.exceptions, exception as Evidence['exceptions'][number]] }));
    count += 1;
    return editedAssembly(first, join(folder, String(count)), unversioned);
  };

  test('that are new are told, and what they except is weakened but not lost', () => {
    const { code, page } = diff(base, excepted(entry), '--today', '2026-11-22');
    expect(section(page, 'New or prolonged exceptions')).toEqual(['- `Dtap::Dtap-S3BucketVersioned` on `Production/Data/Content/Resource`: Nothing of worth is in it, \\| ever. (platform, until 2027-01-31)']);
    expect(section(page, 'Weakened controls').find((line) => line.startsWith('| **DAT2**'))).toContain('Production/Data/Content/Resource is excepted from S3BucketVersioned');
    expect(section(page, 'Lost controls')).toEqual([]);
    expect(code).toBe(0);
  });

  test('that have expired, and those without effect, fail', () => {
    const late = diff(base, excepted(entry), '--today', '2027-02-01');
    expect(late.code).toBe(1);
    expect(section(late.page, 'Exceptions that are not in order')).toEqual(['- `Dtap::Dtap-S3BucketVersioned` on `Production/Data/Content/Resource`: it expired on 2027-01-31 (ask platform)']);
    const unused = diff(base, edited(() => undefined, (evidence) => ({ ...evidence, exceptions: [...evidence.exceptions, { ...entry, used: false }] })));
    expect([unused.code, section(unused.page, 'Exceptions that are not in order')[0]]).toEqual([1, expect.stringContaining('it silences nothing: delete it')]);
  });

  test('for a control that there is not fail', () => {
    const { code, page } = diff(base, excepted({ ...entry, reason: 'As control NET99 asks, elsewhere.' }));
    expect([code, section(page, 'Exceptions that are not in order')[0]]).toEqual([1, expect.stringContaining('there is no control NET99')]);
  });
});

describe('what is less than before', () => {
  test('is an environment that is no longer there', () => {
    const { code, page } = diff(base, edited(() => undefined, (evidence) => ({ ...evidence, stacks: [], verdicts: [], controls: evidence.controls })));
    expect(code).toBe(1);
    expect(section(page, 'No longer in the assembly')).toEqual(['- `production`: nothing of it is proved any more']);
  });

  test('is a rule that no longer serves a control, and a clause that a control no longer carries', () => {
    const { code, page } = diff(base, edited(() => undefined, (evidence) => ({
      ...evidence,
      rules: evidence.rules.filter(({ id }) => id !== 'S3BucketVersioned'),
      clauses: evidence.clauses.map((clause) => (clause.id === 'PHA-18' ? { ...clause, controls: ['EDG5'] } : clause)),
    })));
    expect(section(page, 'Weakened controls').find((line) => line.startsWith('| **DAT2**'))).toContain('the rule S3BucketVersioned no longer serves it');
    expect(section(page, 'Lost clauses').find((line) => line.startsWith('| **PHA-18**'))).toContain('it is no longer carried by EDG1');
    expect(code).toBe(1);
  });

  test('is a control whose resources are all gone, and one that the catalogue has no more', () => {
    const gone = diff(base, edited((templates) => { delete templates['Production/Service'].Resources[idOf(templates, 'Production/Service', 'AWS::WAFv2::WebACL')]; }, (evidence) => ({ ...evidence, controls: evidence.controls.filter(({ id }) => id !== 'ENC2') })));
    expect(section(gone.page, 'Lost controls').find((line) => line.startsWith('| **ENC2**'))).toContain('held → absent');
    expect(gone.code).toBe(1);
  });
});

test('the page is the same bytes for the same input, and fits into a comment', () => {
  const head = edited((templates) => Object.values(templates).forEach((template) => Object.values(template.Resources).forEach((resource) => { resource.Properties = {}; })));
  const { page } = diff(base, head);
  expect(diff(base, head).page).toBe(page);
  expect(page.length).toBeLessThan(30_100);
  expect(page).toContain('#### Newly public or newly reachable');
});

describe('the page', () => {
  const nothing: PromiseDifference = { placesGone: [], controls: [], clauses: [], exceptions: [], ledger: [], openings: [], stateful: [] };

  test('is cut at a line, and says so, before a comment is full', () => {
    const page = differencePage({ ...nothing, openings: Array.from({ length: 30 }, (_, i) => `opening ${i} ${'x'.repeat(2000)}`) }, false);
    expect(page.length).toBeLessThan(30_100);
    expect(page.split('\n').slice(-4)).toEqual([expect.stringMatching(/^- opening 13 x{2000}$/), '', 'Cut here: the page is too long for a comment.', '']);
  });

  test('says how many lines of a list it leaves out', () => {
    const page = differencePage({ ...nothing, openings: Array.from({ length: 33 }, (_, i) => `opening ${i}`) }, false);
    expect(page.split('\n').slice(-3)).toEqual(['- opening 29', '- and 3 more', '']);
  });

  test('takes text of templates for text', () => {
    const page = differencePage({ ...nothing, openings: ['a | *b* <img> @team [c](d)\n# e'] }, false);
    expect(page).toContain('- a \\| \\*b\\* &lt;img> &#64;team \\[c\\](d) # e\n');
  });
});

describe('unusable input ends with 2 and says everything that is wrong', () => {
  const broken = (change: (directory: string) => void) => {
    const directory = edited(() => undefined);
    change(directory);
    return directory;
  };
  const evidence = (directory: string) => join(directory, 'evidence.json');

  test.each<[string, (directory: string) => void, RegExp]>([
    ['missing', (directory) => rmSync(directory, { recursive: true }), /there is no such directory/],
    ['without the pack', (directory) => rmSync(evidence(directory)), /synthesized without the pack/],
    ['truncated', (directory) => truncateSync(evidence(directory), 2000), /evidence\.json is truncated/],
    ['not JSON', (directory) => writeFileSync(evidence(directory), 'hello'), /evidence\.json is not JSON/],
    ['older', (directory) => writeFileSync(evidence(directory), readFileSync(evidence(directory), 'utf8').replace('"version": 1', '"version": 0')), /format version 0, this command reads version 1; synthesize again/],
    ['of another estate', (directory) => writeFileSync(evidence(directory), readFileSync(evidence(directory), 'utf8').replace('{"name":"acme"', '{"name":"other"')), /different estates: 'acme' and 'other'/],
    ['of an estate of the same name and other accounts', (directory) => writeFileSync(evidence(directory), readFileSync(evidence(directory), 'utf8').replace(/"accounts":\{[^}]*\}/, '"accounts":{"999999999999":"production"}')), /have no account in common/],
  ])('an assembly that is %s', (_, change, complaint) => {
    const told = diff(base, broken(change));
    expect(told.code).toBe(2);
    expect(told.complaint).toMatch(complaint);
    expect(told.page).toBe('');
  });

  test('both assemblies at once', () => {
    const { complaint } = diff(join(folder, 'none'), broken((directory) => rmSync(evidence(directory))));
    expect(complaint).toContain('there is no such directory');
    expect(complaint).toContain('without the pack');
  });

  test.each([[[], 'not 0'], [['a'], 'not 1'], [['a', 'b', 'c'], 'not 3'], [['a', 'b', '--today', 'monday'], "--today is 'monday'"], [['a', 'b', '--nothing'], '--nothing']])('the arguments %j', (args, complaint) => {
    const told = diff(...args);
    expect([told.code, told.complaint]).toEqual([2, expect.stringContaining(complaint)]);
  });
});
