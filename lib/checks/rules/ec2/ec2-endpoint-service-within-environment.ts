import { accountOf, accountWithin, all, compliant, NOT_APPLICABLE, notShown, open, type Resource, type Rule, type Value, type Verdict, violation } from '../../rule';

export const Ec2EndpointServiceWithinEnvironment: Rule = {
  id: 'Ec2EndpointServiceWithinEnvironment',
  title: 'An endpoint service is joined by nobody of another environment.',
  why: 'PrivateLink is a road between environments that no route table shows.',
  mend: 'Permit principals of the same environment or of a shared account only, and connect to services of AWS or of your own.',
  controls: ['SEP2'],
  references: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html'],
  types: ['AWS::EC2::VPCEndpointServicePermissions', 'AWS::EC2::VPCEndpoint'],
  check: (resource) => {
    if (resource.type === 'AWS::EC2::VPCEndpointServicePermissions') {
      return all(resource.at('AllowedPrincipals').items.map((principal) => permits(principal, resource)));
    }
    const service = resource.at('ServiceName');
    const provider = service.targets.find((target) => target.type === 'AWS::EC2::VPCEndpointService');
    return provider ? (provider.account === resource.account ? compliant(service) : accountWithin(provider.account ?? '', service, resource))
      : /\.vpce-svc-/.test(service.text ?? '') ? notShown(service, 'an endpoint service') : service.open !== undefined ? open(service) : NOT_APPLICABLE;
  },
};

function permits(principal: Value, resource: Resource): Verdict {
  const account = accountOf({ kind: 'AWS', value: principal });
  return principal.text === '*' ? violation('everybody may connect', principal)
    : account === undefined ? open(principal) : accountWithin(account, principal, resource);
}
