import { NobodyStopsRecording } from '../../../../lib/checks/proofs/properties/nobody-stops-recording';
import { controlBreaks, type Written } from '../controls';
import type { Family } from '../mutants';

const actionsOf = ({ Action: action }: Written) => ([] as string[]).concat(action ?? []);
const isAbout = (each: Written) => each.Effect === 'Deny' && actionsOf(each).some((action) => /^(cloudtrail:StopLogging|logs:DeleteLogGroup)$/.test(action));
const { changed, attached } = controlBreaks(isAbout);
const without = (pattern: RegExp) => (each: Written) => { each.Action = actionsOf(each).filter((action) => !pattern.test(action)); };

export const FAMILY: Family = {
  property: NobodyStopsRecording,
  breaks: [
    changed('trails may be stopped', [/may cloudtrail:StopLogging/], without(/^cloudtrail:StopLogging$/)),
    changed('all of CloudTrail', [/may cloudtrail:/], without(/^cloudtrail:/)),
    changed('recorders of the configuration', [/may config:/], without(/^config:/)),
    changed('detectors of threats', [/may guardduty:/], without(/^guardduty:/)),
    changed('log groups may be deleted', [/may logs:DeleteLogGroup/], without(/^logs:DeleteLogGroup$/)),
    changed('logs may be kept for a day', [/may logs:/], without(/^logs:(Put|Delete)RetentionPolicy$/)),
    changed('flow logs', [/may ec2:DeleteFlowLogs/], without(/^ec2:DeleteFlowLogs$/)),
    changed('the statement allows', [/ may /], (each) => { each.Effect = 'Allow'; }),
    changed('some resources only', [/ may /], (each) => { each.Resource = ['arn:aws:logs:eu-central-1:*:*']; }),
    changed('administrators are excepted', [/aws:PrincipalArn is .*role\/Admin/], (each) => { each.Condition = { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/cdk-*-cfn-exec-role-*', 'arn:aws:iam::*:role/Admin*'] } }; }),
    changed('every role is excepted', [/aws:PrincipalArn is /], (each) => { each.Condition = { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/*'] } }; }),
    changed('whoever has MFA is excepted', [/aws:MultiFactorAuthPresent is true/], (each) => { each.Condition = { ...each.Condition, BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }; }),
    attached('it is attached to one account only', ['200000000004']),
    attached('it is attached to the management account only', ['100000000001']),
  ],
};
