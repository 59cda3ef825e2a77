import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { phone } from './phone.ts';

test('numbers in international form', () => {
  for (const number of [
    '+491711234567',
    '+49 171 1234567',
    '+1 (415) 555-2671',
    '+44 20 7946 0958',
    '+33-1-42-68-53-00',
  ])
    expect(found(phone, `call ${number}, please`), number).toEqual([number]);
});

test('offsets, sums, base64 and times are no number', () => {
  const texts = [
    '+0200',
    '+02:00',
    'delta +12345678',
    '1e+1234567890',
    'a+4915112345678b',
    '+1.5',
    '2+491711234567',
    '+99912345678901',
  ];
  for (const text of texts) expect(found(phone, text), text).toEqual([]);
});
