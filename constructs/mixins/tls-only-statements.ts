import * as iam from 'aws-cdk-lib/aws-iam';

/** Denies everybody the actions over plaintext connections. */
export function denyPlaintext(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'DenyPlaintext',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions,
    resources,
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });
}
