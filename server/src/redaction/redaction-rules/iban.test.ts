import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { hasIbanChecksum, iban } from './iban.ts';

test('accounts of several countries, whole and in groups, with words behind them', () => {
  expect(found(iban, 'to DE89370400440532013000 EUR')).toEqual(['DE89370400440532013000']);
  expect(found(iban, 'to DE89 3704 0044 0532 0130 00 EUR 5')).toEqual(['DE89 3704 0044 0532 0130 00']);
  expect(found(iban, 'GB29NWBK60161331926819,FR1420041010050500013M02606;')).toEqual([
    'GB29NWBK60161331926819',
    'FR1420041010050500013M02606',
  ]);
  expect(found(iban, 'no9386011117947')).toEqual(['no9386011117947']);
});

test('wrong checks, lengths and countries, and parts of longer words are no account', () => {
  for (const text of [
    'ee02e462-3386-711c-0cb2-b5eaf6f7375a',
    'DE89-370400440532013000-1',
    'DE88370400440532013000',
    'DE8937040044053201300',
    'ZZ89370400440532013000',
    'xDE89370400440532013000',
    'DE893704004405320130001',
  ])
    expect(found(iban, text), text).toEqual([]);
});

test('the rest modulo 97', () => {
  expect(hasIbanChecksum('GB82WEST12345698765432')).toBe(true);
  expect(hasIbanChecksum('GB82WEST12345698765431')).toBe(false);
});
