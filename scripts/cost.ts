/**
 * What each environment costs in a month in which nobody uses it: what the templates hold, times list prices.
 * `--write` puts the table into docs/cost.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, withStacks, type Template, type TemplateResource } from './support/assembly';
import { table } from './support/table';

/** Hours of a month, as AWS counts them. */
export const HOURS = 730;

/** A price of AWS's list, in US dollars. */
export interface Price {
  /** What is paid for. */
  readonly item: string;
  /** US dollars for one unit. */
  readonly usd: number;
  readonly per: 'hour' | 'month';
  /** Page of the list price. */
  readonly source: string;
  /** How many of it a set of resources has. */
  readonly quantity: (resources: readonly TemplateResource[]) => number;
}

const ofType = (resources: readonly TemplateResource[], type: string) => resources.filter((resource) => resource.Type === type).map(({ Properties }) => Properties ?? {});
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);
const counted = (...types: string[]) => (resources: readonly TemplateResource[]) => sum(types.map((type) => ofType(resources, type).length));

const firewallEndpoints = (resources: readonly TemplateResource[]) => sum(ofType(resources, 'AWS::NetworkFirewall::Firewall').map(({ SubnetMappings }) => lengthOf(SubnetMappings)));
const addresses = (resources: readonly TemplateResource[]) => counted('AWS::EC2::EIP')(resources)
  + sum(ofType(resources, 'AWS::ElasticLoadBalancingV2::LoadBalancer').filter(({ Scheme }) => Scheme === 'internet-facing').map(({ Subnets }) => lengthOf(Subnets)));
const interfaces = (resources: readonly TemplateResource[]) => sum(ofType(resources, 'AWS::EC2::VPCEndpoint').filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface').map(({ SubnetIds }) => lengthOf(SubnetIds)));

/** The least of a task definition's size that always runs: `Cpu` in 1/1024 of a processor, `Memory` in MiB. */
const running = (property: 'Cpu' | 'Memory') => (resources: readonly TemplateResource[]) => {
  const tasks = sum(ofType(resources, 'AWS::ApplicationAutoScaling::ScalableTarget').map(({ MinCapacity }) => Number(MinCapacity)));
  return tasks * sum(ofType(resources, 'AWS::ECS::TaskDefinition').map((task) => Number(task[property]) / 1024));
};

/** Capacity that every serverless member of a cluster keeps at least. */
const auroraCapacity = (resources: readonly TemplateResource[]) => counted('AWS::RDS::DBInstance')(resources)
  * sum(ofType(resources, 'AWS::RDS::DBCluster').map(({ ServerlessV2ScalingConfiguration }) => Number((ServerlessV2ScalingConfiguration as { MinCapacity: number }).MinCapacity)));

/** Secrets, those that RDS makes, and their replicas, each of which is paid as one. */
const secrets = (resources: readonly TemplateResource[]) => ofType(resources, 'AWS::RDS::DBCluster').filter(({ ManageMasterUserPassword }) => ManageMasterUserPassword === true).length
  + sum(ofType(resources, 'AWS::SecretsManager::Secret').map(({ ReplicaRegions }) => 1 + lengthOf(ReplicaRegions)));

/** Servers that Auto Scaling groups keep at least. */
const servers = (resources: readonly TemplateResource[]) => sum(ofType(resources, 'AWS::AutoScaling::AutoScalingGroup').map(({ MinSize }) => Number(MinSize)));

/** Gigabytes of the volumes of one server from each launch template. */
const volumes = (resources: readonly TemplateResource[]) => sum(ofType(resources, 'AWS::EC2::LaunchTemplate').flatMap(({ LaunchTemplateData }) =>
  (LaunchTemplateData as { BlockDeviceMappings: { Ebs: { VolumeSize: number } }[] }).BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeSize)));

