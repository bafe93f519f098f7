import type { Json, Resource, Template, TemplateSet, Value } from '../../template';
import { partitioned } from './arns';
import type { Center, Identity } from './identities';
import { openPolicy, type ManagedPolicies } from './managed';
import type { Names } from './names';
import { documentAt, eachOf, isSettled, readPolicies } from './reading';
import { policyOf, type Place, type Policy } from './statement';

interface PermissionSet {
  readonly template: Template;
  readonly logicalId: string;
  readonly resource: Resource;
  readonly name: string;
  readonly arn: string;
}

/** Where an assignment gives a permission set to somebody. */
interface Assignment {
  readonly account: string;
  readonly permissionSet: string;
  readonly to: string;
  readonly template: Template;
  readonly logicalId: string;
}

/** One hour, if the permission set does not say. */
const USUAL_SECONDS = 3600;

/**
 * The roles that IAM Identity Center makes: one for each permission set in every account that it is assigned in. What the role may do is
 * the permission set's own policies and, by name and path, policies of the account that it is in.
 *
 * Sources: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html,
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
 */
export function permissionSetRoles(set: TemplateSet, names: Names, managed: ManagedPolicies): Identity[] {
  const sets = new Map<string, PermissionSet>();
  eachOf(set, ['AWS::SSO::PermissionSet'], (template, logicalId, resource) => {
    const arn = names.arn(resource);
    sets.set(arn, { template, logicalId, resource, arn, name: names.text(resource.at('Name').raw) });
  });
  const assigned = new Map<string, Assignment[]>();
  eachOf(set, ['AWS::SSO::Assignment'], (template, logicalId, resource) => {
    const [account, permissionSet, to] = ['TargetId', 'PermissionSetArn', 'PrincipalId'].map((property) => names.text(resource.at(property).raw));
    const key = `${permissionSet} ${account}`;
    assigned.set(key, [...assigned.get(key) ?? [], { account, permissionSet, to, template, logicalId }]);
  });
  return [...assigned.values()].map((assignments) => {
    const [{ permissionSet }] = assignments;
    const known = sets.get(permissionSet);
    return known ? roleOf(known, assignments, names, managed) : roleOfStranger(assignments, names);
  });
}

function roleOf({ template, logicalId, resource, arn, name }: PermissionSet, assignments: readonly Assignment[], names: Names, managed: ManagedPolicies): Identity {
  const [{ account }] = assignments;
  const place = (path: string): Place => ({ template: template.source.name, logicalId, path });
  const at = (value: Value): Place => place(value.path);
  const referred = (reference: Value): string => partitioned('iam', '', account, `policy${reference.at('Path').present ? names.text(reference.at('Path').raw) : '/'}${names.text(reference.at('Name').raw)}`);
  const settled = (property: string): boolean => isSettled(template, logicalId, (seen) => names.json(seen.at(property)));
  const customer = resource.at('CustomerManagedPolicyReferences').items.map((reference) => ({ reference, arn: referred(reference) }));
  return {
    kind: 'role', template, logicalId, account,
    ...named(name, arn, account, resource.region, names),
    policies: [
      ...readPolicies(template, logicalId, 'identity', (seen) => documentAt(seen.at('InlinePolicy'), names)),
      ...resource.at('ManagedPolicies').items.flatMap((policy) => managed.find(names.text(policy.raw), 'identity', at(policy))),
      ...customer.flatMap((policy) => managed.find(policy.arn, 'identity', at(policy.reference))),
      ...openLists(resource, place, settled),
    ],
    ...(settled('PermissionsBoundary') ? boundaryOf(resource.at('PermissionsBoundary'), referred, names, managed, at)
      : { boundary: openPolicy('boundary', place('Properties.PermissionsBoundary'), 'a condition of the template decides what the permissions boundary is') }),
    attached: customer.map((policy) => policy.arn),
    tags: new Map(),
    center: { ...centerOf(assignments, account, names, place('Properties')), permissionSet: name, sessionSeconds: settled('SessionDuration') ? secondsOf(resource.at('SessionDuration')) : undefined },
  };
}

/** A permission set that is not in the templates: that somebody comes to the account by it is known, not what they may do there. */
function roleOfStranger(assignments: readonly Assignment[], names: Names): Identity {
  const [{ account, permissionSet, template, logicalId }] = assignments;
  const place: Place = { template: template.source.name, logicalId, path: 'Properties.PermissionSetArn' };
  const told = names.tell(permissionSet);
  return {
    kind: 'role', template, logicalId, account,
    ...named(names.hole(`permission set ${permissionSet}`, `<name of ${told}>`, 'open'), permissionSet, account, template.source.region, names),
    policies: [openPolicy('identity', place, `what the permission set ${told} says is not in the templates`)],
    attached: [], tags: new Map(),
    center: { ...centerOf(assignments, account, names, place), permissionSet: told },
  };
}

/** The region of the instance is part of the path, unless it is us-east-1; the end of the name is made up. */
function named(name: string, set: string, account: string, region: string | undefined, names: Names): Pick<Identity, 'arn' | 'name'> {
  const where = region === undefined ? names.hole(`region of ${set}`, '*', 'name') : region === 'us-east-1' ? '' : `${region}/`;
  const whole = `AWSReservedSSO_${name}_${names.hole(`role of ${set} in ${account}`, '*', 'suffix')}`;
  return { arn: partitioned('iam', '', account, `role/aws-reserved/sso.amazonaws.com/${where}${whole}`), name: whole };
}

/** Who comes in, and by what: Identity Center writes the trust policy, and nobody changes it. */
function centerOf(assignments: readonly Assignment[], account: string, names: Names, place: Place): Omit<Center, 'permissionSet'> {
  const provider = partitioned('iam', '', account, `saml-provider/AWSSSO_${names.hole(`Identity Center in ${account}`, '*', 'suffix')}_DO_NOT_DELETE`);
  const trust: Json = { Version: '2012-10-17', Statement: [{
    Effect: 'Allow', Principal: { Federated: provider }, Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'], Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }] };
  return { provider, trust: policyOf(trust, 'resource', place), assignedTo: [...new Set(assignments.map(({ to }) => to))] };
}

function boundaryOf(value: Value, referred: (reference: Value) => string, names: Names, managed: ManagedPolicies, at: (value: Value) => Place): Pick<Identity, 'boundary' | 'bounded'> {
  if (value.absent) {
    return {};
  }
  const [reference, arn] = [value.at('CustomerManagedPolicyReference'), value.at('ManagedPolicyArn')];
  const bounded = reference.present ? referred(reference) : names.text(arn.raw);
  return { bounded, boundary: reference.present || arn.present ? managed.find(bounded, 'boundary', at(value))[0] : openPolicy('boundary', at(value), 'the permissions boundary is not decided by the template') };
}

/** A list that the template leaves open, or that hangs on a condition, may hold any policy. */
function openLists(resource: Resource, place: (path: string) => Place, settled: (property: string) => boolean): Policy[] {
  return ['ManagedPolicies', 'CustomerManagedPolicyReferences'].filter((property) => resource.at(property).open !== undefined || !settled(property))
    .map((property) => openPolicy('identity', place(resource.at(property).path), 'which policies the permission set has is not decided by the template'));
}

/** ISO 8601, hours and minutes. */
function secondsOf(duration: Value): number | undefined {
  if (duration.absent) {
    return USUAL_SECONDS;
  }
  const [whole, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration.text ?? '') ?? [];
  return whole === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
