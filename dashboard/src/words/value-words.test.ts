import { expect, test } from 'vitest';
import { numberWords, unitWords, valueWords } from './value-words.ts';

test('a figure is said with its unit', () => {
  expect(valueWords(2.1, 's')).toBe('2.1 s');
  expect(valueWords(310, 'ms')).toBe('310 ms');
  expect(valueWords(2100, 'ms')).toBe('2.1 s');
  expect(valueWords(14, '{request}')).toBe('14 requests');
  expect(valueWords(1, '{request}')).toBe('1 request');
  expect(valueWords(3.2e9, 'By')).toBe('3.2 GB');
  expect(valueWords(212, '{request}/s')).toBe('212 requests/s');
  expect(valueWords(71, '%')).toBe('71 %');
  expect(valueWords(0.44, '1')).toBe('0.44');
});

test('a unit alone is said as a word', () => {
  expect(['By', '{request}/s', 'ms', '1'].map(unitWords)).toEqual(['bytes', 'requests/s', 'ms', '']);
});

test('figures keep at most three digits that mean something', () => {
  expect(numberWords(27_140.4)).toBe('27,140');
  expect(numberWords(12.34)).toBe('12.3');
  expect(numberWords(0.0312)).toBe('0.031');
  expect(numberWords(0)).toBe('0');
});
