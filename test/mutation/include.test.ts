import { App, Stack } from 'aws-cdk-lib/core';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { TemplateSet, type Json, type TemplateSource } from '../../lib/checks/template';
import { allVerdicts } from './support/alarms';
import { fileOf, handMade } from './support/ground';
import type { Draft } from './support/operator';

const { sources, accounts } = handMade();

/** The template of a stack that includes another. */
function included(source: TemplateSource): TemplateSource {
  const stack = new Stack(new App(), source.name, { env: { account: source.account, region: source.region } });
  new CfnInclude(stack, 'Template', { templateFile: fileOf(source.name) });
  return { ...source, body: stack.resolve((stack as unknown as { _toCloudFormation(): unknown })._toCloudFormation()) as Json };
}

function verdictsOf(all: readonly TemplateSource[]): Record<string, string> {
  return Object.fromEntries(allVerdicts(new TemplateSet(all, accounts)));
}

describe('a plain template through CfnInclude', () => {
  const through = sources.map(included);

  test('gets the verdicts that it gets by itself', () => {
    expect(verdictsOf(through)).toEqual(verdictsOf(sources));
  });

  test('gets them where it is broken too', () => {
    const broken = (all: readonly TemplateSource[]) => all.map((source) => {
      const draft: Draft = { ...source, body: structuredClone(source.body) };
      Object.values(draft.body.Resources as Record<string, { Type: string; Properties?: Record<string, unknown> }>).filter(({ Type }) => Type === 'AWS::S3::Bucket').forEach(({ Properties: properties }) => {
        delete properties?.BucketEncryption;
      });
      return draft as TemplateSource;
    });
    const verdicts = verdictsOf(broken(through));
    expect(verdicts).toEqual(verdictsOf(broken(sources)));
    expect(verdicts['S3BucketEncrypted production-data Content']).toBe('violation');
  });
});
