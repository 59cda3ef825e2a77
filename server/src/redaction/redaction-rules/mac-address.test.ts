import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { macAddress } from './mac-address.ts';

test('hardware addresses with colons or hyphens', () => {
  expect(found(macAddress, 'dhcp 00:1b:44:11:3A:b7, 00-1B-44-11-3a-b8;')).toEqual([
    '00:1b:44:11:3A:b7',
    '00-1B-44-11-3a-b8',
  ]);
});

test('fingerprints, ids, times and addresses of nobody are none', () => {
  const texts = [
    'aa:bb:cc:dd:ee:ff:00:11',
    '00:00:00:00:00:00',
    'ff:ff:ff:ff:ff:ff',
    '12:34:56',
    '0af76519-16cd-43dd-8448-eb211c80319c',
    '00:1b-44:11:3a:b7',
  ];
  for (const text of texts) expect(found(macAddress, text), text).toEqual([]);
});
