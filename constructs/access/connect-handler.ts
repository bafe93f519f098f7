import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { functionCode } from '../shared/function-code';
import { WatchedFunction } from '../shared/watched-function';

/** What AWS asks a connect handler's name to begin with: its role for connections may invoke such functions alone. */
const NAME_PREFIX = 'AWSClientVPN-';
/** Longest name of a function, less the prefix. */
export const HANDLER_NAME_MAX = 64 - NAME_PREFIX.length;

/** Whom the connect handler admits, and where it writes. */
export interface ConnectHandlerProps {
  readonly name: string;
  readonly sourceRanges: string[];
  readonly groups: string[];
  readonly clientVersions: string[];
  readonly platforms?: string[];
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly alarmTopic: ITopic;
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The function that decides who may connect. Nothing but Client VPN's own role may invoke it, which needs no permission on the function:
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/using-service-linked-roles.html
 */
export function createConnectHandler(scope: Construct, id: string, props: ConnectHandlerProps): WatchedFunction {
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
