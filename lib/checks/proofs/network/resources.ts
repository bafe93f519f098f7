import { isMap, Resource, type Json, type JsonMap, type Template, type TemplateSet } from '../../template';
import { isDecided, resolve } from '../../template/resolve';

/** A resource, and why the templates do not decide whether it exists or what it says. */
export interface Found {
  readonly resource: Resource;
  readonly doubt?: string;
}

/** Properties that decide nothing about traffic. */
const WORDS = new Set([
  'AllocatedStorage', 'BackupRetentionPeriod', 'BlockDeviceMappings', 'Code', 'DBSnapshotIdentifier', 'DeletionProtection', 'Description', 'DesiredCapacity', 'DesiredCount',
  'EngineVersion', 'Environment', 'GroupDescription', 'GroupName', 'IamInstanceProfile', 'ImageId', 'InstanceType', 'Iops', 'KeyName', 'KmsKeyId', 'LoadBalancerAttributes',
  'MasterUserPassword', 'MasterUsername', 'MaxSize', 'MinSize', 'MonitoringInterval', 'MultiAZ', 'Name', 'PolicyDocument', 'SnapshotIdentifier', 'StorageEncrypted',
  'StorageType', 'TagSpecifications', 'Tags', 'UserData',
]);

/**
 * The resources of all templates, those too that exist only if an open condition holds. Where a condition that the templates
 * leave open decides about a resource, or about a property of it, the resource carries a doubt.
 */
export class Resources {
  private readonly byType = new Map<string, Found[]>();

  constructor(set: TemplateSet) {
    for (const template of set.templates) {
      const openCondition = conditionsOf(template);
      for (const logicalId of template.logicalIds) {
        const found = find(template, logicalId, openCondition);
        if (found) {
          const list = this.byType.get(found.resource.type);
          if (list) {
            list.push(found);
          } else {
            this.byType.set(found.resource.type, [found]);
          }
        }
      }
    }
  }

  public of(...types: readonly string[]): Found[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }
}

type OpenCondition = (name: string) => boolean;

function find(template: Template, logicalId: string, isOpen: OpenCondition): Found | undefined {
  const body = template.section('Resources')[logicalId] as JsonMap;
  const { Condition: condition } = body;
  const existing = template.base.resource(logicalId);
  if (typeof condition === 'string' && isOpen(condition)) {
    return { resource: existing ?? new Resource(logicalId, body, template.base), doubt: `condition ${condition} of ${logicalId}` };
  }
  const inside = existing && openIf(body.Properties, isOpen);
  return existing && { resource: existing, ...(inside !== undefined && { doubt: `condition ${inside} in ${logicalId}` }) };
}

/** The first open condition that chooses between properties. */
function openIf(value: Json | undefined, isOpen: OpenCondition): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const entries: [string, Json][] = Array.isArray(value) ? value.map((item) => ['', item]) : Object.entries(value);
  for (const [key, below] of entries) {
    const condition = key === 'Fn::If' && Array.isArray(below) ? String(below[0]) : undefined;
    const found = WORDS.has(key) ? undefined : condition !== undefined && isOpen(condition) ? condition : openIf(below, isOpen);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Which conditions of a template are left open by it. A condition that is part of a circle, or not declared, is open. */
function conditionsOf(template: Template): OpenCondition {
  const conditions = template.section('Conditions');
  const known = new Map<string, boolean | undefined>();
  const named = (name: string): boolean | undefined => {
    if (!known.has(name)) {
      known.set(name, undefined);
      known.set(name, truth(conditions[name]));
    }
    return known.get(name);
  };
  const truth = (expression: Json | undefined): boolean | undefined => {
    const [name, argument] = isMap(expression) ? Object.entries(expression)[0] ?? [] : [];
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Condition': return named(String(argument));
      case 'Fn::Not': return negated(truth(list[0]));
      case 'Fn::And': return conjunction(list.map(truth));
      case 'Fn::Or': return negated(conjunction(list.map((item) => negated(truth(item)))));
      case 'Fn::Equals': {
        const [left, right] = list.map((side) => resolve(side, template.base));
        return isDecided(left) && isDecided(right) ? String(left) === String(right) : undefined;
      }
      default: return undefined;
    }
  };
  return (name) => named(name) === undefined;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function conjunction(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
}
