import { Resource, type Json, type JsonMap, type Template, type TemplateSet } from '../../template';
import { openConditions, OPEN_CHOICE, type OpenCondition } from './conditions';

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
 * leave open decides about a resource, or about a property of it, the resource carries a doubt. Takes templates whose open
 * choices are open values.
 */
export class Resources {
  private readonly byType = new Map<string, Found[]>();

  constructor(set: TemplateSet) {
    for (const template of set.templates) {
      const openCondition = openConditions(template);
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

function find(template: Template, logicalId: string, isOpen: OpenCondition): Found | undefined {
  const body = template.section('Resources')[logicalId] as JsonMap;
  const { Condition: condition } = body;
  const existing = template.base.resource(logicalId);
  if (typeof condition === 'string' && isOpen(condition)) {
    return { resource: existing ?? new Resource(logicalId, body, template.base), doubt: `condition ${condition} of ${logicalId}` };
  }
  const inside = existing && openChoice(body.Properties);
  return existing && { resource: existing, ...(inside !== undefined && { doubt: `${inside} in ${logicalId}` }) };
}

/** The first choice between properties that is open. */
function openChoice(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const entries: [string, Json][] = Array.isArray(value) ? value.map((item) => ['', item]) : Object.entries(value);
  for (const [key, below] of entries) {
    const found = WORDS.has(key) ? undefined : key === 'Ref' && String(below).startsWith(OPEN_CHOICE) ? String(below) : openChoice(below);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
