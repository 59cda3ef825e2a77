import { expect, test } from 'vitest';
import { addFilter, parseLogQuery } from './log-query.ts';

test('filters, words and phrases are told apart', () => {
  expect(parseLogQuery('service=cart level>=error "timed out" version=42 retry')).toEqual({
    filters: [
      { field: 'service', operator: '=', value: 'cart' },
      { field: 'severity', operator: '>=', value: 'error' },
      { field: 'attributes.version', operator: '=', value: '42' },
    ],
    text: 'timed out retry',
  });
});

test('operators that a person would write', () => {
  const [first, second, third] = parseLogQuery('body~"pool = 1" resource.k8s.pod.name!=a-1 http.route=*').filters;
  expect(first).toEqual({ field: 'body', operator: 'contains', value: 'pool = 1' });
  expect(second).toEqual({ field: 'resource.k8s.pod.name', operator: '!=', value: 'a-1' });
  expect(third).toEqual({ field: 'attributes.http.route', operator: 'exists', value: '' });
});

test('what is no filter is looked for as it stands', () => {
  expect(parseLogQuery('=500 <tag> a"b')).toEqual({ filters: [], text: '=500 <tag> a"b' });
  expect(parseLogQuery('')).toEqual({ filters: [], text: '' });
});

test('a value chosen from a list is read back as it was', () => {
  for (const value of ['cart', '/cart/add item', 'say "no"', 'back\\slash']) {
    expect(parseLogQuery(addFilter('level>=warn', 'attributes.route', value)).filters.at(-1)?.value).toBe(value);
  }
  expect(addFilter('a=1', 'a', '1')).toBe('a=1');
});
