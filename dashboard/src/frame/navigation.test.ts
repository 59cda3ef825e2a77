import { expect, test } from 'vitest';
import { pageOf, pages } from './navigation.ts';

test('every entry of the rail is lit on its own page', () => {
  for (const page of pages) expect(pageOf(page.to)).toBe(page.id);
});

test('a prediction and an incident light the list that they belong to', () => {
  expect(pageOf('/p/prd_1')).toBe('coming');
  expect(pageOf('/i/inc_1')).toBe('incidents');
  expect(pageOf('/model/call_1')).toBe('model');
  expect(pageOf('/slos')).toBe('alerting');
  expect(pageOf('/drills')).toBe('reliability');
  expect(pageOf('/connect')).toBeUndefined();
});
