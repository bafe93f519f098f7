import { containsRange, isEverywhere, isPrivate, isRange, prefixOf } from '../../../lib/checks/ranges';

test.each(['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '64.0.0.0/2', '2.0.0.0/7', '192.168.1.0/0', '::/0', '::/1', '2000::/3', '8000::/1', ' 0.0.0.0/0 '])('%s means everybody', (range) => {
  expect(isEverywhere(range)).toBe(true);
});

test.each(['10.0.0.0/8', '203.0.113.0/24', '203.0.113.7', '3.0.0.0/8', 'fc00::/7', '2001:db8::/32', '::1/128', 'pl-1234', ''])('%s does not mean everybody', (range) => {
  expect(isEverywhere(range)).toBe(false);
});

test.each([['10.1.2.0/24', true], ['172.31.0.0/16', true], ['172.32.0.0/16', false], ['192.168.0.0/15', false], ['100.64.0.0/10', true], ['fd12:3456::/48', true], ['2001:db8::/32', false], ['10.0.0.0/7', false]])(
  'whether %s is private: %s', (range, expected) => expect(isPrivate(range)).toBe(expected));

test.each<[string, string, boolean]>([
  ['10.0.0.0/16', '10.0.255.0/24', true], ['10.0.0.0/16', '10.1.0.0/24', false], ['10.0.0.0/24', '10.0.0.0/16', false], ['10.0.0.0/16', '10.0.0.0/16', true],
  ['2001:db8::/32', '2001:db8:ffff::/48', true], ['::/0', '10.0.0.0/8', false], ['10.0.5.9/16', '10.0.1.0/24', true], ['nonsense', '10.0.0.0/8', false],
])('whether %s contains %s: %s', (outer, inner, expected) => expect(containsRange(outer, inner)).toBe(expected));

test.each(['256.0.0.0/8', '10.0.0/8', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/x', ':::/0', '1::2::3/64', '2001:db8/32', '1:2:3:4:5:6:7:8:9/64', 'g::/16', 'sg-1'])('%s is no range', (text) => {
  expect(isRange(text)).toBe(false);
});

test('the length of a prefix', () => {
  expect([prefixOf('10.0.0.0/12'), prefixOf('10.0.0.1'), prefixOf('2001:db8::/32'), prefixOf('x')]).toEqual([12, 32, 32, undefined]);
});
