import * as rds from 'aws-cdk-lib/aws-rds';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Problems } from '../shared/problems';
import { backups, checkDatabase, closedSecurityGroup, guarded, insightsOf, subnetGroup } from './database-guard';
import { databaseIdentifier, exportLogs } from './database-logs';
import { checkAudit, postgresParameters } from './database-parameters';
import type { AuroraProps } from './isolated-database-props';

/** Name of the database that is made at first if no other is asked for. */
export const DEFAULT_DATABASE = 'app';

/** Logs that Aurora PostgreSQL exports. */
const LOG_TYPES = ['postgresql', 'iam-db-auth-error'];

/** A cluster with what goes with it. */
export interface AuroraCluster {
  readonly cluster: rds.DatabaseCluster;
  readonly resource: rds.CfnDBCluster;
  readonly securityGroup: ec2.SecurityGroup;
  readonly logGroups: logs.LogGroup[];
}

/**
 * A guarded Aurora PostgreSQL cluster below `scope`.
 *
 * @param memberId  construct id of a member by its place, from 0
 * @param extra     what the kinds of cluster do not have in common
 */
export function auroraCluster(scope: Construct, props: AuroraProps, memberId: (place: number) => string, extra: Pick<rds.DatabaseClusterProps, 'defaultDatabaseName' | 'port' | 'iamAuthentication'>): AuroraCluster {
  const identifier = props.identifier ?? databaseIdentifier(scope);
  const securityGroup = closedSecurityGroup(scope, props.vpc);
  const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: props.version ?? rds.AuroraPostgresEngineVersion.VER_17_9 });
  const cluster = new rds.DatabaseCluster(scope, 'Resource', {
    ...guarded(scope, props),
    ...members(props, memberId),
    ...extra,
    engine,
    clusterIdentifier: identifier,
    subnetGroup: subnetGroup(scope, props),
    securityGroups: [securityGroup],
    parameterGroup: new rds.ParameterGroup(scope, 'Parameters', { engine, description: `TLS and audit of ${scope.node.id}`, parameters: postgresParameters(props.auditedStatements) }),
    backup: backups(props),
  });
  const resource = cluster.node.defaultChild as rds.CfnDBCluster;
  resource.enableCloudwatchLogsExports = LOG_TYPES;
  return { cluster, resource, securityGroup, logGroups: exportLogs(scope, resource, `/aws/rds/cluster/${identifier}`, LOG_TYPES, props) };
}

function members(props: AuroraProps, memberId: (place: number) => string): Pick<rds.DatabaseClusterProps, 'writer' | 'readers' | 'serverlessV2MinCapacity' | 'serverlessV2MaxCapacity'> {
  const { instanceType } = props;
  const member = (id: string, scaleWithWriter: boolean) => (instanceType
    ? rds.ClusterInstance.provisioned(id, { instanceType, publiclyAccessible: false, autoMinorVersionUpgrade: true, ...insightsOf(props) })
    : rds.ClusterInstance.serverlessV2(id, { scaleWithWriter, publiclyAccessible: false, autoMinorVersionUpgrade: true, ...insightsOf(props) }));
  return {
    writer: member(memberId(0), false),
    readers: Array.from({ length: (props.instances ?? 2) - 1 }, (_, index) => member(memberId(index + 1), index === 0)),
    ...(!instanceType && { serverlessV2MinCapacity: props.minCapacity ?? 0.5, serverlessV2MaxCapacity: props.maxCapacity ?? 8 }),
  };
}

/** Records the problems of what every cluster takes. */
export function checkAurora(problems: Problems, props: AuroraProps): void {
  checkDatabase(problems, props);
  const instances = props.instances ?? 2;
  problems.require(Number.isInteger(instances) && instances >= 1 && instances <= 16, 'instances', instances, 'Write 1 to 16 members.');
  const [min, max] = [props.minCapacity ?? 0.5, props.maxCapacity ?? 8];
  problems.require(min >= 0 && max >= 1 && max <= 256 && min <= max, 'minCapacity', `${min} to ${max}`, 'Write a least capacity of 0 or more and a most of 1 to 256, the least not above the most.');
  checkAudit(problems, props.auditedStatements);
}
