import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import {
  createRecurringFailures,
  followRecurrence,
  type Recurring,
  type RecurringFailures,
  recurringNow,
} from './recurring-failures.ts';

const start = Date.UTC(2026, 0, 5);

/** Runs hours; `failing` names what begins in an hour, `open` what lasts. */
function run(
  days: number,
  failing: (hour: number) => readonly (readonly [string, Failure])[],
  open: (hour: number) => boolean = () => false,
): { state: RecurringFailures; seen: Recurring[][] } {
  const state = createRecurringFailures();
  const seen: Recurring[][] = [];
  for (let hour = 0; hour <= days * 24; hour += 1) {
    const now = start + hour * HOUR;
    const onsets = failing(hour).map(([name, failure]) => {
      return { entity: name as EntityId, failure, onset: now - HOUR / 2, since: now - HOUR / 2, object: '' };
    });
    followRecurrence(state, { now, onsets, isOpen: () => open(hour) });
    seen.push(recurringNow(state, now));
  }
  return { state, seen };
}

/** Begins between three and four at night. */
const nightly = (hour: number): [string, Failure][] => (hour % 24 === 4 ? [['batch', 'job_failed']] : []);

test('two weeks must have been seen, and five times it must have come', () => {
  const { seen } = run(20, nightly);
  expect(seen.slice(0, 14 * 24).flat()).toEqual([]);
  expect(seen.at(-1)).toHaveLength(1);
  const rare = run(30, (hour) => (hour % (7 * 24) === 50 ? [['batch', 'job_failed']] : []));
  expect(rare.seen.flat()).toEqual([]);
});

test('odds are high in the hours before it and low after, and the day as a whole is likely', () => {
  const { seen } = run(28, nightly);
  const [before] = seen.at(-1 - 24 + 2)!;
  const [after] = seen.at(-1 - 24 + 8)!;
  expect(before!.odds[0]).toBeGreaterThan(0.4);
  expect(after!.odds[0]).toBeLessThan(0.2);
  expect(after!.odds[1]).toBeGreaterThan(0.5);
  expect(before!.recent).toHaveLength(28);
});

test('what comes at any hour is hardly ever spoken of: a constant says as much', () => {
  for (const share of [0.01, 0.04]) {
    let spoken = 0;
    let hours = 0;
    for (let seed = 0; seed < 4; seed += 1) {
      const { seen } = run(40, (hour) => (counterUniform(seed, hour) < share ? [['batch', 'job_failed']] : []));
      spoken += seen.flat().length;
      hours += seen.length;
    }
    expect(spoken / hours, `share ${share}`).toBeLessThan(0.05);
  }
});

test('what a resource tells is left to it', () => {
  const { state } = run(20, (hour) => (hour % 24 === 4 ? [['db', 'pool_exhausted']] : []));
  expect(state.pairs.size).toBe(0);
});

test('while it goes on it is not asked whether it comes', () => {
  const { seen } = run(20, nightly, (hour) => hour >= 19 * 24);
  expect(seen[19 * 24 - 1]).toHaveLength(1);
  expect(seen.at(-1)).toEqual([]);
});

test('of more pairs than are kept those go that were quiet longest, and what did not come for a season', () => {
  const many = run(1, (hour) =>
    hour === 2
      ? Array.from({ length: 500 }, (_, i): [string, Failure] => [`job-${i}`, 'job_failed'])
      : hour === 3
        ? [['new', 'job_failed']]
        : [],
  );
  expect(many.state.pairs.size).toBe(500);
  expect([...many.state.pairs.values()].some(({ entity }) => entity === 'new')).toBe(true);
  const old = run(100, (hour) => (hour < 8 * 24 ? nightly(hour) : []));
  expect(old.state.pairs.size).toBe(0);
  expect(old.state.model.streams.size).toBe(0);
});
