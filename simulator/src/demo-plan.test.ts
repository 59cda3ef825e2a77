import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { demoPlan } from './demo-plan.ts';
import { createSimulation } from './simulation.ts';
import { isDecoy } from './truth.ts';

test('a week holds 29 episodes of pools, memory and disks, and decoys between them', () => {
  const now = Date.UTC(2026, 5, 12, 15);
  const { start, faults, leakStart } = demoPlan(now, 1);
  expect(start).toBe(now - 7 * DAY);
  const past = faults.filter(({ family, at }) => !isDecoy(family) && at < leakStart);
  expect(past).toHaveLength(29);
  expect(new Set(past.map(({ family }) => family))).toEqual(new Set(['pool-exhaustion', 'memory-leak', 'disk-fill']));
  expect(past.some(({ target }) => target === 'cart')).toBe(false);
  expect(faults.filter(({ family, at }) => isDecoy(family) && at < leakStart).length).toBeGreaterThan(30);
  expect(faults.map(({ at }) => at)).toEqual(faults.map(({ at }) => at).sort((a, b) => a - b));
});

test('nothing else happens around the story, and later it goes on as before', () => {
  const now = Date.UTC(2026, 5, 12, 2, 40);
  const { faults, leakStart } = demoPlan(now, 3);
  const around = faults.filter(({ at }) => at > now - 5 * HOUR && at < now + 2 * HOUR);
  expect(around).toEqual([expect.objectContaining({ family: 'pool-exhaustion', target: 'cart', at: leakStart })]);
  expect(faults.filter(({ family, at }) => !isDecoy(family) && at > now && at < now + 7 * DAY).length).toBeGreaterThan(
    20,
  );
});

test('at the present the pool is filling, and it is empty twenty to forty minutes later', () => {
  for (const [hour, seed] of [
    [3, 1],
    [9, 2],
    [14, 3],
    [21, 4],
  ] as const) {
    const now = Date.UTC(2026, 5, 12, hour);
    const { faults } = demoPlan(now, seed);
    const recent = faults.filter(({ at }) => at > now - 60 * MINUTE && at <= now);
    const simulation = createSimulation({ seed, start: now - 70 * MINUTE, faults: recent });
    const { world } = simulation;
    while (world.now < now) simulation.step();
    const { pool, spec } = world.services.get('checkout-db')!;
    expect(world.services.get('cart')!.version).toBe('v42');
    expect(pool!.used, `hour ${hour}`).toBeGreaterThan(0.4 * spec.pool!.limit);
    expect(pool!.used, `hour ${hour}`).toBeLessThan(0.9 * spec.pool!.limit);
    while (world.now < now + 60 * MINUTE) simulation.step();
    const { onset, rootCause } = simulation.truth().faults.at(-1)!;
    expect(rootCause).toBe('shop/cart');
    expect(onset! - now, `hour ${hour}`).toBeGreaterThanOrEqual(20 * MINUTE);
    expect(onset! - now, `hour ${hour}`).toBeLessThanOrEqual(40 * MINUTE);
  }
}, 20_000);
