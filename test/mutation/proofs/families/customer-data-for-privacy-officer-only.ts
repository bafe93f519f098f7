import { CustomerDataForPrivacyOfficerOnly } from '../../../../lib/checks/proofs/properties/customer-data-for-privacy-officer-only';
import type { TemplateSet } from '../../../../lib/checks/template';
import type { Break, Edit, Family } from '../mutants';
import { policiesOf, withoutStatement } from '../access';
import { allow, change, each, isAbout, peopleIn, unbounded, type PersonSite } from '../people';

const HOLDING = ['acceptance', 'production'];
const others = (set: TemplateSet) => peopleIn(set, HOLDING, (role) => !['PrivacyOfficer', 'Barred'].includes(role));
/** Those whose boundary has no way to the database at all. */
const strangers = (set: TemplateSet) => others(set).filter(({ role }) => role !== 'DatabaseAdministrator');
const of = (role: string) => (set: TemplateSet): PersonSite[] => peopleIn(set, HOLDING, (each_) => each_ === role);
const reads = (name: string, statement: object, said: RegExp, places = others): Break => each(name, places, ({ policy, boundary }) => ({ about: policy, names: [policy, said], edit: allow(policy, statement), behind: { 'its boundary': unbounded(boundary) } }));
const duty = (name: string, role: string, action: string, behind: (set: TemplateSet) => Record<string, Edit> = () => ({})): Break => each(name, of(role), ({ policy, boundary }, set) => ({ about: policy, names: [policy, new RegExp(`may ${action}`)], edit: allow(policy, { Action: action }), behind: { 'its boundary': unbounded(boundary), ...behind(set) } }));

/** The copies of the files, and their key, in the recovery region. */
const copies = (set: TemplateSet, type: string) => set.ofType(type).filter((resource) => /^Production\/Recovery$/.test(resource.view.template.source.name));
const OPERATOR = 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*';
/** The policy of a copy, or of its key, names a role, whatever the role's own policy says. */
const named = (name: string, type: string, key: string, action: string): Break => each(name, of('Operator'), ({ policy, boundary, account }, set) => {
  const held = copies(set, type).filter((resource) => resource.account === account).slice(0, 1);
  return {
    about: policy, names: [...held, new RegExp(`may ${action}`)], behind: { 'its boundary': unbounded(boundary) },
    edit: (drafts) => held.forEach((resource) => change(resource, (statements) => {
      statements.push({ Sid: 'Mutant', Effect: 'Allow', Action: action, Principal: { AWS: '*' }, Resource: type === 'AWS::KMS::Key' ? '*' : { 'Fn::Sub': ['${Bucket}/*', { Bucket: { 'Fn::GetAtt': [resource.at('Bucket').target!.logicalId, 'Arn'] } }] }, Condition: { ArnLike: { 'aws:PrincipalArn': OPERATOR } } });
    }, key)(drafts)),
  };
});
/** Only where there are copies. */
const inProduction = (made: Break): Break => ({ ...made, mutants: (set) => made.mutants(set).filter(({ site }) => site.startsWith('Production/')) });

export const FAMILY: Family = {
  property: CustomerDataForPrivacyOfficerOnly,
  breaks: [
    each('the keeper of the database as anybody', of('DatabaseAdministrator'), ({ policy }) => ({ about: policy, names: [policy, /may rds-db:connect/], edit: change(policy, (statements) => statements.filter((statement) => isAbout(statement, 'rds-db:connect')).forEach((statement) => { statement.Resource = '*'; })) })),
    reads('files', { Action: 's3:GetObject' }, /may s3:GetObject/),
    reads('files by a pattern, with a second factor', { Action: 's3:Get*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }, /may s3:GetObject/),
    reads('the key, through S3', { Action: 'kms:Decrypt', Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } }, /may kms:Decrypt/),
    reads('secrets', { Action: 'secretsmanager:GetSecretValue' }, /may secretsmanager:GetSecretValue/),
    reads('a restore', { Action: 'backup:StartRestoreJob' }, /may backup:StartRestoreJob/),
    reads('a database of a snapshot', { Action: ['rds:RestoreDBClusterFromSnapshot', 'rds:CreateDBInstance'] }, /may rds:RestoreDBClusterFromSnapshot/),
    reads('tables', { Action: 'dynamodb:Scan' }, /may dynamodb:Scan/),
    reads('a shell in a container', { Action: 'ecs:ExecuteCommand' }, /may ecs:ExecuteCommand/),
    reads('the database as anybody', { Action: 'rds-db:connect' }, /may rds-db:connect/, strangers),
    reads('the database as one that reads', { Action: 'rds-db:connect', Resource: 'arn:aws:rds-db:*:*:dbuser:*/privacy_officer' }, /may rds-db:connect/, strangers),
    inProduction(named('the copies of files, by the bucket', 'AWS::S3::BucketPolicy', 'PolicyDocument', 's3:GetObject')),
    inProduction(named('the copies of files, by their key', 'AWS::KMS::Key', 'KeyPolicy', 'kms:Decrypt')),
    inProduction(reads('the copies of files, by name', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-production-content-200000000004-eu-west-1/*' }, /may s3:GetObject on arn:aws:s3:::acme-production-content-200000000004-eu-west-1/)),
    duty('an operator who keeps keys', 'Operator', 'kms:DisableKey'),
    duty('a custodian of keys who deploys', 'KeyCustodian', 'cloudformation:UpdateStack', (set) => ({ 'the service control policy': withoutStatement(policiesOf(set, 'SERVICE_CONTROL_POLICY'), 'ProtectStacks') })),
    duty('an auditor who operates', 'SecurityAuditor', 'ecs:UpdateService'),
  ],
};
