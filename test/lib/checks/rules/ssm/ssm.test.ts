import { SsmParameterNoSecrets } from '../../../../../lib/checks/rules/ssm/ssm-parameter-no-secrets';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };

const parameter = (Value: unknown, Name?: string) => ({ Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value, Name } } });
describeRule(SsmParameterNoSecrets, {
  compliant: { 'a setting': parameter('info', '/app/log-level'), 'the ARN of a secret': parameter({ Ref: 'Secret' }, '/app/secret-arn') },
  violation: { 'a password by its name': parameter('hunter22', '/app/db-password'), 'a hidden parameter': open(parameter({ Ref: 'Hidden' }, '/app/x')), 'a private key': parameter('-----BEGIN PRIVATE KEY-----', '/app/x') },
  notApplicable: { 'another type': OTHER },
  unknown: { 'an open value under a telling name': open(parameter(OPEN, '/app/db-password')) },
});
