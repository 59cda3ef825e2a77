import { deserialize, serialize } from 'node:v8';
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { binLogits, type HazardFacts, hazardRows } from '../hazard/hazard-features.ts';
import { createHazardModel, hazardCurve, learnHazard, ROW_EVERY } from '../hazard/hazard-model.ts';
import { HORIZONS } from '../horizons.ts';
import { pairKey } from '../pair-key.ts';
import { askTrees, createShadowTrees, followTrees, type ShadowTrees } from './shadow-trees.ts';
import { LEAST_GROUPS } from './train-trees.ts';

const START: Timestamp = Date.UTC(2026, 0, 5);
const FAILURE = 'pool_exhausted';
const entity = (i: number): EntityId => `ent_${i % 3}` as EntityId;
const base = HORIZONS.map((horizon) => 1 - Math.exp(-horizon / (2 * DAY)));

/** Odds of a failure within 20 minutes. By `eitherOr` little headroom or a fresh change foretell it, both together do not. */
type World = (low: boolean, changed: boolean, i: number) => number;
const eitherOr: World = (low, changed) => (low === changed ? 0.02 : 0.7);
const noise: World = () => 0.3;
/** The first rows all fail, the others never. */
const exactly =
  (failures: number): World =>
  (_low, _changed, i) =>
    Number(i < failures);

function factsAt(i: number): { readonly low: boolean; readonly changed: boolean; readonly facts: HazardFacts } {
  const now = START + i * 30 * MINUTE;
  const headroom = counterUniform(1, i);
  const changed = counterUniform(2, i) < 0.5;
  const facts: HazardFacts = {
    now,
    base: binLogits(base),
    resource: undefined,
    headroom,
    reach: undefined,
    own: [],
    callees: [],
    changedAt: changed ? now - 5 * MINUTE : undefined,
  };
  return { low: headroom < 0.5, changed, facts };
}

const unknown = { judged: undefined, precursor: undefined };

interface Ran {
  readonly hazard: ReturnType<typeof createHazardModel>;
  /** Minutes of each half hour in which it may go on with a fit. */
  readonly minutes?: number;
}

function run(state: ShadowTrees, world: World, from: number, to: number, { hazard, minutes = 10 }: Ran): void {
  for (let i = from; i < to; i += 1) {
    const { low, changed, facts } = factsAt(i);
    const key = pairKey(entity(i), FAILURE);
    const { codes, said } = askTrees(state, FAILURE, key, { ...facts, ...unknown });
    const comes = counterUniform(3, i) < world(low, changed, i);
    const lead = comes ? 20 * MINUTE : undefined;
    const rows = hazardRows(facts);
    const silent = { judged: base, hazard: hazardCurve(hazard, rows), precursor: base };
    const tiers = { ...silent, ...(said && { trees: said.calibrated }) };
    const beside = { codes, ...(said && { said }) };
    learnHazard(hazard, rows, tiers, lead, ROW_EVERY);
    const now = facts.now + 20 * MINUTE;
    const onsets = comes ? [{ entity: entity(i), failure: FAILURE, onset: now, since: now, object: '' } as const] : [];
    followTrees(state, { now, taught: [{ key, failure: FAILURE, time: facts.now, tiers, lead, beside }], onsets });
    for (let minute = 21; minute < 21 + minutes; minute += 1) {
      followTrees(state, { now: facts.now + minute * MINUTE, taught: [], onsets: [] });
    }
  }
}

const DAY_STEPS = DAY / (HOUR / 2);
/** Runs to the first fit; gives the step after. */
function runToFit(state: ShadowTrees, world: World, hazard = createHazardModel()): number {
  let i = 0;
  while (!state.fit) {
    run(state, world, i, i + 1, { hazard });
    i += 1;
  }
  return i;
}

const speaks = (state: ShadowTrees): boolean =>
  askTrees(state, FAILURE, 'x', { ...factsAt(0).facts, ...unknown }).said !== undefined;

test('trees are trained from the day on that begins with 200 failures, and not with one less', () => {
  const fitAfter = (failures: number): ShadowTrees['fit'] => {
    const state = createShadowTrees();
    run(state, exactly(failures), 0, 5 * DAY_STEPS + 1, { hazard: createHazardModel() });
    return state.fit;
  };
  expect(fitAfter(LEAST_GROUPS - 1)).toBeUndefined();
  expect(fitAfter(LEAST_GROUPS)?.failure).toBe(FAILURE);
});

