import { AccountPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Seconds that a second factor counts as fresh. */
export const FRESH_SECONDS = 3600;

/** What a session with a fresh second factor shows. Asked where a role is assumed: the session of a role does not carry it on. */
export const FRESH_MFA = {
  Bool: { 'aws:MultiFactorAuthPresent': 'true' },
  NumericLessThan: { 'aws:MultiFactorAuthAge': String(FRESH_SECONDS) },
};

/**
 * Trust of a person's role in the identity account: its users below `/people/`, with a fresh second factor, from the
 * administrators' ranges, under their own name.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function trustIdentityAccount(identityAccount: string, administratorRanges: readonly string[]): PolicyDocument {
  const person = (sid: string, action: string, name: string) => new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    principals: [new AccountPrincipal(identityAccount)],
    actions: [action],
    conditions: {
      ...FRESH_MFA,
      IpAddress: { 'aws:SourceIp': administratorRanges },
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${identityAccount}:user/people/*` },
      StringEquals: { [name]: '${aws:username}' },
    },
  });
  return new PolicyDocument({
    minimize: false,
    statements: [person('PeopleInTheirOwnName', 'sts:AssumeRole', 'sts:RoleSessionName'), person('NobodyInAnothersName', 'sts:SetSourceIdentity', 'sts:SourceIdentity')],
  });
}
