import type { TemplateSource } from '../../lib/checks/template';
import type { Draft, Loose } from './support/operator';

/** Where a resource of the edited templates stood before: `template logicalId`. */
export type Origin = (template: string, logicalId: string) => string;

/** An edit that changes how templates are written, not what they make. No rule may speak up about it. */
export interface Neutral {
  readonly name: string;
  /** Edits copies of the templates at these indices; may add templates. */
  readonly apply: (drafts: Draft[], at: readonly number[]) => Origin | undefined;
}

const INTRINSIC = /^(Ref|Condition|Fn::\w+)$/;

/** The edit of each template by itself. */
function each(name: string, edit: (draft: Draft) => void): Neutral {
  return { name, apply: (drafts, at) => { at.forEach((i) => edit(drafts[i])); return undefined; } };
}

/** The edit of each resource's properties by itself. */
function properties(name: string, edit: (value: Loose, resource: Loose, draft: Draft) => Loose): Neutral {
  return each(name, (draft) => resourcesOf(draft).forEach(([, resource]) => {
    if (resource.Properties !== undefined) {
      resource.Properties = edit(resource.Properties, resource, draft);
    }
  }));
}

function resourcesOf(draft: Draft): [string, Loose][] {
  return Object.entries(draft.body.Resources as Record<string, Loose>);
}

function isObject(value: Loose): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function functionOf(value: Loose): string | undefined {
  const keys = isObject(value) ? Object.keys(value as object) : [];
  return keys.length === 1 && INTRINSIC.test(keys[0]) && !(keys[0] === 'Condition' && typeof value.Condition !== 'string') ? keys[0] : undefined;
}

/** Rewrites every value that is no part of a function's argument, from the inside out. */
function values(value: Loose, rewrite: (value: Loose, key?: string) => Loose, key?: string): Loose {
  if (functionOf(value)) {
    return rewrite(value, key);
  }
  return rewrite(Array.isArray(value) ? value.map((item) => values(item, rewrite, key) as Loose)
    : isObject(value) ? Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, values(item, rewrite, name) as Loose])) : value, key);
}

/** Rewrites every function, those in arguments of others too. */
function functions(value: Loose, rewrite: (name: string, argument: Loose) => Loose): Loose {
  if (Array.isArray(value)) {
    return value.map((item) => functions(item, rewrite) as Loose);
  }
  if (!isObject(value)) {
    return value;
  }
  const name = functionOf(value);
  const inner = name === 'Fn::GetStackOutput' ? value as Loose
    : Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, functions(item, rewrite) as Loose]));
  return name ? rewrite(name, inner[name]) ?? inner : inner;
}

function reversed(value: Loose): Loose {
  return Array.isArray(value) ? value.map((item) => reversed(item) as Loose)
    : isObject(value) ? Object.fromEntries(Object.entries(value as object).reverse().map(([key, item]) => [key, reversed(item) as Loose])) : value;
}

/** Lists in which the order says nothing. */
const UNORDERED = ['Tags', 'Statement', 'SecurityGroupIngress', 'SecurityGroupEgress', 'LoadBalancerAttributes', 'ListenerAttributes', 'SubnetIds', 'Subnets', 'Action', 'Resource', 'RedactedFields', 'Replicas', 'Environment', 'ContainerDefinitions'];

/** A copy of every statement of the policies below a value, changed. A change may make several of one. */
function statements(value: Loose, change: (statement: Loose) => Loose | Loose[]): Loose {
  return values(value, (item) => (isObject(item) && ([] as Loose[]).concat(item.Statement ?? []).some((one) => one.Effect !== undefined)
    ? { ...item, Statement: ([] as Loose[]).concat(item.Statement).flatMap((one) => (functionOf(one) || one.Effect === undefined ? one : change(one)) as Loose) } : item) as Loose);
}

const scalar = (value: Loose): Loose => (Array.isArray(value) && value.length === 1 ? value[0] as Loose : value);
const list = (value: Loose): Loose => (Array.isArray(value) || functionOf(value) === 'Fn::If' ? value : [value]) as Loose;
const inside = (map: Loose, change: (value: Loose) => Loose): Loose => (isObject(map) && !functionOf(map) ? Object.fromEntries(Object.entries(map as object).map(([key, value]) => [key, change(value) as Loose])) : map);

function shaped(statement: Loose, change: (value: Loose) => Loose): Loose {
  const made = { ...statement };
  ['Action', 'NotAction', 'Resource', 'NotResource'].filter((key) => key in made).forEach((key) => { made[key] = change(made[key]); });
  ['Principal', 'NotPrincipal'].filter((key) => key in made).forEach((key) => { made[key] = inside(made[key], change); });
  if (isObject(made.Condition)) {
    made.Condition = inside(made.Condition, (keys) => inside(keys, change));
  }
  return made;
}

