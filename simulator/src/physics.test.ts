import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createSimulation, type Simulation } from './simulation.ts';
import type { ServiceState } from './world.ts';

const START = Date.UTC(2026, 0, 5, 9);

function service(simulation: Simulation, name: string): ServiceState {
  return simulation.world.services.get(name)!;
}

/** The first minute, after the start, at which `holds` did; `undefined` when never. */
function watch(simulation: Simulation, minutes: number, moments: Readonly<Record<string, () => boolean>>) {
  const first: Record<string, number> = {};
  for (let step = 0; step < minutes * 6; step++) {
    simulation.step();
    for (const [name, holds] of Object.entries(moments)) {
      if (first[name] === undefined && holds()) first[name] = (simulation.world.now - START) / MINUTE;
    }
  }
  return first;
}

test('a leak fills the pool before latency rises, and latency rises before requests fail', () => {
  const simulation = createSimulation({
    seed: 3,
    start: START,
    faults: [
      {
        family: 'pool-exhaustion',
        variant: 'leaked-connections',
        target: 'cart',
        at: START + 10 * MINUTE,
        course: HOUR,
      },
    ],
  });
  const store = service(simulation, 'checkout-db');
  const placing = service(simulation, 'checkout').operations[0]!;
  const entry = service(simulation, 'web').operations.find((operation) => operation.spec.name === 'POST /checkout')!;
  const first = watch(simulation, 100, {
    filling: () => store.pool!.used >= 75,
    waiting: () => store.pool!.waitMs > 5,
    slow: () => placing.latencyMs > 250,
    failing: () => placing.failShare > 0.01,
    reachesTheEntry: () => entry.failShare > 0.3,
  });
  expect(first.filling).toBeLessThan(first.waiting!);
  expect(first.waiting).toBeLessThanOrEqual(first.slow!);
  expect(first.slow).toBeLessThanOrEqual(first.failing!);
  expect(first.failing).toBeLessThanOrEqual(first.reachesTheEntry!);
});

test('only the client that leaks holds more connections', () => {
  const simulation = createSimulation({
    seed: 4,
    start: START,
    faults: [{ family: 'pool-exhaustion', variant: 'leaked-connections', target: 'cart', at: START, course: HOUR }],
  });
  const { pool } = service(simulation, 'checkout-db');
  watch(simulation, 45, {});
  expect(pool!.usedBy.get('cart')).toBeGreaterThan(40);
  expect(pool!.usedBy.get('orders')).toBeLessThan(15);
  expect(pool!.usedBy.get('checkout')).toBeLessThan(20);
});

test('a rollback gives the leaked connections back', () => {
  const simulation = createSimulation({
    seed: 4,
    start: START,
    faults: [
      {
        family: 'pool-exhaustion',
        variant: 'leaked-connections',
        target: 'cart',
        at: START,
        course: 30 * MINUTE,
        repairAfter: 5 * MINUTE,
      },
    ],
  });
  watch(simulation, 90, {});
  expect(service(simulation, 'checkout-db').pool!.used).toBeLessThan(50);
  expect(service(simulation, 'cart').version).toBe('v41');
});

test('retries multiply the load of a callee that fails', () => {
  const simulation = createSimulation({
    seed: 2,
    start: START,
    faults: [{ family: 'retry-storm', target: 'inventory', at: START + 5 * MINUTE, course: 5 * MINUTE }],
  });
  const inventory = service(simulation, 'inventory');
  const reserving = inventory.operations[0]!;
  watch(simulation, 4, {});
  const calm = reserving.ratePerS;
  let highest = 0;
  for (let step = 0; step < 90; step++) {
    simulation.step();
    highest = Math.max(highest, reserving.ratePerS);
  }
  expect(highest).toBeGreaterThan(2 * calm);
});

test('a neighbor that takes the processor slows the pods on its own node alone', () => {
  const simulation = createSimulation({
    seed: 6,
    start: START,
    faults: [{ family: 'noisy-neighbor', target: 'web', at: START }],
  });
  watch(simulation, 25, {});
  const node = simulation.world.neighbors[0]!.node;
  const pods = service(simulation, 'web').pods;
  const there = pods.filter((pod) => pod.node === node);
  const elsewhere = pods.filter((pod) => pod.node !== node);
  expect(there.length).toBeGreaterThan(0);
  expect(Math.max(...there.map((pod) => pod.availableCores))).toBeLessThan(0.4);
  expect(Math.min(...elsewhere.map((pod) => pod.availableCores))).toBe(1);
});

test('a full volume refuses writes and still answers reads', () => {
  const simulation = createSimulation({
    seed: 5,
    start: START,
    faults: [{ family: 'disk-fill', target: 'checkout-db', at: START, course: 30 * MINUTE, repairAfter: 2 * HOUR }],
  });
  watch(simulation, 80, {});
  const store = service(simulation, 'checkout-db');
  const failShares = Object.fromEntries(store.operations.map(({ spec, failShare }) => [spec.name, failShare]));
  expect(failShares['INSERT orders']).toBe(1);
  expect(failShares['SELECT carts']).toBeLessThan(0.01);
});

test('without faults no operation fails more than one request in a thousand, in a whole day', () => {
  const simulation = createSimulation({ seed: 9, start: START, faults: [] });
  let worst = 0;
  for (let step = 0; step < 8_640; step++) {
    simulation.step();
    for (const { operations } of simulation.world.inCallOrder) {
      for (const { failShare } of operations) worst = Math.max(worst, failShare);
    }
  }
  expect(worst).toBeLessThan(0.001);
  expect(simulation.truth().failures).toEqual([]);
}, 30_000);
