import { expect, test } from 'vitest';
import { createStillClock } from './clock.ts';
import { createDeadline, delay, every, timedOut, withTimeout } from './schedule.ts';

const failTest = (error: unknown): void => {
  throw error;
};

test('work is done again and again, and never two at once', async () => {
  let runs = 0;
  let running = 0;
  let most = 0;
  await new Promise<void>((resolve) => {
    const schedule = every({
      intervalMs: 1,
      onError: failTest,
      work: async () => {
        running += 1;
        most = Math.max(most, running);
        await delay(5);
        running -= 1;
        runs += 1;
        if (runs === 3) void schedule.stop().then(resolve);
      },
    });
  }).catch(failTest);
  expect([runs, most]).toEqual([3, 1]);
});

test('work that throws is told and done again', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  await new Promise<void>((resolve) => {
    every({
      intervalMs: 1,
      onError: (error) => errors.push(error),
      work: () => {
        runs += 1;
        if (runs === 1) throw new Error('once');
        resolve();
      },
    });
  });
  expect(errors).toEqual([new Error('once')]);
});

test('with a clock the work falls on whole multiples of the interval', async () => {
  const clock = createStillClock(59_990);
  const { promise, resolve } = Promise.withResolvers<void>();
  const schedule = every({ intervalMs: 60_000, clock, onError: failTest, work: () => resolve() });
  // 10 ms are left of the minute that the clock shows; without the clock it would be a minute.
  await promise;
  clock.advance(10);
  await schedule.stop();
});

test('a schedule that was stopped waits for the run in progress and begins no other', async () => {
  let ended = 0;
  const started = Promise.withResolvers<void>();
  const schedule = every({
    intervalMs: 1,
    onError: failTest,
    work: async () => {
      started.resolve();
      await delay(10);
      ended += 1;
    },
  });
  await started.promise;
  await schedule.stop();
  expect(ended).toBe(1);
  await schedule.stop();
  expect(ended).toBe(1);
});

test('a delay ends as soon as its signal aborts', async () => {
  const controller = new AbortController();
  const waiting = delay(3_600_000, controller.signal);
  controller.abort();
  await waiting;
  await delay(3_600_000, controller.signal);
});

test('work within its time gives its value, and its error', async () => {
  expect(await withTimeout(Promise.resolve(5), 3_600_000)).toBe(5);
  await expect(withTimeout(Promise.reject(new Error('away')), 3_600_000)).rejects.toThrow('away');
});

test('work that takes longer gives timedOut', async () => {
  expect(await withTimeout(new Promise(() => undefined), 1)).toBe(timedOut);
});

test('a deadline aborts its signal unless it was cancelled', async () => {
  const { signal } = createDeadline(1);
  await delay(3_600_000, signal);
  expect(signal.aborted).toBe(true);
  const cancelled = createDeadline(1);
  cancelled.cancel();
  await delay(10);
  expect(cancelled.signal.aborted).toBe(false);
});

test('the run in progress hears that the schedule is stopped', async () => {
  const started = Promise.withResolvers<void>();
  const schedule = every({
    intervalMs: 1,
    onError: failTest,
    work: (ended) => {
      started.resolve();
      return new Promise((resolve) => ended.addEventListener('abort', () => resolve()));
    },
  });
  await started.promise;
  await schedule.stop();
});
