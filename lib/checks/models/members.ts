import type { Host } from '../proofs/network/model';
import { naming, within, type Site } from './ground';

/** How many of something run at least. `open` says why that is not known. */
export interface Running {
  readonly least: number;
  readonly open?: string;
}

/** How many tasks or servers run at least: what scaling may not go below, or else what is asked for. */
export function running(site: Site, { resource }: Host): Running {
  if (resource.type === 'AWS::EC2::Instance') {
    return { least: 1 };
  }
  if (resource.type === 'AWS::AutoScaling::AutoScalingGroup') {
    return counted(resource.at('MinSize').number ?? 0, resource.at('MinSize').open);
  }
  if (resource.type !== 'AWS::ECS::Service') {
    return { least: 1, open: `how many of ${resource.type} run` };
  }
  const targets = naming(within(site, 'AWS::ApplicationAutoScaling::ScalableTarget'), resource, 'ResourceId');
  const values = targets.length > 0 ? targets.map((target) => ({ doubt: target.doubt, value: target.resource.at('MinCapacity') })) : [{ doubt: undefined, value: resource.at('DesiredCount') }];
  return values.map(({ doubt, value }) => counted(value.number ?? (targets.length > 0 ? 0 : 1), doubt ?? value.open)).reduce((a, b) => (b.open !== undefined || b.least < a.least ? b : a));
}

function counted(least: number, open: string | undefined): Running {
  return { least, ...(open !== undefined && { open }) };
}

/** How many of so many, spread evenly over zones, are left at least without one zone. */
export function leftRunning(least: number, zones: number): number {
  return zones === 0 ? 0 : least - Math.ceil(least / zones);
}