/** One statement for each value of one of its lists. */
const split = (key: string) => (statement: Loose): Loose => (Array.isArray(statement[key]) && statement[key].length > 1
  ? statement[key].map((one: Loose, i: number) => ({ ...statement, ...(statement.Sid && { Sid: `${statement.Sid}${i}` }), [key]: one as unknown })) : statement);

/** Denials of all regions but some must name their actions together. */
const isAboutRegions = (statement: Loose): boolean => JSON.stringify(statement).includes('aws:RequestedRegion');

const escaped = (text: string): string => text.replaceAll('${', '${!');

/** Text that CloudFormation takes as such. What begins like a dynamic reference, or is looked at by the CDK, is left alone. */
const isText = (value: Loose): value is string => typeof value === 'string' && value.length > 1 && !value.includes('{{resolve:');

function inConditions(draft: Draft): void {
  draft.body.Parameters = { ...draft.body.Parameters, NeutralChoice: { Type: 'String' } };
  draft.body.Conditions = { ...draft.body.Conditions, NeutralChosen: { 'Fn::Equals': [{ Ref: 'NeutralChoice' }, 'yes'] } };
}

/** Logical id and attribute of an `Fn::GetAtt`, a list or text. */
function attributeOf(argument: Loose): [string, string] {
  const text = Array.isArray(argument) ? argument.join('.') : String(argument);
  return [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)];
}

const GROUP = 'AWS::EC2::SecurityGroup';

/** The security group of the same template that a separate rule belongs to. */
function groupOf(draft: Draft, rule: Loose): Loose {
  const { GroupId: id } = rule.Properties as Loose;
  const [name, attribute] = id?.Ref !== undefined ? [id.Ref as string, 'GroupId'] : attributeOf(id?.['Fn::GetAtt']);
  const group = draft.body.Resources[name] as Loose;
  return group?.Type === GROUP && attribute === 'GroupId' ? group : undefined;
}

const REGION = /(?<![a-z0-9-])[a-z]{2}(-[a-z]+)+-\d(?![a-z0-9-])/;

/** Resources that others find by looking for them, and that nothing refers to: they may as well stand in another stack. */
const COMPANIONS = [
  'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::WAFv2::WebACLAssociation', 'AWS::WAFv2::LoggingConfiguration', 'AWS::EC2::FlowLog',
  'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::AutoScaling::ScalingPolicy',
  'AWS::SecretsManager::RotationSchedule', 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', 'AWS::NetworkFirewall::LoggingConfiguration', 'AWS::CloudWatch::Alarm',
  'AWS::EC2::SubnetNetworkAclAssociation', 'AWS::EC2::NetworkAclEntry', 'AWS::EC2::Route', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::GatewayRouteTableAssociation', 'AWS::RDS::DBInstance',
  'AWS::EC2::VPCEndpoint', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::EC2::VPCEncryptionControl', 'Custom::VpcRestrictDefaultSG',
];

/** Moves companions into a stack of their own, which imports what they refer to. */
function apart(draft: Draft, drafts: Draft[]): Origin {
  const name = `${draft.name} apart`;
  const text = JSON.stringify({ ...draft.body, Resources: Object.fromEntries(resourcesOf(draft).map(([id, resource]) => [id, { ...resource, DependsOn: undefined }])) });
  const moved = resourcesOf(draft).filter(([id, { Type: type, Condition: condition }]) => COMPANIONS.includes(type as string) && condition === undefined && !text.includes(`"${id}"]`) && !text.includes(`"Ref":"${id}"`)
    && !text.includes(`"Fn::GetAtt":["${id}"`) && !text.includes(`\${${id}}`) && !text.includes(`\${${id}.`) && !text.includes(`"Fn::GetAtt":"${id}.`));
  const outputs: Record<string, Loose> = {};
  const imported = (value: Loose): Loose => {
    const output = `Neutral${Object.keys(outputs).length}`;
    const known = Object.entries(outputs).find(([, made]) => JSON.stringify(made.Value) === JSON.stringify(value))?.[0];
    outputs[known ?? output] ??= { Value: value as unknown, Export: { Name: `${draft.name}:${known ?? output}` } };
    return { 'Fn::ImportValue': `${draft.name}:${known ?? output}` };
  };
  const isLocal = (id: string) => id in (draft.body.Resources as object) || id in (draft.body.Parameters as object | undefined ?? {});
  const resources = Object.fromEntries(moved.map(([id, { DependsOn: _, ...resource }]) => {
    delete draft.body.Resources[id];
    return [id, functions(withoutSub(resource), (made, argument) => (made === 'Ref' && isLocal(argument as string) || made === 'Fn::GetAtt' ? imported({ [made]: argument as unknown }) : undefined))];
  }));
  if (moved.length > 0) {
    draft.body.Outputs = { ...draft.body.Outputs, ...outputs };
    drafts.push({ ...draft, name, stackName: `${draft.stackName}-apart`, body: { Resources: resources as unknown, Mappings: draft.body.Mappings as unknown } });
  }
  return (template, id) => `${template === name ? draft.name : template} ${id}`;
}

