import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { isIpv6Range, overlap, parseIpv4Range } from '../../../constructs/shared/ip-range';
import { AgreedNames } from '../../../constructs/shared/names';
import { InvalidInputError, Problems } from '../../../constructs/shared/problems';
import { EEA_REGIONS, isEeaRegion } from '../../../constructs/shared/regions';
import { DataClassification, classify } from '../../../constructs/shared/tags';

describe('Address ranges', () => {
  test.each([
    ['10.0.0.0/8', { first: 0x0a000000, last: 0x0affffff, prefix: 8 }],
    ['0.0.0.0/0', { first: 0, last: 0xffffffff, prefix: 0 }],
    ['255.255.255.255/32', { first: 0xffffffff, last: 0xffffffff, prefix: 32 }],
  ])('%s is read', (cidr, range) => {
    expect(parseIpv4Range(cidr)).toEqual(range);
  });

  test.each(['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0', '10.0.0/8', '256.0.0.0/8', '10.0.0.0/', '::/0', ''])('%p is none', (cidr) => {
    expect(parseIpv4Range(cidr)).toBeUndefined();
  });

  test.each([['10.0.0.0/16', '10.0.255.0/24', true], ['10.0.0.0/16', '10.1.0.0/16', false], ['0.0.0.0/0', '192.0.2.0/24', true]])('%s and %s share an address: %p', (a, b, expected) => {
    const [one, two] = [parseIpv4Range(a)!, parseIpv4Range(b)!];
    expect([overlap(one, two), overlap(two, one)]).toEqual([expected, expected]);
  });

  test('two ranges overlap exactly when one contains the other', () => {
    const range = fc.tuple(fc.integer({ min: 8, max: 28 }), fc.nat(0xffffffff)).map(([prefix, address]) => {
      const size = 2 ** (32 - prefix);
      const first = Math.floor(address / size) * size;
      return parseIpv4Range(`${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.')}/${prefix}`)!;
    });
    fc.assert(fc.property(range, range, (a, b) => {
      const contains = (outer: typeof a, inner: typeof a) => outer.first <= inner.first && inner.last <= outer.last;
      return overlap(a, b) === (contains(a, b) || contains(b, a));
    }));
  });

  test.each([['2001:db8::/32', true], ['::/0', true], ['2001:db8::/129', false], ['2001:db8::', false], ['10.0.0.0/8', false]])('%s is an IPv6 range: %p', (cidr, expected) => {
    expect(isIpv6Range(cidr)).toBe(expected);
  });
});

describe('Regions', () => {
  test.each(['eu-west-2', 'eu-central-2', 'us-east-1', 'EU-CENTRAL-1', '', 'toString'])('%p is not inside the EEA', (region) => {
    expect(isEeaRegion(region)).toBe(false);
  });

  test('of the reference estate are inside the EEA', () => {
    expect(['eu-central-1', 'eu-west-1', 'eu-north-1'].map(isEeaRegion)).toEqual([true, true, true]);
    expect(Object.keys(EEA_REGIONS)).not.toEqual(expect.arrayContaining(['eu-west-2']));
  });
});

describe('Problems', () => {
  test('are thrown all at once, each with place, value and mend', () => {
    const problems = new Problems('Estate');
    problems.add('a.b', 'x', 'Write y.');
    problems.require(false, 'c', undefined, 'Write something.');
    problems.require(true, 'd', 1, 'Never said.');
    expect(() => problems.throwIfAny()).toThrow(new InvalidInputError('Estate', problems.all));
    expect(problems.all).toHaveLength(2);
    expect(() => problems.throwIfAny()).toThrow('Estate: 2 problems\n  - a.b: got "x". Write y.\n  - c: got nothing. Write something.');
  });

  test('say nothing when there are none, and do not judge what only deployment knows', () => {
    const problems = new Problems('Estate');
    problems.require(false, 'region', Lazy.string({ produce: () => 'eu-west-2' }), 'Write another.');
    expect(() => problems.throwIfAny()).not.toThrow();
  });
});

describe('Agreed names', () => {
  const parts = { organization: 'acme', owner: 'production', purpose: 'logs' };

  test('are the same for everybody who knows the parts', () => {
    expect(AgreedNames.bucket(parts, '111122223333', 'eu-central-1')).toBe('acme-production-logs-111122223333-eu-central-1');
    expect(AgreedNames.keyAlias(parts)).toBe('alias/acme/production/logs');
    expect(AgreedNames.role(parts)).toBe('acme-production-logs');
  });

  test('of buckets end at 63 characters', () => {
    const bucket = (purpose: string) => () => AgreedNames.bucket({ ...parts, purpose }, '111122223333', 'eu-central-1');
    expect(bucket('x'.repeat(21))().length).toBe(63);
    expect(bucket('x'.repeat(22))).toThrow(/64 characters; S3 takes 63/);
  });
});

test('A classification lands on stores, not on what stands around them, and the nearest wins', () => {
  const stack = new Stack(new App(), 'Stack');
  const inner = new s3.Bucket(stack, 'Inner');
  new s3.Bucket(stack, 'Outer');
  new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  classify(stack, DataClassification.CONFIDENTIAL);
  classify(inner, DataClassification.PUBLIC);
  const template = Template.fromStack(stack);
  const tagged = (value: string) => ({ Properties: { Tags: [{ Key: 'dtap:classification', Value: value }] } });
  expect(Object.keys(template.findResources('AWS::S3::Bucket', tagged('public')))).toEqual([expect.stringMatching(/^Inner/)]);
  expect(Object.keys(template.findResources('AWS::S3::Bucket', tagged('confidential')))).toEqual([expect.stringMatching(/^Outer/)]);
  template.hasResourceProperties('AWS::IAM::Role', { Tags: Match.absent() });
});
