import { OrganisationDeniesOtherRegions } from '../../../../lib/checks/proofs/properties/organisation-denies-other-regions';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { policiesOf, statementsOf } from '../access';
import type { Break, Family, ProofMutant } from '../mutants';

interface Written { Sid: string; Effect: string; NotAction?: string[]; Action?: unknown; Resource: unknown; Condition: Record<string, Record<string, unknown>> }

const REGIONS = 'aws:RequestedRegion';
const isAboutRegions = ({ Effect: effect, Condition: condition }: Written) => effect === 'Deny' && JSON.stringify(condition ?? {}).includes(REGIONS);

/** What is gone cannot be named: the witness tells what the organisation lets happen now, in which region and by whom. */
function changed(name: string, names: readonly RegExp[], change: (statement: Written, all: Written[]) => void): Break {
  return { name, mutants: (set) => places(set, names, (content) => content.Statement.filter(isAboutRegions).forEach((each) => change(each, content.Statement))) };
}

function places(set: TemplateSet, names: readonly RegExp[], change: (content: { Statement: Written[] }, raw: Record<string, unknown>) => void): ProofMutant[] {
  return regionPolicies(set).map((policy) => ({ site: policy.logicalId, about: policy, names, edit: (drafts) => { const raw = drafts.properties(policy); change(raw.Content as { Statement: Written[] }, raw as Record<string, unknown>); } }));
}

function regionPolicies(set: TemplateSet): Resource[] {
  return policiesOf(set, 'SERVICE_CONTROL_POLICY').filter((policy) => (statementsOf(policy, 'Content') as Written[] | undefined)?.some(isAboutRegions));
}

const somewhere = /when .*aws:RequestedRegion is (?!eu-)/;

export const FAMILY: Family = {
  property: OrganisationDeniesOtherRegions,
  breaks: [
    changed('a region outside the EEA', [/aws:RequestedRegion is us-east-1/], (each) => { (each.Condition.StringNotEquals[REGIONS] as string[]).push('us-east-1'); }),
    changed('London', [/aws:RequestedRegion is eu-west-2/], (each) => { (each.Condition.StringNotEquals[REGIONS] as string[]).push('eu-west-2'); }),
    changed('regions by a pattern', [/aws:RequestedRegion is us-/], (each) => { each.Condition = { StringNotLike: { [REGIONS]: ['eu-central-1', 'us-*'] } }; }),
    changed('S3 may be anywhere', [/may s3:/, somewhere], (each) => { each.NotAction!.push('s3:*'); }),
    changed('objects may be put anywhere', [/may s3:PutObject/, somewhere], (each) => { each.NotAction!.push('s3:Put*'); }),
    changed('a service may be anywhere', [/may lambda:CreateFunction/, somewhere], (each) => { each.NotAction!.push('lambda:*Function'); }),
    changed('everything may be anywhere', [/may ec2:RunInstances/, somewhere], (each) => { each.NotAction = ['*']; }),
    changed('a few actions are denied', [/may (?!ec2:RunInstances|s3:CreateBucket)/, somewhere], (each) => { delete each.NotAction; each.Action = ['ec2:RunInstances', 's3:CreateBucket']; }),
    changed('some roles may', [/aws:PrincipalArn|role\//], (each) => { each.Condition.ArnNotLike = { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Admin*'] }; }),
    changed('whoever has a tag may', [/aws:PrincipalTag\/trusted is/], (each) => { each.Condition.StringNotEquals = { ...each.Condition.StringNotEquals, 'aws:PrincipalTag/trusted': 'yes' }; }),
    changed('whoever comes through a service may', [/aws:ViaAWSService is true|aws:CalledVia/], (each) => { each.Condition.Bool = { 'aws:ViaAWSService': 'false' }; }),
    changed('some resources only', [somewhere], (each) => { each.Resource = ['arn:aws:s3:::*']; }),
    changed('nobody with MFA', [/aws:MultiFactorAuthPresent is true|when/], (each) => { each.Condition.BoolIfExists = { 'aws:MultiFactorAuthPresent': 'false' }; }),
    changed('it allows instead', [somewhere], (each) => { each.Effect = 'Allow'; }),
    { name: 'it is attached to one account only', mutants: (set) => places(set, [somewhere, /account (?!200000000004)/], (_, raw) => { raw.TargetIds = ['200000000004']; }) },
    { name: 'it is attached to nothing', mutants: (set) => places(set, [somewhere], (_, raw) => { delete raw.TargetIds; }) },
    { name: 'the management account is the only one', mutants: (set) => places(set, [somewhere], (_, raw) => { raw.TargetIds = ['100000000001']; }) },
  ],
};
