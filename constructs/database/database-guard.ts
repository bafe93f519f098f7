import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Problems } from '../shared/problems';
import { checkWindows } from './database-windows';
import type { DatabaseProps } from './isolated-database-props';

/** When a database is backed up and changed if nothing else is said, in UTC. */
const DEFAULT_BACKUP_WINDOW = '01:00-02:00';
const DEFAULT_MAINTENANCE_WINDOW = 'sun:03:00-sun:04:00';

/** Name of the master user, whom nobody signs in as. */
export const MASTER_USER = 'dbadmin';

const WELL_KNOWN_PORTS = [1433, 3306, 5432, 1521];

/** Records the problems of what every database takes. */
export function checkDatabase(problems: Problems, props: DatabaseProps): void {
  const days = props.backupRetention?.toDays();
  problems.require(days === undefined || (days >= 7 && days <= 35), 'backupRetention', days, 'Keep automated backups for 7 to 35 days.');
  problems.require(props.port === undefined || (props.port >= 1150 && props.port <= 65535 && !WELL_KNOWN_PORTS.includes(props.port)), 'port', props.port, `Write a port from 1150 to 65535 other than ${WELL_KNOWN_PORTS.join(', ')}: scanners try those first.`);
  problems.require(props.identifier === undefined || /^[a-z](?!.*--)[a-z0-9-]{0,48}[a-z0-9]$/.test(props.identifier), 'identifier', props.identifier, 'Write 2 to 50 lower-case letters, digits and single hyphens, a letter first and no hyphen last.');
  checkWindows(problems, props.backupWindow ?? DEFAULT_BACKUP_WINDOW, props.maintenanceWindow ?? DEFAULT_MAINTENANCE_WINDOW);
  checkSubnets(problems, props);
}

function checkSubnets(problems: Problems, props: DatabaseProps): void {
  const { subnets, isPendingLookup } = props.vpc.selectSubnets(props.subnets);
  if (isPendingLookup) {
    return;
  }
  const open = subnets.filter((subnet) => !(props.vpc.isolatedSubnets.some((isolated) => isolated.node === subnet.node)));
  problems.require(open.length === 0, 'subnets', open.map((subnet) => subnet.node.path), 'Choose subnets of the isolated data tier: their routes lead to neither an Internet gateway nor a NAT gateway.');
  const zones = new Set(subnets.map((subnet) => subnet.availabilityZone));
  problems.require(zones.size >= 2 || subnets.some((subnet) => Token.isUnresolved(subnet.availabilityZone)), 'subnets', [...zones], 'Choose subnets in two availability zones or more.');
}

/** A security group that admits nobody yet and lets nothing out. */
export function closedSecurityGroup(scope: Construct, vpc: ec2.IVpc): ec2.SecurityGroup {
  return new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: false, description: `Admits to ${scope.node.id} the security groups that are allowed by name` });
}

/** Subnet group that goes with its database. */
export function subnetGroup(scope: Construct, props: DatabaseProps): rds.SubnetGroup {
  return new rds.SubnetGroup(scope, 'Subnets', { vpc: props.vpc, vpcSubnets: props.subnets, description: `Data tier subnets of ${scope.node.id}`, removalPolicy: RemovalPolicy.DESTROY });
}

/** Performance data under the data's key, for as long as the depth asks. */
export function insightsOf(props: DatabaseProps) {
  const advanced = props.insights === rds.DatabaseInsightsMode.ADVANCED;
  return {
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: props.key,
    performanceInsightRetention: advanced ? rds.PerformanceInsightRetention.MONTHS_15 : rds.PerformanceInsightRetention.DEFAULT,
  };
}

/** What clusters and instances have in common: encryption, the secret RDS rotates, protection, care. */
export function guarded(scope: Construct, props: DatabaseProps) {
  return {
    monitoringRole: monitoringRole(scope),
    vpc: props.vpc,
    credentials: rds.Credentials.fromUsername(MASTER_USER, { encryptionKey: props.key }),
    manageMasterUserPassword: true,
    storageEncrypted: true,
    storageEncryptionKey: props.key,
    preferredMaintenanceWindow: props.maintenanceWindow ?? DEFAULT_MAINTENANCE_WINDOW,
    copyTagsToSnapshot: true,
    deletionProtection: props.deletionProtection ?? true,
    deleteAutomatedBackups: false,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.SNAPSHOT,
    autoMinorVersionUpgrade: true,
    monitoringInterval: Duration.minutes(1),
    databaseInsightsMode: props.insights ?? rds.DatabaseInsightsMode.STANDARD,
    ...insightsOf(props),
  };
}

/** How automated backups are made. */
export function backups(props: DatabaseProps) {
  return { retention: props.backupRetention ?? Duration.days(35), preferredWindow: props.backupWindow ?? DEFAULT_BACKUP_WINDOW };
}

/**
 * What RDS takes on to write operating system metrics, for databases of this account only. The policy is AWS's own: RDS
 * checks for it when the database is made, and asks for what it needs as it grows.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
function monitoringRole(scope: Construct): iam.Role {
  return new iam.Role(scope, 'MonitoringRole', {
    assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } }),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonRDSEnhancedMonitoringRole')],
    description: 'Writes operating system metrics of databases',
  });
}