/** List prices of eu-central-1; where each was read, and on what day, is said in docs/cost.md. */
export const PRICES: readonly Price[] = [
  { item: 'Network Firewall endpoint', usd: 0.395, per: 'hour', source: 'https://aws.amazon.com/network-firewall/pricing/', quantity: firewallEndpoints },
  // An hour of a firewall endpoint takes the price off an hour of a NAT gateway, one for one.
  { item: 'NAT gateway without a firewall', usd: 0.052, per: 'hour', source: 'https://aws.amazon.com/vpc/pricing/', quantity: (all) => Math.max(0, counted('AWS::EC2::NatGateway')(all) - firewallEndpoints(all)) },
  { item: 'Interface endpoint in a zone', usd: 0.012, per: 'hour', source: 'https://aws.amazon.com/privatelink/pricing/', quantity: interfaces },
  { item: 'Client VPN association', usd: 0.1, per: 'hour', source: 'https://aws.amazon.com/vpn/pricing/', quantity: counted('AWS::EC2::ClientVpnTargetNetworkAssociation') },
  { item: 'Server (t4g.small)', usd: 0.0192, per: 'hour', source: 'https://aws.amazon.com/ec2/pricing/on-demand/', quantity: servers },
  { item: 'Detailed monitoring of a server', usd: 2.1, per: 'month', source: 'https://aws.amazon.com/cloudwatch/pricing/', quantity: servers },
  { item: 'GB of a volume (gp3)', usd: 0.0952, per: 'month', source: 'https://aws.amazon.com/ebs/pricing/', quantity: volumes },
  { item: 'Aurora capacity unit', usd: 0.14, per: 'hour', source: 'https://aws.amazon.com/rds/aurora/pricing/', quantity: auroraCapacity },
  { item: 'Fargate processor (ARM)', usd: 0.03725, per: 'hour', source: 'https://aws.amazon.com/fargate/pricing/', quantity: running('Cpu') },
  { item: 'Fargate GB of memory (ARM)', usd: 0.00409, per: 'hour', source: 'https://aws.amazon.com/fargate/pricing/', quantity: running('Memory') },
  { item: 'Load balancer', usd: 0.027, per: 'hour', source: 'https://aws.amazon.com/elasticloadbalancing/pricing/', quantity: counted('AWS::ElasticLoadBalancingV2::LoadBalancer') },
  { item: 'Public IPv4 address', usd: 0.005, per: 'hour', source: 'https://aws.amazon.com/vpc/pricing/', quantity: addresses },
  { item: 'Web ACL', usd: 5, per: 'month', source: 'https://aws.amazon.com/waf/pricing/', quantity: counted('AWS::WAFv2::WebACL') },
  { item: 'Web ACL rule or group', usd: 1, per: 'month', source: 'https://aws.amazon.com/waf/pricing/', quantity: (all) => sum(ofType(all, 'AWS::WAFv2::WebACL').map(({ Rules }) => lengthOf(Rules))) },
  { item: 'Customer-managed key', usd: 1, per: 'month', source: 'https://aws.amazon.com/kms/pricing/', quantity: counted('AWS::KMS::Key') },
  { item: 'Secret', usd: 0.4, per: 'month', source: 'https://aws.amazon.com/secrets-manager/pricing/', quantity: secrets },
  { item: 'Health check', usd: 0.5, per: 'month', source: 'https://aws.amazon.com/route53/pricing/', quantity: counted('AWS::Route53::HealthCheck') },
  { item: 'Role watched for unused access', usd: 0.2, per: 'month', source: 'https://aws.amazon.com/iam/access-analyzer/pricing/', quantity: counted('AWS::IAM::Role') },
  { item: 'Hosted zone', usd: 0.5, per: 'month', source: 'https://aws.amazon.com/route53/pricing/', quantity: counted('AWS::Route53::HostedZone') },
  { item: 'Alarm', usd: 0.1, per: 'month', source: 'https://aws.amazon.com/cloudwatch/pricing/', quantity: counted('AWS::CloudWatch::Alarm') },
];

/** What a set of resources costs for one price in a month, in US dollars. */
export function monthly(price: Price, resources: readonly TemplateResource[]): number {
  return price.quantity(resources) * price.usd * (price.per === 'hour' ? HOURS : 1);
}

const SHARED = ['Organization', 'Security', 'Backup', 'Release'];

/** The table of docs/cost.md: an item a line, a column for each environment and one for the accounts that they share. */
export function costTable(stacks: readonly { readonly stage: string; readonly template: Template }[]): string {
  const columns = new Map<string, TemplateResource[]>();
  for (const { stage, template } of stacks) {
    const column = SHARED.includes(stage) ? 'Shared' : stage;
    columns.set(column, [...(columns.get(column) ?? []), ...Object.values(template.Resources ?? {})]);
  }
  const names = ['Development', 'Test', 'Acceptance', 'Production', 'Shared'].filter((name) => columns.has(name));
  const cell = (price: Price, name: string) => {
    const quantity = price.quantity(columns.get(name)!);
    return quantity === 0 ? '' : `${Number(quantity.toFixed(2))} → ${monthly(price, columns.get(name)!).toFixed(2)}`;
  };
  const rows = PRICES.map((price) => [`[${price.item}](${price.source})`, `${price.usd} / ${price.per}`, ...names.map((name) => cell(price, name))]);
  const totals = names.map((name) => `**${sum(PRICES.map((price) => monthly(price, columns.get(name)!))).toFixed(0)}**`);
  return table(['Item', 'USD', ...names], [...rows, ['**USD a month**', '', ...totals]]);
}

/** A text with another table between its marks. */
export function withTable(text: string, content: string): string {
  return text.replace(/(<!-- cost -->\n)[^]*?(<!-- \/cost -->)/, (_, open: string, close: string) => `${open}\n${content}\n\n${close}`);
}

async function main(): Promise<void> {
  const content = await withStacks({}, costTable);
  console.log(content);
  if (process.argv.includes('--write')) {
    const file = join(ROOT, 'docs/cost.md');
    writeFileSync(file, withTable(readFileSync(file, 'utf8'), content));
  }
}

if (require.main === module) {
  void main();
}
