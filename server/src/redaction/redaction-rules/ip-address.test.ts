import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { createIpv4Rule, createIpv6Rule, ipv6Groups } from './ip-address.ts';

const [ipv4, ipv6] = [createIpv4Rule(false), createIpv6Rule(false)];

test('IPv4 addresses with what may stand next to them', () => {
  const cases: [string, string][] = [
    ['from 203.0.113.9:443 to', '203.0.113.9'],
    ['src: /203.0.113.9:50010', '203.0.113.9'],
    ['host/198.51.100.7 is dead.', '198.51.100.7'],
    ['http://203.0.113.9/x', '203.0.113.9'],
    ['203.0.113.0/24', '203.0.113.0'],
    ['peer 203.0.113.9.', '203.0.113.9'],
    ['\\n203.0.113.9', '203.0.113.9'],
    ['event.203.0.113.9', '203.0.113.9'],
    ['ip%3D203.0.113.9', '203.0.113.9'],
  ];
  for (const [text, address] of cases) expect(found(ipv4, text), text).toEqual([address]);
});

test('versions, masks and longer chains are no IPv4 address', () => {
  const texts = [
    'Chrome/120.0.0.0 Safari',
    'version 1.2.3.4',
    'v1.2.3.4',
    'lib-1.2.3.4.jar',
    '1.2.3.4-beta',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.02.3.4',
    'mask 255.255.255.0',
    'listening on 0.0.0.0:80',
    '1.3.6.1.4.1.311',
    '.1.3.6.1',
    'libx.so.1.2.3.4',
  ];
  for (const text of texts) expect(found(ipv4, text), text).toEqual([]);
});

test('private ranges stay where the project keeps them', () => {
  const kept = createIpv4Rule(true);
  for (const address of [
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '224.0.0.1',
  ])
    expect(found(kept, address), address).toEqual([]);
  for (const address of ['11.1.2.3', '172.32.0.1', '192.169.1.1', '100.128.0.1', '8.8.8.8'])
    expect(found(kept, address), address).toEqual([address]);
  expect(found(createIpv6Rule(true), 'fe80::1 fd00::2 ::1 ::ffff:10.0.0.1 2001:db8::1')).toEqual(['2001:db8::1']);
});

test('IPv6 addresses in all their forms', () => {
  const cases: [string, string][] = [
    ['from 2001:db8:85a3::8a2e:370:7334 port', '2001:db8:85a3::8a2e:370:7334'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:ff00:0042:8329', '2001:0db8:0000:0000:0000:ff00:0042:8329'],
    ['::ffff:203.0.113.9', '::ffff:203.0.113.9'],
    ['peer 2001:db8::1: refused', '2001:db8::1'],
    ['prefix 2001:db8::', '2001:db8::'],
  ];
  for (const [text, address] of cases) expect(found(ipv6, text), text).toEqual([address]);
});

test('times, scopes, ratios and fingerprints are no IPv6 address', () => {
  const texts = [
    '12:34:56.789',
    '2026-11-26T12:34:56',
    'std::vector<int>',
    'foo::bar',
    'a::b1',
    'dead::beef',
    '1:2:3:4',
    'x:1:2:3:4:5:6:7:8:9',
    'aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99',
  ];
  for (const text of texts) expect(found(ipv6, text), text).toEqual([]);
});

test('an address is read as its eight groups', () => {
  expect(ipv6Groups('2001:db8::1')).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]);
  expect(ipv6Groups('::ffff:1.2.3.4')).toEqual([0, 0, 0, 0, 0, 0xffff, 0x102, 0x304]);
  for (const text of ['1::2::3', '1:2:3:4:5:6:7', '12345::1', ':::']) expect(ipv6Groups(text), text).toBeUndefined();
});
