import { mayEver, type Demand } from '../access/ask';
import { guarding, verdictOnControl } from '../access/controls';
import { AccessModel, type Object_, type Principal } from '../access/model';
import type { Found } from '../access/parties';
import { policyOf } from '../access/statement';
import type { Property } from '../property';

/** What hands a copy of a snapshot, an image or a table to somebody else, or reads it past its store. */
const SHARE = [
  'dynamodb:ExportTableToPointInTime', 'ebs:GetSnapshotBlock', 'ec2:CreateInstanceExportTask', 'ec2:CreateStoreImageTask', 'ec2:ExportImage', 'ec2:ModifyImageAttribute', 'rds:StartExportTask',
];
/** What AWS Backup does besides, for as long as it copies a snapshot to another account. */
const COPY = ['ec2:ModifySnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:ModifyDBSnapshotAttribute'];
/** A bucket of an account outside, which lets everybody write. */
const OUTSIDE: Object_ = {
  arn: 'arn:aws:s3:::bucket-of-a-stranger/x', owner: '999999999999',
  policies: [policyOf({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] }, 'resource', { template: '', logicalId: '', path: '' })],
};

export const ProductionDataNotShared: Property = {
  id: 'ProductionDataNotShared',
  title: 'Nobody in production shares or exports a snapshot, an image or a table, AWS Backup aside while it copies one, nor writes an object to a bucket outside the organisation.',
  why: 'A shared snapshot is the whole database, and leaves no trace where it is read.',
  mend: 'Deny sharing and exporting in a service control policy for every account, and s3:PutObject where aws:ResourceOrgID is not your organisation.',
  proof: 'iam',
  controls: ['SEP4'],
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
    'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const controls = guarding(model, /Modify(DBCluster|DB)?SnapshotAttribute|aws:ResourceOrgID/i);
    const accounts = controls.length === 0 ? [] : model.organisation.accounts.filter((account) => set.accounts[account] === 'production');
    const found = accounts.flatMap((account): Found[] => {
      const principal: Principal = { kind: 'account', account };
      return [
        ...COPY.map((action) => ({ principal, existence: mayEver(model, { principal, action, resource: '*', within: ['*'], demands: nobodyOf(rolesOfBackup(model)) }) })),
        ...SHARE.map((action) => ({ principal, existence: mayEver(model, { principal, action, resource: '*', within: ['*'] }) })),
        { principal, existence: mayEver(model, { principal, action: 's3:PutObject', resource: OUTSIDE }) },
      ];
    });
    return controls.map((control) => verdictOnControl(model, found, control));
  },
};

/** ARNs of the roles that nobody but AWS Backup assumes. */
function rolesOfBackup(model: AccessModel): string[] {
  return model.identities.filter(({ arn }) => {
    const trust = model.targetOf(arn)?.policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect !== 'Deny')) ?? [];
    return trust.length > 0 && trust.every(({ open, principals }) => open === undefined && principals?.every(({ kind, name }) => kind === 'Service' && name === 'backup.amazonaws.com'));
  }).map(({ arn }) => arn);
}

/** Anybody but these. */
function nobodyOf(arns: readonly string[]): Demand[] {
  return arns.length === 0 ? [] : [{ ArnNotLike: { 'aws:PrincipalArn': arns } }];
}
