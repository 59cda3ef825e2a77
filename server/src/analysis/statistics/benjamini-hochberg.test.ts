import { expect, test } from 'vitest';
import { discoveries } from './benjamini-hochberg.ts';

test('the example of Benjamini and Hochberg (1995) has four discoveries at 5 %', () => {
  const values = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  expect(discoveries(values, 0.05).filter(Boolean)).toHaveLength(4);
});

test('flags stay with their values in any order', () => {
  expect(discoveries([0.9, 0.001, 0.8], 0.05)).toEqual([false, true, false]);
});

test('tests that are left out count against the rest', () => {
  expect(discoveries([0.01], 0.05)).toEqual([true]);
  expect(discoveries([0.01], 0.05, 10)).toEqual([false]);
  expect(discoveries([], 0.05)).toEqual([]);
});
