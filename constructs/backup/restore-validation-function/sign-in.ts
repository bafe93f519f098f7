import { createHash, createHmac } from 'node:crypto';

/** Keys of a role's session. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whom a token lets in, and where. */
export interface SignIn {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
}

const VALID_SECONDS = 900;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
/** Signature Version 4 leaves the unreserved characters of RFC 3986 alone, and no others. */
const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * A token that stands in for the password of a database user with `rds_iam`: a signed request, made without asking anybody, so
 * that no endpoint of AWS has to be within reach.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signInToken({ host, port, user, region }: SignIn, keys: SessionKeys, now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/rds-db/aws4_request`;
  const query = Object.entries({
    'Action': 'connect',
    'DBUser': user,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${keys.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(VALID_SECONDS),
    'X-Amz-Security-Token': keys.sessionToken,
    'X-Amz-SignedHeaders': 'host',
  }).map(([name, value]) => `${name}=${encode(value)}`).join('&');
  const request = ['GET', '/', query, `host:${host}:${port}`, '', 'host', sha256('')].join('\n');
  const key = [time.slice(0, 8), region, 'rds-db', 'aws4_request'].reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n')).toString('hex');
  return `${host}:${port}/?${query}&X-Amz-Signature=${signature}`;
}
