import { expect, test } from 'vitest';
import { explorePath, isOwnPath, subjectPath } from './paths.ts';

test('only paths of this site are followed', () => {
  expect(isOwnPath('/explore/logs?q=a')).toBe(true);
  for (const path of ['//example.com', 'https://example.com', '/\\example.com', 'javascript:alert(1)', '']) {
    expect(isOwnPath(path), path).toBe(false);
  }
});

test('a search goes into the address of its mode', () => {
  expect(explorePath('logs', { q: 'service=cart', last: 'PT1H' })).toBe('/explore/logs?q=service%3Dcart&last=PT1H');
});

test('a question about a prediction leads to the prediction, not to an incident that there is not', () => {
  expect(subjectPath('prd_1')).toBe('/p/prd_1');
  expect(subjectPath('inc_1')).toBe('/i/inc_1');
});
