import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { withoutCycles } from './acyclic-links.ts';

const link = (cause: number, effect: number, gain: number) => ({ cause, effect, gain });

test('of two directions the one that gains more stays', () => {
  expect(withoutCycles([link(0, 1, 3), link(1, 0, 5)])).toEqual([link(1, 0, 5)]);
});

test('the weakest link of a circle goes', () => {
  const kept = withoutCycles([link(0, 1, 9), link(1, 2, 4), link(2, 0, 6)]);
  expect(kept).toEqual([link(0, 1, 9), link(2, 0, 6)]);
});

test('links of any types can be put in an order in which causes come first', () => {
  for (let seed = 0; seed < 20; seed++) {
    const links = Array.from({ length: 40 }, (_, n) =>
      link(
        Math.floor(10 * counterUniform(seed, n, 0)),
        Math.floor(10 * counterUniform(seed, n, 1)),
        counterUniform(seed, n, 2),
      ),
    ).filter(({ cause, effect }) => cause !== effect);
    const kept = withoutCycles(links);
    const left = new Set(Array.from({ length: 10 }, (_, type) => type));
    for (let round = 0; round < 10; round++) {
      const first = [...left].find((type) => !kept.some(({ cause, effect }) => effect === type && left.has(cause)));
      expect(first, `seed ${seed}`).toBeDefined();
      left.delete(first!);
    }
  }
});
