import { expect, test } from 'vitest';
import { withoutShadows } from './without-shadows.ts';

const link = (cause: number, effect: number, own: number, gain: number, near = 0) => ({
  cause,
  effect,
  own,
  near,
  gain,
});

test('the faint link between the ends of a chain is left out, a strong one stays', () => {
  const chain = [link(0, 1, 0.5, 900), link(1, 2, 0.4, 800)];
  expect(withoutShadows([...chain, link(0, 2, 0.02, 30)])).toEqual(chain);
  expect(withoutShadows([...chain, link(0, 2, 0.3, 300)])).toHaveLength(3);
});

test('the faint link between two effects of one cause is left out', () => {
  const causes = [link(0, 1, 0.5, 900), link(0, 2, 0.4, 800)];
  expect(withoutShadows([...causes, link(1, 2, 0.03, 30)])).toEqual(causes);
});

test('a faint link with no other way between its ends stays', () => {
  expect(withoutShadows([link(0, 1, 0.5, 900), link(2, 1, 0.001, 3)])).toHaveLength(2);
});

test('the way round with the strongest links counts, and a link to the neighbor as much as one to itself', () => {
  const ways = [link(0, 1, 0.1, 900), link(1, 3, 0.1, 850), link(0, 2, 0, 800, 0.6), link(2, 3, 0.5, 700)];
  expect(withoutShadows([...ways, link(0, 3, 0.05, 30)])).toEqual(ways);
});
