import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { isLuhn, paymentCard } from './payment-card.ts';

test('test numbers of every issuer, with and without groups', () => {
  const numbers = [
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '3782 822463 10005',
    '6011111111111117',
    '3530111333300000',
    '30569309025904',
    '6200000000000005',
  ];
  for (const number of numbers) expect(found(paymentCard, `paid with ${number}.`), number).toEqual([number]);
  expect(found(paymentCard, 'in 2026 4111 1111 1111 1111')).toEqual(['4111 1111 1111 1111']);
  expect(found(paymentCard, '{\\"card\\":4111111111111111}')).toEqual(['4111111111111111']);
});

test('wrong check digits, other ranges and parts of ids are no card', () => {
  const texts = [
    '4111111111111112',
    '9111111111111111',
    'blk_4111111111111111',
    '-4111111111111111',
    'id4111111111111111',
    '4111111111111111a',
    '4111111111111111.5',
    '4111 1111-1111 1111',
    '1732645678123456789',
    '1732645678123',
  ];
  for (const text of texts) expect(found(paymentCard, text), text).toEqual([]);
});

test('the check digit of the standard', () => {
  expect(isLuhn('79927398713')).toBe(true);
  expect(isLuhn('79927398710')).toBe(false);
});
