import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { fitRidgeLogistic, logisticProbability } from '../../statistics/ridge-logistic.ts';
import { sigmoid } from '../odds-math.ts';
import {
  BOOSTING,
  type Boosting,
  type BoostingRows,
  boostedTrees,
  boostedValue,
  boostOnce,
  startBoosting,
} from './boost-trees.ts';
import { codeOf, evenEdges } from './value-codes.ts';

const EDGES = evenEdges(0.02, 0.98, 49);
const FEATURES = 4;

interface Sample extends BoostingRows {
  readonly values: readonly Float64Array[];
}

/** Rows of uniform values; `oddsOf` says how likely each comes true. `seed`: of values and outcomes. */
function sampleOf(rows: number, seed: number, oddsOf: (x: Float64Array) => number): Sample {
  const values = Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: FEATURES }, (_unused, feature) => counterUniform(seed, row, feature)),
  );
  return {
    features: FEATURES,
    values,
    codes: Uint8Array.from(values.flatMap((x) => [...x].map((value) => codeOf(EDGES, value)))),
    outcomes: Uint8Array.from(values, (x, row) => Number(counterUniform(seed, row, 99) < oddsOf(x))),
    weights: new Float64Array(rows).fill(1),
    offsets: new Float64Array(rows).fill(Math.log(0.3 / 0.7)),
    units: Uint32Array.from({ length: rows }, (_, row) => row),
  };
}

function boosted(sample: BoostingRows, seed = 1): Boosting {
  const rows = sample.outcomes.length;
  const parts = { learntUntil: 0.8 * rows, checkedFrom: 0.85 * rows };
  const state = startBoosting(sample, parts, { ...BOOSTING, seed });
  while (!state.isOver) boostOnce(state);
  return state;
}

/** Brier skill on rows that were not seen, against their own base rate. */
function skillOn({ outcomes }: Sample, probabilityOf: (row: number) => number): number {
  const base = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  let squared = 0;
  for (const [row, outcome] of outcomes.entries()) squared += (probabilityOf(row) - outcome) ** 2;
  return 1 - squared / outcomes.length / (base * (1 - base));
}

function treesSkill(state: Boosting, fresh: Sample): number {
  const trees = boostedTrees(state);
  return skillOn(fresh, (row) => sigmoid(fresh.offsets[row]! + boostedValue(trees, fresh.codes, row * FEATURES)));
}

function linearSkill(sample: Sample, fresh: Sample): number {
  const withOffset = (x: Float64Array) => Float64Array.of(1, ...x);
  const rows = sample.values.map((x, row) => ({
    features: withOffset(x),
    outcome: sample.outcomes[row] === 1 ? (1 as const) : (0 as const),
    weight: 1,
  }));
  const weights = fitRidgeLogistic(rows, [10, 10, 10, 10, 10]);
  return skillOn(fresh, (row) => logisticProbability(weights, withOffset(fresh.values[row]!)));
}

const eitherOr = (x: Float64Array): number => (x[0]! > 0.5 !== x[1]! > 0.5 ? 0.55 : 0.05);

test('either of two signs but not both is learnt, which a linear hazard cannot', () => {
  const sample = sampleOf(4_000, 7, eitherOr);
  const fresh = sampleOf(3_000, 8, eitherOr);
  expect(linearSkill(sample, fresh)).toBeLessThan(0.02);
  // Knowing the true odds gives 0.30.
  expect(treesSkill(boosted(sample), fresh)).toBeGreaterThan(0.24);
});

test('on noise the trees are no better than the base rate, and hardly worse', () => {
  for (const seed of [11, 12, 13]) {
    const skill = treesSkill(
      boosted(sampleOf(3_000, seed, () => 0.3)),
      sampleOf(4_000, seed + 100, () => 0.3),
    );
    expect(skill, `seed ${seed}`).toBeLessThan(0.002);
    expect(skill, `seed ${seed}`).toBeGreaterThan(-0.02);
  }
});

test('the same seed gives the same bytes, another seed others', () => {
  const trees = (seed: number): Buffer => serialize(boostedTrees(boosted(sampleOf(800, 21, eitherOr), seed)));
  expect(trees(5).equals(trees(5))).toBe(true);
  expect(trees(5).equals(trees(6))).toBe(false);
});

test('what lies behind the rows that are learnt from changes no tree, only how many are kept', () => {
  const sample = sampleOf(2_000, 31, eitherOr);
  const outcomes = sample.outcomes.map((outcome, row) => (row < 1_600 ? outcome : 1 - outcome));
  const one = boosted(sample);
  const other = boosted({ ...sample, outcomes });
  const shared = Math.min(one.trees.length, other.trees.length);
  expect(other.trees.slice(0, shared)).toEqual(one.trees.slice(0, shared));
  expect(boostedTrees(one).length).toBeGreaterThan(20);
  expect(boostedTrees(other).length).toBeLessThan(5);
});

test('a missing value has a side of its own that is learnt', () => {
  const sample = sampleOf(4_000, 41, () => 0.1);
  const outcomes = sample.outcomes.slice();
  const codes = sample.codes.slice();
  for (let row = 0; row < outcomes.length; row += 1) {
    if (counterUniform(42, row) >= 0.3) continue;
    codes[row * FEATURES + 2] = 0;
    outcomes[row] = Number(counterUniform(43, row) < 0.8);
  }
  const trees = boostedTrees(boosted({ ...sample, codes, outcomes }));
  const said = (code: number) => sigmoid(sample.offsets[0]! + boostedValue(trees, Uint8Array.of(25, 25, code, 25)));
  expect(said(0)).toBeGreaterThan(0.7);
  expect(said(10)).toBeLessThan(0.2);
  expect(said(45)).toBeLessThan(0.2);
});

test('a weight of two is the same as the row twice', () => {
  const sample = sampleOf(1_000, 51, eitherOr);
  const options = { ...BOOSTING, share: 1, seed: 1, rounds: 5, patience: 5 };
  const doubled = sample.outcomes.length * 2;
  const twice = <T extends Uint8Array | Float64Array | Uint32Array>(all: T, width: number): number[] =>
    Array.from({ length: doubled }, (_, row) => [...all.subarray((row >> 1) * width, ((row >> 1) + 1) * width)]).flat();
  const rows: BoostingRows = {
    features: FEATURES,
    codes: Uint8Array.from(twice(sample.codes, FEATURES)),
    outcomes: Uint8Array.from(twice(sample.outcomes, 1)),
    weights: new Float64Array(doubled).fill(1),
    offsets: Float64Array.from(twice(sample.offsets, 1)),
    units: Uint32Array.from(twice(sample.units, 1)),
  };
  const heavy = { ...sample, weights: new Float64Array(sample.outcomes.length).fill(2) };
  const one = startBoosting(heavy, { learntUntil: 800, checkedFrom: 800 }, options);
  const other = startBoosting(rows, { learntUntil: 1_600, checkedFrom: 1_600 }, options);
  for (let round = 0; round < 5; round += 1) {
    boostOnce(one);
    boostOnce(other);
  }
  for (const [i, { feature, most, value }] of one.trees.entries()) {
    expect([feature, most]).toEqual([other.trees[i]!.feature, other.trees[i]!.most]);
    for (const [node, each] of value.entries()) expect(each).toBeCloseTo(other.trees[i]!.value[node]!, 5);
  }
});