/** Text with references inside, as a join of its parts. */
function withoutSub(value: Loose): Loose {
  return functions(value, (name, argument) => {
    if (name !== 'Fn::Sub' || typeof argument !== 'string') {
      return undefined;
    }
    const parts = argument.split(/(\$\{[^}]+\})/).filter((part) => part !== '').map((part) => {
      const inner = /^\$\{([^!][^}]*)\}$/.exec(part)?.[1];
      return inner === undefined ? part.replaceAll('${!', '${') : inner.includes('.') ? { 'Fn::GetAtt': [inner.slice(0, inner.indexOf('.')), inner.slice(inner.indexOf('.') + 1)] } : { Ref: inner };
    });
    return { 'Fn::Join': ['', parts] };
  });
}

/** Gives every resource another logical id. */
function renamed(drafts: Draft[], at: readonly number[]): Origin {
  const origins = new Map<string, string>();
  for (const draft of at.map((i) => drafts[i])) {
    const names = new Map(Object.keys(draft.body.Resources as object).map((id, i) => [id, `Renamed${i}`]));
    const parts = (text: string) => text.replace(/\$\{([A-Za-z0-9]+)([.}])/g, (whole, id: string, end: string) => (names.has(id) ? `\${${names.get(id)}${end}` : whole));
    const made = functions(draft.body, (name, argument) => (name === 'Ref' && names.has(argument as string) ? { Ref: names.get(argument as string) }
      : name === 'Fn::GetAtt' ? { 'Fn::GetAtt': [names.get(attributeOf(argument)[0]), attributeOf(argument)[1]] }
        : name === 'Fn::Sub' ? { 'Fn::Sub': Array.isArray(argument) ? [parts(argument[0] as string), argument[1]] : parts(argument as string) } : undefined));
    made.Resources = Object.fromEntries(Object.entries(made.Resources as Record<string, Loose>).map(([id, resource]) => [names.get(id), {
      ...resource, ...(resource.DependsOn && { DependsOn: ([] as string[]).concat(resource.DependsOn as string[]).map((one) => names.get(one)) }),
    }]));
    draft.body = made;
    names.forEach((name, id) => origins.set(`${draft.name} ${name}`, `${draft.name} ${id}`));
  }
  return (template, id) => origins.get(`${template} ${id}`) ?? `${template} ${id}`;
}

