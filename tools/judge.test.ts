import { expect, test } from 'vitest';
import { type JudgedCase, judgeNames, tableOf } from './judge.ts';

test('the judges are the files of their folder, without their tests and folders', () => {
  expect(judgeNames()).toContain('otlp');
  for (const name of judgeNames()) expect(name).toMatch(/^[a-z][a-z-]*$/);
});

test('a table has a line for each case, in columns', () => {
  const cases: JudgedCase[] = [
    { name: 'short', verdict: 'held', detail: '12 of 12' },
    { name: 'a longer name', verdict: 'broken', detail: '11 of 12' },
  ];
  expect(tableOf(cases)).toBe('held    short          12 of 12\nbroken  a longer name  11 of 12');
});
