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
  private readonly byType = new Map<string, (readonly [template: Template, logicalId: string])[]>();
  private readonly found = new Map<string, readonly Found[]>();
  private readonly isOpen = new Map<Template, OpenCondition>();

  constructor(set: TemplateSet) {
    for (const template of set.templates) {
      const bodies = template.section('Resources');
      for (const logicalId of template.logicalIds) {
        const type = String((bodies[logicalId] as JsonMap).Type);
        const list = this.byType.get(type);
        if (list) {
          list.push([template, logicalId]);
        } else {
          this.byType.set(type, [[template, logicalId]]);
        }
      }
    }
  }

  public of(...types: readonly string[]): Found[] {
    return types.flatMap((type) => {
      const found = this.found.get(type) ?? (this.byType.get(type) ?? []).flatMap(([template, logicalId]) => find(template, logicalId, this.openIn(template)) ?? []);
      this.found.set(type, found);
      return found;
    });
  }

  private openIn(template: Template): OpenCondition {
    const isOpen = this.isOpen.get(template) ?? openConditions(template);
    this.isOpen.set(template, isOpen);
    return isOpen;
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
