import { Stack } from 'aws-cdk-lib/core';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Most characters, white space aside, that IAM takes for a managed policy. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const POLICY_MAX = 6144;

/** How many characters IAM counts of a document, as far as it is known before deployment. */
export function policySize(scope: Construct, document: PolicyDocument): number {
  const { account, region } = Stack.of(scope);
  const known: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::AccountId': account, 'AWS::Region': region };
  return JSON.stringify(worked(Stack.of(scope).resolve(document), known)).replace(/\s/g, '').length;
}

function worked(value: unknown, known: Record<string, string>): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => worked(item, known));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [[name, inner]] = entries.length > 0 ? entries : [['', undefined]];
  if (name === 'Ref' && typeof inner === 'string') {
    return known[inner] ?? inner;
  }
  if (name === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map((part) => worked(part, known)).map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(separator);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, worked(item, known)]));
}
