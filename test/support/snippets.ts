import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** A block of TypeScript in a document. */
export interface Snippet {
  /** Document and number of the block in it. */
  readonly name: string;
  readonly code: string;
}

/** The TypeScript blocks of a document. */
export function snippetsOf(document: string): Snippet[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code], index) => ({ name: `${document} block ${index + 1}`, code }));
}

/** What the snippets of the rooms take as given, by name: an expression of its type. */
const GIVEN: Record<string, string> = {
  accessNetwork: "import('../../lib').AccessNetwork",
  alarmTopic: "import('aws-cdk-lib/aws-sns').ITopic",
  applicationSecurityGroup: "import('aws-cdk-lib/aws-ec2').ISecurityGroup",
  applicationSubnets: "import('aws-cdk-lib/aws-ec2').SubnetSelection",
  auditBucket: "import('aws-cdk-lib/aws-s3').IBucket",
  accessLogBucket: "import('aws-cdk-lib/aws-s3').IBucket",
  bucket: "import('aws-cdk-lib/aws-s3').Bucket",
  container: "import('../../lib').ContainerService",
  database: "import('../../lib').IsolatedDatabase",
  databaseSecurityGroup: "import('aws-cdk-lib/aws-ec2').ISecurityGroup",
  deployers: 'string[]',
  edge: "import('../../lib').ProtectedLoadBalancer",
  edgeSubnets: "import('aws-cdk-lib/aws-ec2').SubnetSelection",
  endpointSecurityGroup: "import('aws-cdk-lib/aws-ec2').ISecurityGroup",
  hostedZone: "import('aws-cdk-lib/aws-route53').IHostedZone",
  key: "import('aws-cdk-lib/aws-kms').IKey",
  logBucket: "import('aws-cdk-lib/aws-s3').IBucket",
  logKey: "import('aws-cdk-lib/aws-kms').IKey",
  onCall: "import('aws-cdk-lib/aws-sns').ITopic",
  record: "import('../../lib').RunbookRecord",
  replicaKeyArn: 'string',
  samlMetadata: 'string',
  serverCertificate: "import('aws-cdk-lib/aws-certificatemanager').ICertificate",
  sharedOu: 'string',
  stack: "import('aws-cdk-lib/core').Stack",
  subnets: "import('aws-cdk-lib/aws-ec2').SubnetSelection",
  taskRole: "import('aws-cdk-lib/aws-iam').IRole",
  usersSeeErrors: "import('aws-cdk-lib/aws-cloudwatch').IAlarm",
  vault: "import('aws-cdk-lib/aws-backup').IBackupVault",
  vpc: "import('aws-cdk-lib/aws-ec2').IVpc",
  vpnSecurityGroup: "import('aws-cdk-lib/aws-ec2').ISecurityGroup",
  workload: "import('../../lib').TieredVpc",
  workloadsOu: 'string',
};

/** Where the names come from that the snippets of the rooms use without saying so. */
const MODULES: Record<string, readonly string[]> = {
  'aws-cdk-lib/core': ['Duration'],
  'aws-cdk-lib/aws-ec2': ['InstanceType', 'Port', 'SubnetType'],
  'aws-cdk-lib/aws-elasticloadbalancingv2': ['ApplicationLoadBalancer'],
  'aws-cdk-lib/aws-iam': ['ArnPrincipal', 'PolicyStatement'],
  'aws-cdk-lib/aws-lambda': ['Code'],
  'aws-cdk-lib/aws-logs': ['RetentionDays'],
  'aws-cdk-lib/aws-rds': ['DatabaseInstanceEngine', 'SqlServerEngineVersion'],
  'aws-cdk-lib/aws-route53': ['ARecord', 'RecordTarget'],
  'aws-cdk-lib/aws-route53-targets': ['LoadBalancerTarget'],
};

/**
 * A module that compiles if the snippet does. A snippet that imports the package is complete; any other stands in the
 * constructor of a stack, and the names it takes as given are declared around it.
 */
export function moduleOf({ code }: Snippet): string {
  if (/(from|import) 'cdk-dtap/.test(code)) {
    return code;
  }
  const { identifiers, declared, imports, body } = read(code);
  const used = [...identifiers].filter((name) => !declared.has(name));
  const exported = new Set([...readFileSync(join(ROOT, 'lib/index.ts'), 'utf8').matchAll(/[{,] (?:type )?(\w+)/g)].map(([, name]) => name));
  const from = (module: string, names: string[]) => (names.length > 0 ? [`import { ${names.join(', ')} } from '${module}';`] : []);
  return [
    ...imports,
    ...from('cdk-dtap', used.filter((name) => exported.has(name))),
    ...Object.entries(MODULES).flatMap(([module, names]) => from(module, names.filter((name) => used.includes(name)))),
    ...(used.includes('s3') ? ["import * as s3 from 'aws-cdk-lib/aws-s3';"] : []),
    ...used.filter((name) => name in GIVEN).map((name) => `declare const ${name}: ${GIVEN[name]};`),
    `export function snippet(this: import('aws-cdk-lib/core').Stack): void {\n${body}\n}`,
  ].join('\n');
}

function read(code: string): { identifiers: Set<string>; declared: Set<string>; imports: string[]; body: string } {
  const file = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true);
  const identifiers = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember = (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) || (ts.isPropertyAssignment(node.parent) && node.parent.name === node);
    if (ts.isIdentifier(node) && !isMember) {
      const declares = (ts.isVariableDeclaration(node.parent) && node.parent.name === node) || ts.isImportSpecifier(node.parent);
      (declares ? declared : identifiers).add(node.text);
    }
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  const [imports, rest] = [true, false].map((wanted) => file.statements.filter((statement) => ts.isImportDeclaration(statement) === wanted).map((statement) => statement.getFullText()));
  return { identifiers, declared, imports, body: rest.join('') };
}

/** What the compiler says of snippets, all in one program; empty if all is well. */
export function compile(snippets: readonly Snippet[]): string {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'snippets-'));
  try {
    const names = new Map(snippets.map((snippet, index) => [`snippet${index + 1}.ts`, snippet]));
    names.forEach((snippet, name) => writeFileSync(join(folder, name), moduleOf(snippet)));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { rootDir: '../..', noUnusedLocals: false, paths: { 'cdk-dtap': ['../../lib/index.ts'], 'cdk-dtap/jest': ['../../lib/checks/proofs/jest/index.ts'] } },
      include: ['*.ts'],
    }));
    const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript7/bin/tsc'), '--noEmit', '-p', folder], { cwd: folder, encoding: 'utf8' });
    // Errors of the package itself are the business of the type check.
    const ofSnippets = `${stdout}${stderr}`.split('\n').filter((line) => /^snippet\d+\.ts/.test(line));
    return ofSnippets.map((line) => line.replace(/^snippet\d+\.ts/, (name) => names.get(name)!.name)).join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
