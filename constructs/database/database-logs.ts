import { Names, RemovalPolicy } from 'aws-cdk-lib/core';
import type { CfnResource } from 'aws-cdk-lib/core';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DatabaseProps } from './isolated-database-props';

/** Longest identifier that RDS takes for a cluster or an instance, in characters; members of a cluster add to it. */
const IDENTIFIER_MAX = 50;

/**
 * The identifier of a database, known before it exists: the name of its log groups is made of it, and RDS would make
 * them without key and without end if they were not there first.
 */
export function databaseIdentifier(database: Construct): string {
  return Names.uniqueResourceName(database, { maxLength: IDENTIFIER_MAX, separator: '-' }).toLowerCase().replace(/^[^a-z]+/, '').replace(/-+/g, '-');
}

/** Makes the log groups that a database exports its logs to, before the database: under the key, with an end. */
export function exportLogs(scope: Construct, database: CfnResource, prefix: string, types: string[], props: DatabaseProps): logs.LogGroup[] {
  return types.map((type) => {
    const group = new logs.LogGroup(scope, `${pascal(type)}Logs`, {
      logGroupName: `${prefix}/${type}`,
      encryptionKey: props.logKey ?? props.key,
      retention: props.logRetention ?? logs.RetentionDays.THIRTEEN_MONTHS,
      removalPolicy: props.removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    database.addResourceDependency(group.node.defaultChild as logs.CfnLogGroup);
    return group;
  });
}

function pascal(type: string): string {
  return type.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
