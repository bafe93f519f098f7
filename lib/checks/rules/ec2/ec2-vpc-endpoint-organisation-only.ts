import {
  all, compliant, isAnybody, NOT_APPLICABLE, open, statements, violation, type Condition, type Rule, type Statement, type Verdict,
} from '../../rule';

const OURS = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount', 'aws:principalarn'];
const OUR_RESOURCES = ['aws:resourceorgid', 'aws:resourceorgpaths', 'aws:resourceaccount'];
/** Objects of AWS's own that are fetched, or answers that are put, under signatures of AWS: image layers, packages, agents, answers to CloudFormation. */
const OF_AWS: Readonly<Record<string, RegExp>> = {
  's3:getobject': /^arn:[^:]*:s3:::(prod-[^/*]+-starport-layer-bucket|al2023-repos-|amazonlinux[.-]|a(ws|mazon)-ssm-|patch-baseline-snapshot-|aws-windows-downloads-|amazoncloudwatch-agent|aws-codedeploy-)/,
  's3:putobject': /^arn:[^:]*:s3:::cloudformation-custom-resource-response-/,
};

export const Ec2VpcEndpointOrganisationOnly: Rule = {
  id: 'Ec2VpcEndpointOrganisationOnly',
  title: 'A VPC endpoint admits only the organisation\'s principals, to only the organisation\'s resources.',
  why: 'Without a policy, whoever is inside copies data to a bucket of their own account, past the firewall.',
  mend: 'Write a PolicyDocument whose Allow statements compare aws:PrincipalOrgID and aws:ResourceOrgID with the organisation\'s id.',
  controls: ['NET8'],
  references: ['https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html'],
  types: ['AWS::EC2::VPCEndpoint'],
  check: (endpoint) => {
    const kind = endpoint.at('VpcEndpointType').text ?? 'Gateway';
    // Neither services of others nor the SFTP server take an endpoint policy.
    if (!['Gateway', 'Interface'].includes(kind) || /com\.amazonaws\.vpce\.|\.transfer\.server$/.test(endpoint.at('ServiceName').text ?? '')) {
      return NOT_APPLICABLE;
    }
    const policy = endpoint.at('PolicyDocument');
    if (policy.absent) {
      return violation('the endpoint admits everybody to everything', policy);
    }
    const list = statements(policy);
    return policy.open !== undefined && !policy.isObject ? open(policy)
      : all([compliant(policy), ...list.filter(({ effect }) => effect !== 'Deny').map((allow) => verdict(allow, list))]);
  },
};

function verdict(allow: Statement, list: readonly Statement[]): Verdict {
  if (allow.effect === undefined) {
    return open(allow.value);
  }
  if (isOfAws(allow)) {
    return compliant(allow.value);
  }
  if (!namesPrincipals(allow) && !allow.conditions.some((condition) => binds(condition, OURS) || isServiceOnly(condition)) && !list.some((deny) => refuses(deny, OURS))) {
    return violation('principals outside the organisation are admitted', allow.value);
  }
  return namesResources(allow) || allow.conditions.some((condition) => binds(condition, OUR_RESOURCES)) || list.some((deny) => refuses(deny, OUR_RESOURCES))
    ? compliant(allow.value) : violation('resources outside the organisation are reachable', allow.value);
}

function isOfAws({ actions, resources }: Statement): boolean {
  return actions.length > 0 && resources.length > 0 && actions.every((action) => resources.every((resource) => OF_AWS[action]?.test(resource.text ?? '')));
}

function namesResources({ resources }: Statement): boolean {
  return resources.length > 0 && resources.every((resource) => !/^(\*|arn:[^:]*:s3:::\*.*)$/.test(resource.text ?? '*'));
}

function namesPrincipals({ principals }: Statement): boolean {
  return principals.length > 0 && principals.every(({ kind, value }) => kind === 'AWS' && value.text !== '*');
}

function binds({ operator, key, values }: Condition, keys: readonly string[]): boolean {
  return /^(For(AnyValue|AllValues):)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$/.test(operator) && !operator.startsWith('ForAllValues') && keys.includes(key)
    && values.length > 0 && values.every((value) => !isAnybody(value.text ?? '*'));
}

function isServiceOnly({ operator, key, values }: Condition): boolean {
  return operator === 'Bool' && key === 'aws:principalisawsservice' && values.every((value) => value.isTrue);
}

/** Whether a statement denies everything that is not of the organisation. */
function refuses({ effect, actions, resources, principals, conditions }: Statement, keys: readonly string[]): boolean {
  const whole = effect === 'Deny' && actions.includes('*') && resources.some(({ text }) => text === '*') && principals.some(({ value }) => value.text === '*');
  const deciding = conditions.filter(({ key }) => key !== 'aws:principalisawsservice');
  return whole && deciding.length === 1 && keys.includes(deciding[0].key) && /^String(NotEquals|NotLike)(IfExists)?$/.test(deciding[0].operator);
}
