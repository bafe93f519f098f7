import { App, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { DomainKey, KeyWatch } from '../../../constructs/keys';

interface WatchRule {
  readonly Description: string;
  readonly State: string;
  readonly EventPattern: { readonly source: string[]; readonly detail: Record<string, unknown> };
  readonly Targets: object[];
}

function rules(): WatchRule[] {
  const stack = new Stack(new App(), 'Keys', { env: { account: '111122223333', region: 'eu-central-1' } });
  new KeyWatch(stack, 'Watch', { key: new DomainKey(stack, 'Key', { domain: 'backup' }), onCall: new sns.Topic(stack, 'OnCall') });
  return Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')).map(({ Properties: properties }) => properties as WatchRule);
}

describe('The watch of a key', () => {
  test('hears read-only calls too, of KMS alone, and tells those on call', () => {
    expect(rules()).toHaveLength(3);
    rules().forEach((rule) => {
      expect(rule.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      expect(rule.EventPattern.source).toEqual(['aws.kms']);
      expect(rule.Targets).toHaveLength(1);
    });
  });

  test('tells every use that no AWS service makes', () => {
    const [use] = rules().filter(({ Description: text }) => text.includes('used'));
    expect(use.EventPattern.detail).toMatchObject({ eventName: expect.arrayContaining(['Decrypt', 'ReEncrypt', 'GenerateDataKey']), userIdentity: { invokedBy: [{ exists: false }] } });
    expect(JSON.stringify(use.EventPattern.detail.resources)).toContain('Fn::GetAtt');
  });

  test('tells every refused call with the key', () => {
    const [refused] = rules().filter(({ Description: text }) => text.includes('refused'));
    expect(refused.EventPattern.detail).toMatchObject({ errorCode: [{ exists: true }], $or: [expect.anything(), expect.anything()] });
  });

  test('tells changes of policy and state, grants, and planned deletions', () => {
    const [endangered] = rules().filter(({ Description: text }) => text.includes('deleted'));
    expect(endangered.EventPattern.detail.eventName).toEqual(expect.arrayContaining(['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'CreateGrant']));
  });
});
