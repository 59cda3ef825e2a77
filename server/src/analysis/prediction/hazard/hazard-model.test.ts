import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { HORIZONS } from '../horizons.ts';
import { binLogits, type HazardFacts, hazardRows } from './hazard-features.ts';
import { createHazardModel, hazardCurve, learnHazard, ROW_EVERY, stackedCurve, type Tiers } from './hazard-model.ts';

const baseCurve = HORIZONS.map((horizon) => 1 - Math.exp(-horizon / (10_000 * MINUTE)));
const now = Date.UTC(2026, 0, 5);
const quiet: HazardFacts = {
  now,
  base: binLogits(baseCurve),
  resource: undefined,
  headroom: undefined,
  reach: undefined,
  own: [],
  callees: [],
  changedAt: undefined,
};
const anomaly = (kind: Anomaly['kind'], surprise: number): Anomaly =>
  ({ kind, surprise, marks: [], direction: 'up' }) as unknown as Anomaly;

test('of an entity of which nothing is known the hazard is the base rate', () => {
  const curve = hazardCurve(createHazardModel(), hazardRows(quiet));
  for (const [bin, probability] of curve.entries()) expect(probability).toBeCloseTo(baseCurve[bin]!, 6);
});

test('each shipped sign raises the odds, and none makes them fall with the horizon', () => {
  const base = hazardCurve(createHazardModel(), hazardRows(quiet)).at(-1)!;
  const signs: Partial<HazardFacts>[] = [
    { headroom: 0.05 },
    { reach: 40 * MINUTE },
    { own: [anomaly('errors', 8)] },
    { own: [anomaly('latency', 8)] },
    { own: [anomaly('restarts', 4)] },
    { callees: [anomaly('errors', 8)] },
    { changedAt: now - 5 * MINUTE },
  ];
  for (const sign of signs) {
    const curve = hazardCurve(createHazardModel(), hazardRows({ ...quiet, ...sign }));
    expect(curve.at(-1)).toBeGreaterThan(1.4 * base);
    for (const [bin, probability] of curve.entries()) expect(probability).toBeGreaterThanOrEqual(curve[bin - 1] ?? 0);
  }
  const callees = [anomaly('errors', 5)];
  expect(hazardCurve(createHazardModel(), hazardRows({ ...quiet, callees })).at(-1)).toBeCloseTo(base, 6);
});

test('it learns which sign foretells and which does not', () => {
  const model = createHazardModel();
  const before = hazardCurve(model, hazardRows({ ...quiet, headroom: 0.05 })).at(-1)!;
  for (let row = 0; row < 4_000; row += 1) {
    const isLow = counterUniform(1, row) < 0.3;
    const isChanged = counterUniform(2, row) < 0.3;
    const facts = { ...quiet, ...(isLow && { headroom: 0.05 }), ...(isChanged && { changedAt: now }) };
    const lead = isLow && counterUniform(3, row) < 0.5 ? 50 * MINUTE : undefined;
    const tiers = { judged: baseCurve, hazard: baseCurve, precursor: baseCurve };
    learnHazard(model, hazardRows(facts), tiers, lead, ROW_EVERY);
  }
  const low = hazardCurve(model, hazardRows({ ...quiet, headroom: 0.05 })).at(-1)!;
  const changed = hazardCurve(model, hazardRows({ ...quiet, changedAt: now })).at(-1)!;
  // After half of them it came.
  expect(before).toBeLessThan(0.15);
  expect(low).toBeGreaterThan(0.4);
  expect(low).toBeLessThan(0.6);
  expect(changed).toBeLessThan(0.1);
});

test('the stack never falls with the horizon, rises with each tier, and learns whom to believe', () => {
  const model = createHazardModel();
  const flat = (probability: number): number[] => HORIZONS.map(() => probability);
  const tiers = (judged: number, hazard: number, precursor: number): Tiers => ({
    judged: flat(judged),
    hazard: flat(hazard),
    precursor: flat(precursor),
  });
  const last = (of: Tiers): number => stackedCurve(model, of).at(-1)!;
  const all = last(tiers(0.2, 0.2, 0.2));
  expect(last(tiers(0.4, 0.2, 0.2))).toBeGreaterThan(all);
  expect(last(tiers(0.2, 0.4, 0.2))).toBeGreaterThan(all);
  expect(last(tiers(0.2, 0.2, 0.4))).toBeGreaterThan(all);
  const rising = stackedCurve(model, { judged: baseCurve, hazard: baseCurve, precursor: baseCurve });
  for (const [bin, probability] of rising.entries()) expect(probability).toBeGreaterThanOrEqual(rising[bin - 1] ?? 0);
  // The first tier is right, the second says the opposite.
  for (let row = 0; row < 3_000; row += 1) {
    const comes = counterUniform(4, row) < 0.5;
    const said = comes ? tiers(0.8, 0.2, 0.2) : tiers(0.2, 0.8, 0.2);
    learnHazard(model, hazardRows(quiet), said, comes ? MINUTE : undefined, ROW_EVERY);
  }
  expect(last(tiers(0.8, 0.2, 0.2))).toBeGreaterThan(0.6);
  expect(last(tiers(0.2, 0.8, 0.2))).toBeLessThan(0.35);
});

test('trees move the stack where it is given them, and what is learnt from them leaves the stack without them as it was', () => {
  const flat = (probability: number): number[] => HORIZONS.map(() => probability);
  const silent: Tiers = { judged: flat(0.2), hazard: flat(0.2), precursor: flat(0.2) };
  const [model, other] = [createHazardModel(), createHazardModel()];
  const said = (trees: number): number => stackedCurve(model, { ...silent, trees: flat(trees) }).at(-1)!;
  const before = said(0.8) - said(0.2);
  expect(before).toBeGreaterThan(0.1);
  // The trees alone tell what comes.
  for (let row = 0; row < 2_000; row += 1) {
    const comes = counterUniform(5, row) < 0.3;
    const lead = comes ? MINUTE : undefined;
    learnHazard(model, hazardRows(quiet), { ...silent, trees: flat(comes ? 0.8 : 0.2) }, lead, ROW_EVERY);
    learnHazard(other, hazardRows(quiet), silent, lead, ROW_EVERY);
  }
  expect(said(0.8) - said(0.2)).toBeGreaterThan(before + 0.1);
  expect(model.stack).toEqual(other.stack);
  expect(stackedCurve(model, silent)).toEqual(stackedCurve(other, silent));
});
