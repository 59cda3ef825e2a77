import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createPrediction } from './predict-incidents.ts';
import { inputAt, runMinutes, sampleOf } from './simulated-minutes.ts';

const DAY = 1_440;
/** A pool that leaks every eight hours until it is exhausted, and is emptied. */
const leaky = (minute: number) => {
  const within = minute % 480;
  return inputAt(minute, { bounded: [sampleOf('db', within < 360 ? 0.4 : Math.min(1, 0.4 + 0.006 * (within - 360)))] });
};
const forecasts = (ledger: readonly LedgerEntry[]) =>
  ledger.flatMap((entry) => (entry.type === 'forecast' ? entry : []));

test('every row up to four hours tells what the hazard and the stack said, and the hazard learns to see it coming', () => {
  const { steps } = runMinutes(createPrediction(), 0, 3 * DAY, leaky);
  const rows = forecasts(steps.flatMap(({ ledger }) => ledger)).filter(({ horizon }) => horizon <= 4 * HOUR);
  expect(rows.length).toBeGreaterThan(50);
  for (const { tiers } of rows) {
    for (const tier of ['hazard', 'stack']) {
      expect(tiers[tier]).toBeGreaterThanOrEqual(0);
      expect(tiers[tier]).toBeLessThanOrEqual(1);
    }
  }
  const highest = (from: number, to: number) => Math.max(...rows.slice(from, to).map(({ tiers }) => tiers.hazard!));
  const half = Math.floor(rows.length / 2);
  expect(highest(half, rows.length)).toBeGreaterThan(highest(0, Math.floor(rows.length / 10)));
});

test('an engine that was kept goes on with what the hazard has learnt', () => {
  const engine = createPrediction();
  runMinutes(engine, 0, DAY, leaky);
  const copy = createPrediction({}, engine.snapshot());
  const [one, other] = [engine, copy].map((each) => runMinutes(each, DAY, 1.5 * DAY, leaky).steps);
  expect(other).toEqual(one);
});

/** Three pools that leak every hour, each at another time. */
const hourly = (minute: number) =>
  inputAt(minute, {
    bounded: Array.from({ length: 3 }, (_, i) => {
      const within = (minute + 20 * i) % 60;
      return sampleOf(`db-${i}`, within < 20 ? 0.4 : Math.min(1, 0.4 + 0.016 * (within - 20)));
    }),
  });

test('with 200 failures trees say what they think beside the others, in the ledger alone', () => {
  const engine = createPrediction();
  const early = runMinutes(engine, 0, 2 * DAY, hourly);
  for (const { tiers } of forecasts(early.steps.flatMap(({ ledger }) => ledger)))
    expect(tiers).not.toHaveProperty('trees');
  runMinutes(engine, 2 * DAY, 3.2 * DAY, hourly);
  const late = runMinutes(createPrediction({}, engine.snapshot()), 3.2 * DAY, 3.4 * DAY, hourly);
  const spoken = forecasts(late.steps.flatMap(({ ledger }) => ledger)).filter(({ horizon }) => horizon <= 4 * HOUR);
  expect(spoken.length).toBeGreaterThan(50);
  for (const { tiers } of spoken) {
    expect(tiers.trees).toBeGreaterThanOrEqual(0);
    expect(tiers.trees).toBeLessThanOrEqual(1);
  }
  expect(new Set(spoken.map(({ tiers }) => tiers.trees)).size).toBeGreaterThan(20);
}, 180_000);
