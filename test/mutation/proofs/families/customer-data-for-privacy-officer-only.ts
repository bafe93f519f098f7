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
    duty('an operator who keeps keys', 'Operator', 'kms:DisableKey'),
    duty('a custodian of keys who deploys', 'KeyCustodian', 'cloudformation:UpdateStack', (set) => ({ 'the service control policy': withoutStatement(policiesOf(set, 'SERVICE_CONTROL_POLICY'), 'ProtectStacks') })),
    duty('an auditor who operates', 'SecurityAuditor', 'ecs:UpdateService'),
  ],
};
