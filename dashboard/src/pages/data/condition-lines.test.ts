import { expect, test } from 'vitest';
import { readConditions, writeConditions } from './condition-lines.ts';

test('a condition is a key, a sign or word, and a value, one a line', () => {
  const text = 'url.path = /health\nuser_agent.original contains kube probe\ndebug exists\nenv != prod';
  const read = readConditions(text);
  expect(read).toEqual({
    conditions: [
      { key: 'url.path', operator: '=', value: '/health' },
      { key: 'user_agent.original', operator: 'contains', value: 'kube probe' },
      { key: 'debug', operator: 'exists', value: '' },
      { key: 'env', operator: '!=', value: 'prod' },
    ],
  });
  expect('conditions' in read && writeConditions(read.conditions)).toBe(text);
  expect(readConditions('\n  \n')).toEqual({ conditions: [] });
  expect(readConditions('a=b')).toEqual({ conditions: [{ key: 'a', operator: '=', value: 'b' }] });
});

test('the first line that is no condition is named', () => {
  for (const line of ['url.path', 'url.path is /health', 'contains x', '= x'])
    expect(readConditions(`a = b\n${line}`), line).toEqual({ fault: line });
});
