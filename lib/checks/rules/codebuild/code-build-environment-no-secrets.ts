import { all, holdsNoSecret, type Rule } from '../../rule';

export const CodeBuildEnvironmentNoSecrets: Rule = {
  id: 'CodeBuildEnvironmentNoSecrets',
  title: "A build's plain environment variables hold no secrets.",
  why: 'Builds print their environment, and everybody who may describe the project reads it.',
  mend: "Set the variable's Type to SECRETS_MANAGER.",
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html'],
  types: ['AWS::CodeBuild::Project'],
  check: (project) => all(project.at('Environment', 'EnvironmentVariables').items
    .filter((variable) => variable.at('Type').absent || variable.at('Type').text === 'PLAINTEXT')
    .map((variable) => holdsNoSecret(variable.at('Name').text ?? '', variable.at('Value'), project, `variable ${variable.at('Name').text}`))),
};
