import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { functionCode } from '../shared/function-code';
import { WatchedFunction } from '../shared/watched-function';
import type { RemoteAccessVpnProps } from './remote-access-vpn';

/** What AWS asks a connect handler's name to begin with: its role for connections may invoke such functions alone. */
const NAME_PREFIX = 'AWSClientVPN-';
/** Longest name of a function, less the prefix. */
export const HANDLER_NAME_MAX = 64 - NAME_PREFIX.length;

/**
 * The function that decides who may connect. Nothing but Client VPN's own role may invoke it, which needs no permission on the function:
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/using-service-linked-roles.html
 */
export function createConnectHandler(scope: Construct, id: string, props: RemoteAccessVpnProps): WatchedFunction {
  return new WatchedFunction(scope, id, {
    code: functionCode('connect'),
    functionName: `${NAME_PREFIX}${props.name}`,
    description: 'Decides who may connect to the client VPN',
    environment: {
      SOURCE_RANGES: props.sourceRanges.join(','),
      GROUPS: props.groups.join(','),
      CLIENT_VERSIONS: props.clientVersions.join(','),
      ...(props.platforms && { PLATFORMS: props.platforms.join(',') }),
    },
    // Client VPN waits 30 seconds; whoever is refused is told sooner.
    timeout: Duration.seconds(10),
    encryptionKey: props.encryptionKey,
    logRetention: props.logRetention,
    alarmTopic: props.alarmTopic,
    removalPolicy: props.removalPolicy,
  });
}