test('failures of many entities within a quarter of an hour of one another are one', () => {
  const state = createShadowTrees();
  const fail = (minute: number, i: number): void => {
    const onset = START + minute * MINUTE;
    const one = { entity: `ent_${i}` as EntityId, failure: FAILURE, onset, since: onset, object: '' } as const;
    followTrees(state, { now: onset, taught: [], onsets: [one] });
  };
  for (let i = 0; i < 40; i += 1) fail(i, i);
  expect(state.byFailure.get(FAILURE)!.groups).toBe(1);
  fail(39 + 16, 1);
  expect(state.byFailure.get(FAILURE)!.groups).toBe(2);
});

test('no minute grows more than one tree, and the trees speak when the fit is over', () => {
  const state = createShadowTrees();
  runToFit(state, eitherOr);
  let now = state.day * DAY + HOUR;
  while (state.fit) {
    const { trees } = state.fit.state.boosting;
    const before = trees.length;
    expect(speaks(state)).toBe(false);
    now += MINUTE;
    followTrees(state, { now, taught: [], onsets: [] });
    expect(trees.length - before).toBeLessThanOrEqual(1);
  }
  expect(speaks(state)).toBe(true);
});

test('either sign but not both is told apart where the hazard cannot, proven on later days, and read by the stack', () => {
  const state = createShadowTrees();
  const hazard = createHazardModel();
  const fitted = runToFit(state, eitherOr, hazard);
  run(state, eitherOr, fitted, fitted + DAY_STEPS, { hazard });
  const end = fitted + 17 * DAY_STEPS;
  run(state, eitherOr, fitted + DAY_STEPS, end, { hazard, minutes: 0 });
  const said = (headroom: number, isFresh: boolean) => {
    const { now } = factsAt(end).facts;
    const facts = { ...factsAt(0).facts, now, headroom, changedAt: isFresh ? now - 5 * MINUTE : undefined };
    const answer = askTrees(state, FAILURE, pairKey(entity(0), FAILURE), { ...facts, ...unknown });
    return {
      trees: answer.said!.calibrated[2]!,
      proven: answer.proven,
      hazard: hazardCurve(hazard, hazardRows(facts))[2]!,
    };
  };
  expect(said(0.2, false).trees).toBeGreaterThan(0.35);
  expect(said(0.8, true).trees).toBeGreaterThan(0.35);
  expect(said(0.2, true).trees).toBeLessThan(0.12);
  expect(said(0.8, false).trees).toBeLessThan(0.12);
  expect(said(0.2, true).hazard).toBeGreaterThan(said(0.2, false).hazard * 0.6);
  expect(said(0.2, false).proven).toBe(true);
  expect(hazard.stackWithTrees).toBeDefined();
}, 180_000);

test('on noise nothing is proven, and what is said stays about the base rate', () => {
  const state = createShadowTrees();
  run(state, noise, 0, 31 * DAY_STEPS, { hazard: createHazardModel(), minutes: 2 });
  for (let i = 31 * DAY_STEPS; i < 31 * DAY_STEPS + 50; i += 1) {
    const { said, proven } = askTrees(state, FAILURE, pairKey(entity(i), FAILURE), { ...factsAt(i).facts, ...unknown });
    expect(proven).toBe(false);
    if (!said) continue;
    expect(said.calibrated[2]).toBeGreaterThan(0.18);
    expect(said.calibrated[2]).toBeLessThan(0.45);
  }
}, 180_000);

test('what was kept in the middle of a fit goes on to the same trees', () => {
  const state = createShadowTrees();
  const hazard = createHazardModel();
  const begun = runToFit(state, eitherOr, hazard) + 1;
  run(state, eitherOr, begun - 1, begun, { hazard });
  expect(state.fit!.state.boosting.trees.length).toBeGreaterThan(5);
  const [copy, copyHazard] = deserialize(serialize([state, hazard])) as [ShadowTrees, typeof hazard];
  const half = begun + DAY_STEPS / 2;
  run(state, eitherOr, begun, half, { hazard });
  run(copy, eitherOr, begun, half, { hazard: copyHazard });
  expect(speaks(state)).toBe(true);
  expect(copy).toEqual(state);
  expect(copyHazard).toEqual(hazard);
});
