import { expect, test } from 'vitest';
import { createFairQueue, type FairQueue } from './fair-queue.ts';

/** Runs what is queued one after the other and remembers whose it was. */
function followed(queue: FairQueue) {
  const order: string[] = [];
  const all: Promise<void>[] = [];
  const add = (owner: string, cost: number): void => {
    all.push(
      queue.run(owner, cost, async () => {
        order.push(owner);
      }),
    );
  };
  return { order, add, end: () => Promise.all(all) };
}

test('one request behind a hundred of another owner waits for one turn, not for a hundred', async () => {
  const { order, add, end } = followed(createFairQueue({ hands: 1, quantum: 10 }));
  for (let count = 0; count < 100; count += 1) add('noisy', 10);
  add('quiet', 10);
  await end();
  expect(order).toHaveLength(101);
  expect(order.indexOf('quiet')).toBeLessThanOrEqual(2);
});

test('owners with work of different sizes get the same share of it', async () => {
  const { order, add, end } = followed(createFairQueue({ hands: 1, quantum: 10 }));
  for (let count = 0; count < 200; count += 1) add('small', 5);
  for (let count = 0; count < 40; count += 1) add('large', 25);
  await end();
  const half = order.slice(0, 120);
  const done = (owner: string, cost: number): number => half.filter((one) => one === owner).length * cost;
  expect(Math.abs(done('small', 5) - done('large', 25))).toBeLessThanOrEqual(50);
});

test('each owner keeps its own order, and what costs more than a turn is done after some', async () => {
  const queue = createFairQueue({ hands: 1, quantum: 10 });
  const order: number[] = [];
  const costs = [35, 1, 1];
  await Promise.all(costs.map((cost, index) => queue.run('a', cost, async () => void order.push(index))));
  expect(order).toEqual([0, 1, 2]);
  expect(queue.waiting()).toBe(0);
});

test('never more at the same time than there are hands, and a failure frees its hand and reaches who asked', async () => {
  const queue = createFairQueue({ hands: 2, quantum: 10 });
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    throw new Error('broken');
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) => queue.run(`o${index % 3}`, 4, work)),
  );
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect([most, queue.waiting()]).toEqual([2, 0]);
  expect(await queue.run('o0', 1, async () => 'still works')).toBe('still works');
});
