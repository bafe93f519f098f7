import { mayEver } from '../access/ask';
import { guarding, verdictOnControl } from '../access/controls';
import { AccessModel, type Principal } from '../access/model';
import type { Found } from '../access/parties';
import type { Property } from '../property';

/** What ends, blinds or shortens a record: of the API, the configuration, threats, the network, and logs as such. */
const STOP = [
  'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel',
  'config:StopConfigurationRecorder', 'ec2:DeleteFlowLogs', 'guardduty:DeleteDetector', 'guardduty:UpdateDetector', 'logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:DeleteRetentionPolicy',
  'logs:DisassociateKmsKey', 'logs:PutRetentionPolicy', 'network-firewall:UpdateLoggingConfiguration', 'route53resolver:DeleteResolverQueryLogConfig',
  'route53resolver:DisassociateResolverQueryLogConfig', 'securityhub:DisableSecurityHub', 'wafv2:DeleteLoggingConfiguration',
];
/** What CloudFormation runs as under `cdk bootstrap`: it sets up what is recorded. */
const DEPLOYMENT = ['arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'];

export const NobodyStopsRecording: Property = {
  id: 'NobodyStopsRecording',
  title: 'Nobody in a member account but CloudFormation stops a record, deletes logs or shortens how long they are kept.',
  why: 'Whoever breaks in first switches off what would tell of it.',
  mend: 'Deny it in a service control policy for every account, the role that CloudFormation runs as excepted.',
  proof: 'iam',
  controls: ['LOG3'],
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    const controls = guarding(model, /logs:DeleteLogGroup|cloudtrail:StopLogging/i);
    const accounts = controls.length === 0 ? [] : model.organisation.accounts.filter((account) => !model.organisation.manages(account));
    const found = accounts.flatMap((account) => {
      const principal: Principal = { kind: 'account', account };
      return STOP.map((action): Found => ({ principal, existence: mayEver(model, { principal, action, resource: '*', within: ['*'], demands: [{ ArnNotLike: { 'aws:PrincipalArn': DEPLOYMENT } }] }) }));
    });
    return controls.map((control) => verdictOnControl(model, found, control));
  },
};
