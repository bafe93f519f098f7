import { ProductionDataNotShared } from '../../../../lib/checks/proofs/properties/production-data-not-shared';
import { controlBreaks, type Written } from '../controls';
import type { Family } from '../mutants';

const actionsOf = ({ Action: action }: Written) => ([] as string[]).concat(action ?? []);
const isSharing = (each: Written) => each.Effect === 'Deny' && actionsOf(each).some((action) => /SnapshotAttribute/.test(action));
const isPerimeter = (each: Written) => each.Effect === 'Deny' && JSON.stringify(each.Condition ?? {}).includes('aws:ResourceOrgID');
const isExporting = (each: Written) => each.Effect === 'Deny' && actionsOf(each).some((action) => /StartExportTask/.test(action));
const sharing = controlBreaks(isSharing);
const exporting = controlBreaks(isExporting);
const perimeter = controlBreaks(isPerimeter);
const without = (pattern: RegExp) => (each: Written) => { each.Action = actionsOf(each).filter((action) => !pattern.test(action)); };

export const FAMILY: Family = {
  property: ProductionDataNotShared,
  breaks: [
    sharing.changed('snapshots of clusters', [/may rds:ModifyDBClusterSnapshotAttribute/], without(/^rds:ModifyDBClusterSnapshotAttribute$/)),
    sharing.changed('snapshots of volumes', [/may ec2:ModifySnapshotAttribute/], without(/^ec2:ModifySnapshotAttribute$/)),
    exporting.changed('images', [/may ec2:/], without(/Image/)),
    exporting.changed('exports of databases', [/may rds:StartExportTask/], without(/StartExportTask/)),
    sharing.changed('everything but snapshots', [/ may /], (each) => { each.Action = ['rds:ModifyDBClusterSnapshotAttribute']; }),
    sharing.changed('the statement allows', [/ may /], (each) => { each.Effect = 'Allow'; }),
    sharing.changed('administrators are excepted', [/aws:PrincipalArn is .*role\/Admin/], (each) => { each.Condition = { ...each.Condition, ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Admin*'] } }; }),
    sharing.changed('whoever has MFA is excepted', [/aws:MultiFactorAuthPresent is true/], (each) => { each.Condition = { ...each.Condition, BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }; }),
    sharing.changed('some resources only', [/ may /], (each) => { each.Resource = ['arn:aws:s3:::x']; }),
    sharing.attached('it is attached to development only', ['200000000001']),
    perimeter.changed('objects may be written elsewhere', [/may s3:PutObject on arn:aws:s3:::bucket-of-a-stranger/], without(/^s3:(Put|\*)/)),
    perimeter.changed('the perimeter allows', [/may s3:PutObject/], (each) => { each.Effect = 'Allow'; }),
    perimeter.changed('the perimeter is that of another organisation', [/may s3:PutObject/], (each) => { each.Condition = { StringEquals: { 'aws:ResourceOrgID': 'o-zzzzzzzzzz' } }; }),
  ],
};
