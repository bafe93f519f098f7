/**
 * Matches ARNs of sessions (`arn:aws:sts::…:assumed-role/Name/session`) of the roles that ARN patterns stand for. A session's ARN
 * tells no path, so the last part of the pattern decides; a `*` before an Identity Center role's name stands for its path.
 */
export function sessionsOf(rolePatterns: readonly string[]): string {
  const literal = (text: string): string => text.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  const alternatives = rolePatterns.map((pattern) => {
    const [, account, role] = /^arn:[^:]+:iam::([^:]+):role\/(?:.*\/)?([^/]+)$/.exec(pattern) ?? ['', '', ''];
    const name = literal(role.replace(/^\*(?=AWSReservedSSO_)/, '')).replaceAll('*', '[^\\/]*');
    return `${account === '*' ? '[0-9]{12}' : account}:assumed-role\\/${name}`;
  });
  return `/^arn:[a-z-]+:sts::(${alternatives.join('|')})\\/[^\\/]{2,64}$/`;
}
