import { EcsTaskNoSecrets } from '../../../../../lib/checks/rules/ecs/ecs-task-no-secrets';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };

const task = (container: object) => ({ Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'c', ...container }] } } });
const variable = (Name: string, Value: unknown) => task({ Environment: [{ Name, Value }] });
describeRule(EcsTaskNoSecrets, {
  compliant: { 'settings': variable('STAGE', 'prod'), 'a command': task({ Command: ['node', 'server.js', '--token-file', '/run/token'] }) },
  violation: { 'a password': variable('DB_PASSWORD', 'hunter22'), 'a hidden parameter': open(variable('X', { Ref: 'Hidden' })), 'in the command': task({ Command: ['sh', '-c', 'PASSWORD=hunter22 run'] }), 'in an address': variable('DATABASE', 'postgres://app:hunter22@db/app') },
  notApplicable: { 'secrets where they belong': task({ Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:x' }] }) },
  unknown: { 'an open password': open(variable('DB_PASSWORD', OPEN)) },
});