/** Ways to write the same thing otherwise. */
export const NEUTRAL: readonly Neutral[] = [
  each('keys and resources in another order', (draft) => { draft.body = reversed(draft.body); }),
  properties('lists in another order', (all) => values(all, (value, key) => (Array.isArray(value) && UNORDERED.includes(key ?? '') ? [...value].reverse() : value) as Loose)),
  { name: 'logical ids renamed', apply: renamed },
  properties('tags added', (all) => (Array.isArray(all.Tags) ? { ...all, Tags: [...all.Tags, { Key: 'team', Value: 'platform' }, { Key: 'dtap:owner', Value: 'x' }] } : all) as Loose),
  each('descriptions, metadata and dependencies added', (draft) => {
    draft.body = { ...draft.body, Description: 'Another description', Metadata: { Note: 'x' } };
    resourcesOf(draft).forEach(([, resource], i, all) => Object.assign(resource as object, { Metadata: { Note: 'x' } }, i > 0 && { DependsOn: all[0][0] }));
  }),
  each('security group rules apart', (draft) => resourcesOf(draft).filter(([, { Type }]) => Type === GROUP).forEach(([id, { Properties: all }]) => {
    const rules = all.SecurityGroupIngress as Loose[] | undefined;
    delete all.SecurityGroupIngress;
    rules?.forEach((rule, i) => { draft.body.Resources[`${id}Rule${i}`] = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { ...rule, GroupId: { 'Fn::GetAtt': [id, 'GroupId'] } } }; });
    // Without any inline rule a group lets everything out: one stays.
    (all.SecurityGroupEgress as Loose[] | undefined)?.splice(1).forEach((rule: Loose, i: number) => {
      draft.body.Resources[`${id}Way${i}`] = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...rule, GroupId: { 'Fn::GetAtt': [id, 'GroupId'] } } };
    });
  })),
  each('security group rules inline', (draft) => resourcesOf(draft).filter(([, { Type }]) => /::SecurityGroup(In|E)gress$/.test(Type as string)).forEach(([id, rule]) => {
    const group = groupOf(draft, rule);
    const key = rule.Type === 'AWS::EC2::SecurityGroupIngress' ? 'SecurityGroupIngress' : 'SecurityGroupEgress';
    if (group && (key === 'SecurityGroupIngress' || group.Properties.SecurityGroupEgress)) {
      group.Properties[key] = [...([] as Loose[]).concat(group.Properties[key] ?? []), { ...rule.Properties, GroupId: undefined }];
      delete draft.body.Resources[id];
    }
  })),
  properties('Ref as Fn::Sub', (all) => functions(all, (name, argument) => (name === 'Ref' && argument !== 'AWS::NoValue' ? { 'Fn::Sub': `\${${argument}}` } : undefined))),
  properties('Ref as Fn::Join', (all) => functions(all, (name, argument) => (name === 'Ref' && argument !== 'AWS::NoValue' ? { 'Fn::Join': ['', [{ Ref: argument as unknown }]] } : undefined))),
  properties('Fn::GetAtt of a list as text, of text as a list', (all) => functions(all, (name, argument) => (name === 'Fn::GetAtt' ? { 'Fn::GetAtt': Array.isArray(argument) ? argument.join('.') : attributeOf(argument) } : undefined))),
  properties('Fn::GetAtt as Fn::Sub', (all, resource) => (JSON.stringify(resource).includes('EndpointIds') ? all
    : functions(all, (name, argument) => (name === 'Fn::GetAtt' ? { 'Fn::Sub': `\${${attributeOf(argument).join('.')}}` } : undefined))) as Loose),
  properties('Fn::Sub as Fn::Join', withoutSub),
  properties('Fn::Join as Fn::Sub', (all) => functions(all, (name, argument) => (name === 'Fn::Join' && argument[0] === '' && Array.isArray(argument[1]) && argument[1].every((part: Loose) => ['string', 'Ref', 'Fn::GetAtt'].includes(functionOf(part) ?? typeof part))
    ? { 'Fn::Sub': argument[1].map((part: Loose) => (typeof part === 'string' ? escaped(part) : `\${${part.Ref ?? attributeOf(part['Fn::GetAtt']).join('.')}}`)).join('') } : undefined))),
  properties('pseudo parameters written out', (all, _, { account, region }) => functions(all, (name, argument) => (name !== 'Ref' ? undefined
    : argument === 'AWS::AccountId' ? account : argument === 'AWS::Region' ? region : argument === 'AWS::Partition' ? 'aws' : argument === 'AWS::URLSuffix' ? 'amazonaws.com' : undefined) as Loose)),
  properties('accounts and regions as pseudo parameters', (all, _, { account, region }) => values(all, (value) => (isText(value) && !value.includes('${') && (value.includes(account ?? '-') || REGION.exec(value)?.[0] === region)
    ? { 'Fn::Sub': value.replaceAll(account ?? '-', '${AWS::AccountId}').replace(REGION, (found) => (found === region ? '${AWS::Region}' : found)).replace(/^arn:aws:/, 'arn:${AWS::Partition}:') } : value) as Loose)),
  properties('text as Fn::Sub', (all) => values(all, (value) => (isText(value) ? { 'Fn::Sub': escaped(value) } : value) as Loose)),
  properties('text as Fn::Join', (all) => values(all, (value) => (isText(value) ? { 'Fn::Join': ['', [value.slice(0, 1), value.slice(1)]] } : value) as Loose)),
  properties('text from a mapping', (all, _, draft) => values(all, (value) => {
    if (!isText(value)) {
      return value;
    }
    const texts = ((draft.body.Mappings ??= {}).Neutral ??= { Texts: {} }).Texts as Record<string, string>;
    const key = Object.keys(texts).find((name) => texts[name] === value) ?? `Text${Object.keys(texts).length}`;
    texts[key] = value;
    return { 'Fn::FindInMap': ['Neutral', 'Texts', key] };
  })),
  properties('the same in both branches', (all, _, draft) => {
    inConditions(draft);
    return Object.fromEntries(Object.entries(all as Record<string, Loose>).map(([key, value]) => [key, { 'Fn::If': ['NeutralChosen', value, structuredClone(value)] }]));
  }),
  properties('the same in both branches, deep inside', (all, _, draft) => {
    inConditions(draft);
    return Object.fromEntries(Object.entries(all as Record<string, Loose>).map(([key, inner]) => [key, values(inner, (value) => (isObject(value) && !functionOf(value) ? value : { 'Fn::If': ['NeutralChosen', value, structuredClone(value)] }) as Loose)]));
  }),
  properties('nothing at the end of lists', (all) => values(all, (value) => (Array.isArray(value) ? [...value, { Ref: 'AWS::NoValue' }] : value) as Loose)),
  properties('booleans and numbers as text', (all) => values(all, (value) => (typeof value === 'boolean' || typeof value === 'number' ? String(value) : value) as Loose)),
  properties('text as booleans and numbers', (all) => values(all, (value) => (value === 'true' || value === 'false' ? value === 'true' : typeof value === 'string' && /^\d+$/.test(value) && String(Number(value)) === value ? Number(value) : value) as Loose)),
  properties('lists of one in policies', (all) => statements(all, (statement) => shaped(statement, list))),
  properties('scalars in policies', (all) => values(statements(all, (statement) => shaped(statement, scalar)), (value) => (isObject(value) && Array.isArray(value.Statement) ? { ...value, Statement: scalar(value.Statement) as unknown } : value) as Loose)),
  ...['Action', 'Resource'].map((key) => properties(`a statement for each ${key.toLowerCase()}`, (all) => statements(all, (statement) => (isAboutRegions(statement) ? statement : split(key)(statement)) as Loose))),
  properties('a statement for each principal', (all) => statements(all, (statement) => (isObject(statement.Principal) && statement.Effect === 'Allow'
    ? Object.entries(statement.Principal as Record<string, Loose>).flatMap(([kind, who]) => ([] as Loose[]).concat(who).map((one) => ({ ...statement, Sid: undefined, Principal: { [kind]: one as unknown } }))) : statement) as Loose)),
  properties('principals of everybody otherwise', (all, { Type: type }) => (type === 'AWS::Organizations::Policy' ? all
    : statements(all, (statement) => (statement.Principal === '*' ? { ...statement, Principal: { AWS: ['*'] } } : statement.Principal?.AWS === '*' ? { ...statement, Principal: '*' } : statement) as Loose)) as Loose),
  properties('Sids otherwise', (all) => statements(all, (statement) => ({ ...statement, Sid: 'Another' }))),
  properties('condition keys in capitals', (all) => statements(all, (statement) => ({ ...statement, ...(isObject(statement.Condition) && { Condition: inside(statement.Condition, (keys) => (isObject(keys) && !functionOf(keys)
    ? Object.fromEntries(Object.entries(keys as object).map(([key, value]) => [key.startsWith('aws:') ? `AWS:${key.slice(4).toUpperCase()}` : key, value as Loose])) : keys) as Loose) as unknown }) }))),
  properties('actions in capitals', (all) => statements(all, (statement) => ({ ...statement, ...(statement.Action && { Action: values(statement.Action, (value) => (typeof value === 'string' ? value.toUpperCase() : value) as Loose) as unknown }) }))),
  properties('policies as text', (all, { Type: type }) => (type === 'AWS::Organizations::Policy' && !functionOf(all.Content) ? { ...all, Content: JSON.stringify(all.Content) } : all) as Loose),
  each('resources in loops', (draft) => {
    draft.body.Transform = 'AWS::LanguageExtensions';
    draft.body.Resources = Object.fromEntries(resourcesOf(draft).map(([id, resource], i) => [`Fn::ForEach::Loop${i}`, ['NeutralName', [id], { '${NeutralName}': resource as unknown }]]));
  }),
  { name: 'companions in a stack of their own', apply: (drafts, at) => {
    const origins = at.map((i) => apart(drafts[i], drafts));
    return (template, id) => origins.reduce((key, origin) => { const [name, last] = splitKey(key); return origin(name, last); }, `${template} ${id}`);
  } },
];

function splitKey(key: string): [string, string] {
  const at = key.lastIndexOf(' ');
  return [key.slice(0, at), key.slice(at + 1)];
}

/** Copies of the templates, to be edited. */
export function draftsOf(sources: readonly TemplateSource[]): Draft[] {
  return sources.map((source) => ({ ...source, body: structuredClone(source.body) }));
}
