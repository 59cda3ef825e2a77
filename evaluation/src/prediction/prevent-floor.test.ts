import { counterNormal } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import { expect, test } from 'vitest';
import { farFromStart } from './prevent-floor.ts';
import type { PreventRun } from './prevent-runs.ts';

/** Ten measures of noise; from `broken` on half of them are far off. */
function run(id: string, broken: number): PreventRun {
  const minutes = Array.from({ length: 60 }, (_, at) => {
    const values = Array.from({ length: 10 }, (_, measure) => {
      const off = at >= broken && measure < 5 ? 100 : 0;
      return [`measure-${measure}`, new Map([['node', counterNormal(id.length, at, measure) + off]])] as const;
    });
    return new Map(values);
  });
  return { id, injection: 41, failure: 60, minutes };
}

test('a run whose measures leave their beginning is warned of, with the minutes that were left', () => {
  const [broken, whole] = farFromStart([run('a', 50), run('bb', 99), run('ccc', 99)]);
  expect(broken).toEqual({ lead: 9, falseMinutes: 0, asked: 20 });
  expect(whole!.lead).toBe(0);
});

test('what leaves it before the injection is a false alarm, and raises the threshold of the others', () => {
  const [early, late] = farFromStart([run('a', 30), run('bb', 50), run('ccc', 99)]);
  expect(early!.falseMinutes).toBe(10);
  expect(late!.lead).toBe(0);
});
