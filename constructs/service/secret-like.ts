import { Token } from 'aws-cdk-lib/core';

const SECRET_NAME = /PASSW(OR)?D|PASSPHRASE|(^|_|PG)PASS(_|$)|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|CONNECTION_?STRING|ECS_ENGINE_AUTH/i;
/** A name that points at a secret without being one. */
const POINTER_NAME = /_(ARN|ENDPOINT|FILE|NAME|PATH|TTL|URL)$/i;
const SECRET_VALUE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/;
const SECRET_ASSIGNMENT = /\b\w*(PASSWORD|PASSWD|SECRET|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)\w*\s*=\s*["']?(?!["']?\$)[^\s"'$]{4,}/i;

/** Whether an environment variable's name says that its value is a secret (control SEC1). */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !POINTER_NAME.test(name);
}

/** Whether a text holds a key, or a password inside a URL. Values that are known at deployment only are not judged. */
export function holdsSecret(text: string): boolean {
  return !Token.isUnresolved(text) && SECRET_VALUE.test(text);
}

/** Whether a script holds a secret, or assigns a literal to a variable that is named like one. */
export function scriptHoldsSecret(script: string): boolean {
  return SECRET_VALUE.test(script) || SECRET_ASSIGNMENT.test(script);
}
