import { needs, NOT_APPLICABLE, type Rule } from '../../rule';

export const AppSyncApiGuardedByWaf: Rule = {
  id: 'AppSyncApiGuardedByWaf',
  title: 'A web application firewall guards a public GraphQL API.',
  why: 'Queries arrive unread and can be as large and deep as an attacker likes.',
  mend: 'Associate a web ACL with it (AWS::WAFv2::WebACLAssociation).',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html'],
  types: ['AWS::AppSync::GraphQLApi'],
  check: (api) => (api.at('Visibility').text === 'PRIVATE' ? NOT_APPLICABLE
    : needs(api, 'AWS::WAFv2::WebACLAssociation', ['ResourceArn'], 'no web application firewall guards the API')),
};
