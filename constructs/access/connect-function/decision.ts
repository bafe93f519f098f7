import { contains, isPublic, parseAddress } from '../../shared/address-range';
import type { ConnectRules } from './rules';

/** Versions of the event's schema whose fields are known here. */
const SCHEMAS = ['v1', 'v2', 'v3'];

/** Why a connection was refused: the person is told, and the log says so. */
export type Refusal = 'malformed-request' | 'unknown-schema' | 'no-user' | 'unknown-source' | 'private-source' | 'source-not-listed' | 'unknown-group' | 'unknown-client-version' | 'unknown-platform';

/** What the person reads whose connection was refused. At most 255 characters. */
export const MESSAGES: Readonly<Record<Refusal, string>> = {
  'malformed-request': 'The connection was refused: the request could not be read. Ask your administrator.',
  'unknown-schema': 'The connection was refused: the request could not be read. Ask your administrator.',
  'no-user': 'The connection was refused: nobody is signed in. Sign in with your identity provider and try again.',
  'unknown-source': 'The connection was refused: it is not known where it comes from. Ask your administrator.',
  'private-source': 'The connection was refused: it does not come from the Internet. Ask your administrator.',
  'source-not-listed': 'The connection was refused: your address is not on the list. Connect from a listed office or network, or ask your administrator to list yours.',
  'unknown-group': 'The connection was refused: none of your groups may connect. Ask your administrator for the role that you need.',
  'unknown-client-version': 'The connection was refused: this version of your VPN client is not admitted. Update the client and try again.',
  'unknown-platform': 'The connection was refused: this kind of device is not admitted. Use a device of your organisation.',
};

/** What a connection attempt says, as far as it is read. A field that is no text of sensible length counts as absent. */
export type ConnectRequest = Readonly<Record<string, unknown>>;

/**
 * Why a connection is refused, or undefined if it is admitted: every check must hold, and what is not known counts as not held.
 */
export function refusalOf(event: unknown, rules: ConnectRules): Refusal | undefined {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return 'malformed-request';
  }
  const request = event as ConnectRequest;
  const schema = textOf(request, 'schema-version');
  if (schema === undefined || !SCHEMAS.includes(schema)) {
    return 'unknown-schema';
  }
  if (textOf(request, 'username') === undefined) {
    return 'no-user';
  }
  return refusalOfSource(request, rules) ?? refusalOfGroups(request, rules) ?? refusalOfClient(request, rules);
}

function refusalOfSource(request: ConnectRequest, rules: ConnectRules): Refusal | undefined {
  const source = parseAddress(textOf(request, 'public-ip') ?? '');
  if (!source) {
    return 'unknown-source';
  }
  if (!isPublic(source)) {
    return 'private-source';
  }
  return rules.sourceRanges.some((range) => contains(range, source)) ? undefined : 'source-not-listed';
}

function refusalOfGroups(request: ConnectRequest, rules: ConnectRules): Refusal | undefined {
  return groupsOf(request).some((group) => rules.groups.has(group)) ? undefined : 'unknown-group';
}

function refusalOfClient(request: ConnectRequest, rules: ConnectRules): Refusal | undefined {
  const version = versionOf(textOf(request, 'client-openvpn-version') ?? '');
  if (!rules.clientVersions.some((admitted) => admitted.every((number, i) => number === version[i]))) {
    return 'unknown-client-version';
  }
  return rules.platforms.size === 0 || rules.platforms.has(textOf(request, 'platform') ?? '') ? undefined : 'unknown-platform';
}

/** The person's groups at the identity provider: a list, or one text with commas between them. */
function groupsOf(request: ConnectRequest): string[] {
  const groups = ownValue(request, 'groups');
  const listed = typeof groups === 'string' ? groups.split(',').map((group) => group.trim()) : groups;
  return Array.isArray(listed) && listed.every((group) => typeof group === 'string') ? listed : [];
}

/** The numbers of a version; none if it is not one. What follows them (`2.5_rc2`) does not count. */
function versionOf(text: string): number[] {
  const [, numbers] = /^(\d{1,5}(?:\.\d{1,5}){0,3})(?:[-_+][\w.+-]*)?$/.exec(text) ?? [];
  return numbers === undefined ? [] : numbers.split('.').map(Number);
}

function textOf(request: ConnectRequest, field: string): string | undefined {
  const value = ownValue(request, field);
  return typeof value === 'string' && value.length > 0 && value.length <= 1024 ? value : undefined;
}

function ownValue(request: ConnectRequest, field: string): unknown {
  return Object.hasOwn(request, field) ? request[field] : undefined;
}
