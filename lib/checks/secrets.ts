import type { Resource, Value } from './template';
import { compliant, open, violation, type Verdict } from './verdict';

/** Names, in lower case with words apart, under which people keep secrets … */
const SECRET_NAME = /(^|_)(pass|pwd|pw|cred|creds)(_|$)|pass(word|wd|phrase|code)|secret|tokens?(_|$)|credential|(api|access|private|signing|encryption)_?key|conn(ection)?_?str(ing)?/;
/** … unless the name goes on to say that it holds only where the secret is, or something about it, … */
const ABOUT_A_SECRET = /_?(arns?|names?|ids?|paths?|url|uri|endpoint|ttl|timeout|seconds|minutes|days|file|dir|length|size|limit|expir[a-z]*|region|enabled|required|policy|rotation|type|prefix|version|header|issuer|audience|bucket|role|kms_?key|ssm_?parameter|encryption|plugin|helper|warnings?)$/;
/** … or begins by saying that it is a choice. */
const CHOICE = /^(enable|disable|use|skip|is|has|allow|require|create)_/;
/** An address that a connection is made to, and a setting in one that carries a secret. */
const ADDRESS = /^[a-z][a-z0-9+.:-]*:\/\/[^@]*$/i;
const SECRET_SETTING = /(pass|pwd|secret|token|key)[a-z_-]*=/i;
/** Values that are secrets, whatever they are called. */
const SECRET_VALUE: readonly [RegExp, string][] = [
  [/(^|[^A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}([^A-Z0-9]|$)/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, 'a private key'],
  [/(^|[^A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36}/, 'a GitHub token'],
  [/(^|[^A-Za-z0-9_])xox[abprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:[^\s/@:'"${}]{3,}@/i, 'a password inside an address'],
];
const FROM_SECRETS = /\{\{resolve:(secretsmanager|ssm-secure):/;
const ASSIGNED = /(pass(word|wd)|pwd|secret|token|api[-_]?key|access[-_]?key)[a-z_-]*["']?\s*[=:]\s*["']?([^\s"'$`(){}<>[\],;&|*]{6,})/gi;

/** Whether a name says that what it names is a secret. */
export function soundsSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
  return SECRET_NAME.test(words) && !ABOUT_A_SECRET.test(words) && !CHOICE.test(words);
}

/**
 * A setting that anybody who may describe the resource can read, such as an environment variable, must hold no secret:
 * neither written out, nor from a `NoEcho` parameter, nor read from Secrets Manager at deployment.
 *
 * @param what the setting, as the subject of the message
 */
export function holdsNoSecret(name: string, value: Value, owner: Resource, what: string): Verdict {
  const carried = secretIn(value, owner);
  if (carried !== undefined) {
    return violation(`${what} holds ${carried}`, value);
  }
  if (!soundsSecret(name) || value.absent || value.target || value.text === '' || /^(true|false)$/i.test(value.text ?? '') || /^arn:/.test(value.text ?? '') || isPlainAddress(value.text ?? '')) {
    return compliant(value);
  }
  return value.open !== undefined ? open(value) : violation(`${what} is a secret by its name and is written out`, value);
}

/** A connection string is a secret only if one stands in it. */
function isPlainAddress(text: string): boolean {
  return ADDRESS.test(text) && !SECRET_SETTING.test(text);
}

/** Text that people write commands or settings in (user data, a file's content) must hold no secret. */
export function textHoldsNoSecret(value: Value, owner: Resource, what: string): Verdict {
  const text = decoded(value.text ?? '');
  const carried = secretIn(value, owner) ?? written(text) ?? assigned(text);
  return carried === undefined ? compliant(value) : violation(`${what} holds ${carried}`, value);
}

/** What secret a value, or anything below it, carries; undefined if none is to be seen. */
export function secretIn(value: Value, owner: Resource): string | undefined {
  const hidden = value.openings.map((why) => /^parameter (.+)$/.exec(why)?.[1]).find((name) => name !== undefined && isNoEcho(owner, name));
  if (hidden !== undefined) {
    return `the value of the NoEcho parameter ${hidden}`;
  }
  const text = value.isObject || value.isList ? JSON.stringify(value.literal) : value.text ?? '';
  if (value.targets.some((target) => target.type === 'AWS::IAM::AccessKey') && text.includes('.SecretAccessKey}')) {
    return 'the secret of an access key';
  }
  return written(text);
}

function written(text: string): string | undefined {
  return FROM_SECRETS.test(text) ? 'a secret that is read out at deployment' : SECRET_VALUE.find(([pattern]) => pattern.test(text))?.[1];
}

/** User data may be written in base64 already. */
function decoded(text: string): string {
  return text.length >= 16 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64').toString() : text;
}

function isNoEcho(owner: Resource, parameter: string): boolean {
  const body = owner.view.template.section('Parameters')[parameter];
  return String((body as { NoEcho?: unknown } | undefined)?.NoEcho).toLowerCase() === 'true';
}

function assigned(text: string): string | undefined {
  const found = [...text.matchAll(ASSIGNED)].find(([, , , value]) => !/^(true|false|null|none|arn:.*|\/.*|--.*|aws\b.*)$/i.test(value));
  return found && 'a secret by its name, written out';
}
