import { all, companions, compliant, open, sameAccountAndRegion, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

/** What containers and servers call before they do anything else. */
const OF_TASKS = ['ecr.api', 'ecr.dkr', 's3', 'logs'];
const OF_SERVERS = ['ssm', 'ssmmessages'];
/** What whoever works beside these resources calls. */
const BESIDE: Readonly<Record<string, string>> = { 'AWS::SecretsManager::Secret': 'secretsmanager', 'AWS::KMS::Key': 'kms', 'AWS::DynamoDB::Table': 'dynamodb' };

export const Ec2VpcServicesPrivate: Rule = {
  id: 'Ec2VpcServicesPrivate',
  title: 'What works in a VPC reaches the AWS services that it needs through endpoints.',
  why: 'Without an endpoint, requests leave by the Internet gateway, and no endpoint policy holds them to the organisation.',
  mend: 'Add AWS::EC2::VPCEndpoint for image registry, logs, S3, keys and secrets, and for Systems Manager where there are servers.',
  controls: ['NET8'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => {
    const tasks = places(vpc, 'AWS::ECS::Service', ['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets']);
    const servers = [...places(vpc, 'AWS::EC2::Instance', ['SubnetId']), ...places(vpc, 'AWS::AutoScaling::AutoScalingGroup', ['VPCZoneIdentifier'])];
    const beside = tasks.length + servers.length === 0 ? []
      : Object.entries(BESIDE).filter(([type]) => vpc.set.ofType(type).some((resource) => sameAccountAndRegion(resource, vpc))).map(([, service]) => service);
    const names = companions(vpc, 'AWS::EC2::VPCEndpoint', 'VpcId').map((endpoint) => endpoint.at('ServiceName'));
    return all([...(tasks.length > 0 ? OF_TASKS : []), ...(servers.length > 0 ? OF_SERVERS : []), ...beside].map((service) => verdict(service, names)));
  },
};

/** The resources that stand in subnets of a VPC. */
function places(vpc: Resource, type: string, path: readonly string[]): Resource[] {
  return vpc.set.ofType(type).filter((resource) => resource.at(...path).items.some((subnet) => subnet.target?.at('VpcId').refersTo(vpc)));
}

function verdict(service: string, names: readonly Value[]): Verdict {
  const found = names.find(({ text }) => text?.endsWith(`.${service}`));
  const vague = names.find((name) => name.open !== undefined);
  return found ? compliant(found) : vague ? open(vague) : violation(`there is no endpoint for ${service}`);
}
