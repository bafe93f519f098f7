import { CodeBuildEnvironmentNoSecrets } from '../../../../../lib/checks/rules/codebuild/code-build-environment-no-secrets';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };

const project = (...EnvironmentVariables: object[]) => ({ Project: { Type: 'AWS::CodeBuild::Project', Properties: { Environment: { EnvironmentVariables } } } });
describeRule(CodeBuildEnvironmentNoSecrets, {
  compliant: { 'a setting': project({ Name: 'STAGE', Value: 'prod' }, { Name: 'NPM_TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm:token' }) },
  violation: { 'a token': project({ Name: 'NPM_TOKEN', Value: 'abcdef' }), 'a token, said to be plain': project({ Name: 'NPM_TOKEN', Type: 'PLAINTEXT', Value: 'abcdef' }) },
  notApplicable: { 'a secret of Secrets Manager': project({ Name: 'NPM_TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm:token' }) },
  unknown: { 'a parameter': open(project({ Name: 'NPM_TOKEN', Value: OPEN })) },
});
