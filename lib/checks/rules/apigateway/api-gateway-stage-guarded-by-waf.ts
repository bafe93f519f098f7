import { demand, needs, NOT_APPLICABLE, type Resource, type Rule, type Verdict } from '../../rule';

export const ApiGatewayStageGuardedByWaf: Rule = {
  id: 'ApiGatewayStageGuardedByWaf',
  title: 'A web application firewall guards a stage of a public REST API.',
  why: 'An API is called by programs, and attacked by programs: injections arrive unread.',
  mend: 'Associate a web ACL with it (AWS::WAFv2::WebACLAssociation).',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html'],
  types: ['AWS::ApiGateway::Stage'],
  check: (stage) => {
    const api = stage.at('RestApiId').target;
    const kinds = api?.at('EndpointConfiguration', 'Types').items.map(({ text }) => text) ?? [];
    if (kinds.length > 0 && kinds.every((kind) => kind === 'PRIVATE')) {
      return NOT_APPLICABLE;
    }
    const direct = needs(stage, 'AWS::WAFv2::WebACLAssociation', ['ResourceArn'], 'no web application firewall guards the stage');
    return direct.kind === 'violation' && api ? needs(api, 'AWS::WAFv2::WebACLAssociation', ['ResourceArn'], 'no web application firewall guards the stage', (association) => namesStage(association, stage)) : direct;
  },
};

/** An association by an ARN that is put together names the API by reference and the stage by its name. */
function namesStage(association: Resource, stage: Resource): Verdict {
  const name = stage.at('StageName').text ?? '';
  return demand(association.at('ResourceArn'), ({ text }) => name !== '' && (text ?? '').endsWith(`/stages/${name}`), 'another stage is guarded, not this one');
}
