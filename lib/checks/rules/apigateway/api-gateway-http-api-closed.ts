import { demand, type Rule } from '../../rule';

export const ApiGatewayHttpApiClosed: Rule = {
  id: 'ApiGatewayHttpApiClosed',
  title: 'An HTTP or WebSocket API does not answer under its own public address.',
  why: 'No web application firewall can be put before these APIs; their own address goes round whatever stands before the domain.',
  mend: 'Use a REST API with a web ACL, or set DisableExecuteApiEndpoint and put CloudFront with a web ACL before the domain.',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html'],
  types: ['AWS::ApiGatewayV2::Api'],
  check: (api) => demand(api.at('DisableExecuteApiEndpoint'), (value) => value.isTrue, 'the API answers everybody, unguarded'),
};
