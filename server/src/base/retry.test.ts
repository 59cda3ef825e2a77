import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { pauseAfter, retry } from './retry.ts';

const backOff = { firstMs: 100, maxMs: 1_000, factor: 2 };
const options = { backOff: { firstMs: 1, maxMs: 2, factor: 2 }, maxAttempts: 4, chance: () => 0.5 };

test('pauses double up to the longest, and chance moves each between half and whole', () => {
  expect([1, 2, 3, 4, 5, 50].map((attempt) => pauseAfter(attempt, backOff, () => 0))).toEqual([
    50, 100, 200, 400, 500, 500,
  ]);
  expect([1, 2, 5].map((attempt) => pauseAfter(attempt, backOff, () => 1))).toEqual([100, 200, 1_000]);
});

/** Runs work whose attempts give these results, and says how many there were. */
async function run(...results: readonly Result<string>[]): Promise<{ result: Result<string>; attempts: number }> {
  let attempts = 0;
  const result = await retry(async (attempt) => {
    attempts = attempt;
    return results[attempt - 1] ?? results.at(-1)!;
  }, options);
  return { result, attempts };
}

test('what may pass is tried again until it succeeds', async () => {
  const away = failure('store-unavailable', 'away');
  expect(await run(away, away, success('done'))).toEqual({ result: success('done'), attempts: 3 });
});

test('what will not pass is not tried again', async () => {
  const invalid = failure('input-invalid', 'wrong');
  expect(await run(invalid, success('done'))).toEqual({ result: invalid, attempts: 1 });
});

test('it gives up after the last attempt', async () => {
  const away = failure('store-unavailable', 'away');
  expect(await run(away)).toEqual({ result: away, attempts: 4 });
});

test('it gives up when its signal aborts', async () => {
  const controller = new AbortController();
  const away = failure('store-unavailable', 'away', 3_600_000);
  const retrying = retry(async () => away, { ...options, signal: controller.signal });
  controller.abort();
  expect(await retrying).toEqual(away);
});
