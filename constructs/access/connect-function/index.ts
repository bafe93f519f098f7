import { type ConnectRequest, MESSAGES, refusalOf } from './decision';
import { readRules } from './rules';

/** What Client VPN expects. The message has another name since the schema's first version. */
export interface ConnectResponse {
  readonly 'allow': boolean;
  readonly 'error-msg-on-denied-connection'?: string;
  readonly 'error-msg-on-failed-posture-compliance'?: string;
  readonly 'posture-compliance-statuses': string[];
  readonly 'schema-version': string;
}

/** Fields of a connection attempt that go on record. */
const RECORDED = ['connection-id', 'endpoint-id', 'username', 'common-name', 'public-ip', 'groups', 'platform', 'platform-version', 'client-openvpn-version', 'schema-version'];

// At the start, so that a handler with wrong rules fails at once and admits nobody.
const rules = readRules(process.env);

/**
 * Admits or refuses a connection to the client VPN, and records which and why.
 *
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html
 */
export async function handler(event: unknown): Promise<ConnectResponse> {
  const refusal = refusalOf(event, rules);
  const request = (typeof event === 'object' && event !== null ? event : {}) as ConnectRequest;
  console.log({ decision: refusal ? 'refused' : 'admitted', refusal, ...Object.fromEntries(RECORDED.map((field) => [field, request[field]])) });
  const message = refusal ? MESSAGES[refusal] : '';
  return {
    'allow': refusal === undefined,
    ...(request['schema-version'] === 'v1' ? { 'error-msg-on-failed-posture-compliance': message } : { 'error-msg-on-denied-connection': message }),
    'posture-compliance-statuses': [],
    'schema-version': ['v1', 'v2'].includes(String(request['schema-version'])) ? String(request['schema-version']) : 'v3',
  };
}
