import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { FaultPlan } from './fault.ts';
import { createSimulation } from './simulation.ts';
import { decoyFamilies, type FaultFamily, faultFamilies, type Truth } from './truth.ts';

const START = Date.UTC(2026, 0, 6, 8);
const AT = START + 30 * MINUTE;

function truthOf(plan: Omit<FaultPlan, 'at'>, seed: number, hours: number): Truth {
  const simulation = createSimulation({ seed, start: START, faults: [{ ...plan, at: AT }] });
  for (let step = 0; step < hours * 360; step++) {
    simulation.step();
    const { end, decoy } = simulation.truth().faults[0] ?? {};
    if (end !== undefined && !decoy) break;
  }
  return simulation.truth();
}

/** Shorter courses than are drawn, so that a test run stays short. */
const COURSES: Partial<Record<FaultFamily, number>> = {
  'memory-leak': 40 * MINUTE,
  'disk-fill': 50 * MINUTE,
  'pool-exhaustion': 40 * MINUTE,
  'certificate-expiry': 90 * MINUTE,
};

for (const mechanism of ['usual', 'changed'] as const) {
  for (const family of faultFamilies) {
    test(`${family} leads to its failure after its beginning, by its ${mechanism} mechanism`, () => {
      const course = COURSES[family];
      const { faults } = truthOf({ family, mechanism, ...(course && { course }) }, 11, 4);
      expect(faults).toHaveLength(1);
      const { precursorStart, onset, end, failure, entity, rootCause, decoy } = faults[0]!;
      expect(precursorStart).toBe(AT);
      expect(onset).toBeGreaterThan(AT);
      expect(end).toBeGreaterThan(onset!);
      expect(decoy).toBe(false);
      expect([failure, entity, rootCause]).not.toContain(undefined);
    }, 20_000);
  }
}

for (const family of decoyFamilies) {
  test(`${family} leads to no failure`, () => {
    const { faults, failures } = truthOf({ family }, 12, 4);
    expect(faults[0]).toMatchObject({ family, decoy: true });
    expect(faults[0]!.onset).toBeUndefined();
    expect(failures).toEqual([]);
  }, 20_000);
}

test('the two variants of pool exhaustion have different root causes and the same failure', () => {
  const blame = (variant: string, target: string) => {
    const plan = { family: 'pool-exhaustion', variant, target, at: AT, course: 30 * MINUTE } as const;
    const simulation = createSimulation({ seed: 1, start: START, faults: [plan] });
    while (simulation.world.now < AT + 2 * HOUR) simulation.step();
    return simulation.truth().faults[0];
  };
  const common = { failure: 'pool_exhausted', entity: 'shop/checkout-db', instance: 'checkout-db' };
  expect(blame('leaked-connections', 'orders')).toMatchObject({ ...common, rootCause: 'shop/orders' });
  expect(blame('slow-queries', 'checkout-db')).toMatchObject({ ...common, rootCause: 'shop/checkout-db' });
});

test('a fault of another seed takes another course', () => {
  const lead = (seed: number) => truthOf({ family: 'pool-exhaustion' }, seed, 4).faults[0]!;
  expect(lead(21)).not.toEqual(lead(22));
});

test('a plan for a workload that the cluster lacks is told at once', () => {
  const faults = [{ family: 'memory-leak', target: 'billing', at: START }] as const;
  const simulation = createSimulation({ seed: 1, start: START, faults });
  expect(() => simulation.step()).toThrow('no workload billing');
});
