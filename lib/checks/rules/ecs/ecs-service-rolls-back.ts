import { any, demand, all, NOT_APPLICABLE, type Rule, type Value, type Verdict } from '../../rule';

export const EcsServiceRollsBack: Rule = {
  id: 'EcsServiceRollsBack',
  title: 'A service goes back to the last version that worked when a deployment fails.',
  why: 'A version that does not start otherwise is started over and over, while the old tasks go.',
  mend: 'Set DeploymentCircuitBreaker (or Alarms) in DeploymentConfiguration to Enable and Rollback.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html'],
  where: 'acceptance-and-production',
  types: ['AWS::ECS::Service'],
  check: (service) => {
    const configuration = service.at('DeploymentConfiguration');
    // CodeDeploy and deployment controllers of others roll back by themselves.
    return ['CODE_DEPLOY', 'EXTERNAL'].includes(service.at('DeploymentController', 'Type').text ?? '') ? NOT_APPLICABLE
      : any([rollsBack(configuration.at('DeploymentCircuitBreaker')), rollsBack(configuration.at('Alarms'))]);
  },
};

function rollsBack(settings: Value): Verdict {
  return all(['Enable', 'Rollback'].map((key) => demand(settings.at(key), (value) => value.isTrue, 'a failed deployment is not rolled back')));
}
