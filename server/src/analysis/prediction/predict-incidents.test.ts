import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { DAY as DAY_MS, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterNormal } from '../statistics/counter-hash.ts';
import { createPrediction } from './predict-incidents.ts';
import type { PredictionInput } from './prediction-input.ts';
import { restoreState } from './prediction-state.ts';
import { entity, frameAt, inputAt, requestsOf, runMinutes, START, sampleOf, trustOf } from './simulated-minutes.ts';
import { simulateRegime } from './simulated-regimes.ts';

const DAY = 1_440;
/** Days of minutes take a second; a machine that is shared may need longer. */
const SLOW_MACHINE = 30_000;
const jitter = (minute: number, size = 0.008): number => size * counterNormal(5, minute);

/** A pool at 40 % that leaks 1 % a minute from `from` on, under flat traffic. */
function leak(from: number, stop = Number.POSITIVE_INFINITY) {
  return (minute: number): PredictionInput => {
    const risen = 0.01 * Math.max(0, Math.min(minute, stop) - from);
    const share = minute > stop + 1 ? 0.4 : 0.4 + risen;
    return inputAt(minute, {
      bounded: [sampleOf('db', Math.min(1, Math.max(0, share + jitter(minute))))],
      frame: frameAt(minute, { spans: [requestsOf('db', minute, 200 + 10 * counterNormal(9, minute))] }),
    });
  };
}

const minuteOf = (time: number | undefined): number => ((time ?? 0) - START) / MINUTE;
const ofType = <T extends LedgerEntry['type']>(ledger: readonly LedgerEntry[], type: T) =>
  ledger.filter((entry): entry is Extract<LedgerEntry, { type: T }> => entry.type === type);

test('a leaking pool is called before it is exhausted, once, and the call comes out a hit', () => {
  const { revisions, steps } = runMinutes(createPrediction(), 0, DAY + 70, leak(DAY));
  const [first] = revisions;
  const last = revisions.at(-1)!;
  expect(new Set(revisions.map(({ id }) => id)).size).toBe(1);
  expect(first).toMatchObject({ entity: 'ent_db', failure: 'pool_exhausted', state: 'shadow', revision: 1 });
  expect(last).toMatchObject({ state: 'closed', outcome: 'hit', id: first!.id, revision: revisions.length });
  const lead = minuteOf(last.onsetAt) - minuteOf(first!.issuedAt);
  expect(lead).toBeGreaterThanOrEqual(20);
  expect(first!.lead!.p10 / MINUTE).toBeLessThanOrEqual(lead);
  expect(first!.lead!.p90 / MINUTE).toBeGreaterThanOrEqual(lead);
  const ledger = steps.flatMap((step) => step.ledger);
  expect(ofType(ledger, 'unpredicted')).toEqual([]);
  expect(steps.flatMap((step) => step.onsets).map(({ failure }) => failure)).toEqual(['pool_exhausted']);
});

test('a call tells its evidence, its fan ends at the limit, and no probability is above its cap', () => {
  const { revisions } = runMinutes(createPrediction(), 0, DAY + 70, leak(DAY));
  for (const { odds, evidence, forecast, baseProbability } of revisions) {
    expect(evidence[0]).toMatchObject({ kind: 'forecast', stance: 'for', measure: 'db.client.connection.usage' });
    expect(evidence[0]!.surprise).toBeGreaterThanOrEqual(3);
    expect(evidence.some(({ measure, contribution }) => measure === 'requests' && contribution! > 0)).toBe(true);
    expect(odds.probability).toBeLessThanOrEqual(odds.cap);
    expect(baseProbability).toBeLessThan(0.01);
    for (const [index, point] of odds.curve.entries()) {
      expect(point.probability).toBeGreaterThanOrEqual(odds.curve[index - 1]?.probability ?? 0);
    }
    expect(forecast!.quantiles).toHaveLength(6);
    expect(forecast!.futures).toHaveLength(20);
    for (const values of [...forecast!.quantiles, ...forecast!.futures]) {
      for (const value of values) expect(value).toBeLessThanOrEqual(forecast!.limit);
    }
  }
});

test('a traffic peak that takes the pool with it is not called', { timeout: SLOW_MACHINE }, () => {
  for (const ramp of [5, 10, 20, 40]) {
    const load = (minute: number) => (minute < DAY ? 1 : 1 + 2 * Math.min(1, (minute - DAY) / ramp));
    const { revisions } = runMinutes(createPrediction(), 0, DAY + 120, (minute) =>
      inputAt(minute, {
        bounded: [sampleOf('db', 0.28 * load(minute) + jitter(minute))],
        frame: frameAt(minute, {
          spans: [requestsOf('db', minute, 200 * load(minute) + 10 * counterNormal(9, minute))],
        }),
      }),
    );
    expect(revisions, `ramp of ${ramp} minutes`).toEqual([]);
  }
});

/** Calls of days three and four, after two days in which nothing is looked at. */
function callsAfterTwoDays(share: (minute: number) => number): readonly Prediction[] {
  const engine = createPrediction();
  const input = (minute: number) => inputAt(minute, { bounded: [sampleOf('db', share(minute))] });
  runMinutes(engine, 0, 2 * DAY, input);
  return runMinutes(engine, 2 * DAY, 4 * DAY, input).revisions;
}

test('a nightly batch that was seen twice is not called', { timeout: SLOW_MACHINE }, () => {
  const batch = simulateRegime('batch', 3, 4 * DAY);
  expect(callsAfterTwoDays((minute) => batch[minute]!)).toEqual([]);
});

test('a sawtooth to 92 % that was seen for two days is not called', { timeout: SLOW_MACHINE }, () => {
  expect(callsAfterTwoDays((minute) => 0.4 + (0.52 * (minute % 60)) / 60 + jitter(minute, 0.005))).toEqual([]);
});

test('a healthy deploy that warms up to the former level is not called', { timeout: SLOW_MACHINE }, () => {
  const share = (minute: number) => (minute < 3 * DAY ? 0.6 : Math.min(0.62, 0.2 + 0.01 * (minute - 3 * DAY)));
  expect(callsAfterTwoDays((minute) => share(minute) + jitter(minute, 0.005))).toEqual([]);
});

test('a leak that is repaired after the call is withdrawn, and the change makes it acted', () => {
  const change: Change = {
    id: 'chg_1' as Change['id'],
    entity: entity('db'),
    kind: 'deploy',
    time: START,
    text: 'v42 to v41',
  };
  const repaired = DAY + 30;
  const { revisions } = runMinutes(createPrediction(), 0, DAY + 400, (minute) => {
    const input = leak(DAY, repaired)(minute);
    return minute === repaired ? { ...input, frame: { ...input.frame, changes: [change] } } : input;
  });
  const states = revisions.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
  expect(states).toEqual(['shadow', 'withdrawn', 'closed']);
  expect(revisions.at(-1)).toMatchObject({ outcome: 'acted' });
  expect(revisions.at(-1)!.onsetAt).toBeUndefined();
});

test('a leak that stops by itself is a miss', () => {
  const { revisions } = runMinutes(createPrediction(), 0, DAY + 400, leak(DAY, DAY + 30));
  expect(revisions.at(-1)).toMatchObject({ state: 'closed', outcome: 'miss' });
});

test('below the floor of data trust an open call freezes and none is issued', () => {
  const distrusted = (minute: number) => ({ ...leak(DAY)(minute), dataTrust: trustOf(0.7, minute) });
  const none = runMinutes(createPrediction(), 0, DAY + 50, distrusted);
  expect(none.revisions).toEqual([]);
  const engine = createPrediction();
  runMinutes(engine, 0, DAY + 30, leak(DAY));
  const { revisions } = runMinutes(engine, DAY + 30, DAY + 34, (minute) =>
    minute < DAY + 32 ? distrusted(minute) : leak(DAY)(minute),
  );
  expect(revisions[0]).toMatchObject({ state: 'frozen' });
  expect(revisions.find(({ state }) => state === 'shadow')).toBeDefined();
});

test('a failure that nothing foretold is written as unpredicted', () => {
  const { steps } = runMinutes(createPrediction(), 0, 50, (minute) =>
    inputAt(minute, { bounded: [sampleOf('db', minute < 40 ? 0.3 : 1)] }),
  );
  const [entry] = ofType(
    steps.flatMap((step) => step.ledger),
    'unpredicted',
  );
  expect(entry).toMatchObject({ entity: 'ent_db', failure: 'pool_exhausted' });
});

test('every outcome row names an earlier forecast row of the same failure, each once', () => {
  const { steps } = runMinutes(createPrediction({ firstSequence: 100 }), 0, DAY + 400, leak(DAY));
  const ledger = steps.flatMap((step) => step.ledger);
  const rows = new Map(ledger.map((entry, index) => [index + 100, entry]));
  const resolved = ofType(ledger, 'outcome').map(({ of }) => of);
  expect(new Set(resolved).size).toBe(resolved.length);
  expect(resolved.length).toBeGreaterThan(20);
  for (const of of resolved) expect(rows.get(of)).toMatchObject({ type: 'forecast', failure: 'pool_exhausted' });
  const hits = ofType(ledger, 'outcome').filter(({ outcome, prediction }) => outcome === 'hit' && prediction !== '');
  expect(hits.length).toBeGreaterThan(3);
});

test('anomalies of the same entity raise the odds, and their steps are told', () => {
  const waiters = (minute: number): Anomaly => ({
    id: 'ano_1' as Anomaly['id'],
    entity: entity('db'),
    signal: 'metrics',
    kind: 'queue',
    measure: 'db.client.connection.pending_requests',
    onset: START + (DAY + 5) * MINUTE,
    lastSeen: START + minute * MINUTE,
    p: 1e-8,
    surprise: 8,
    rank: 8,
    direction: 'up',
    observed: 14,
    expected: 0,
    unit: '{request}',
    query: { kind: 'series', series: 'ser_waiters', range: { from: START, to: START } },
    hard: false,
    marks: [],
  });
  const alone = runMinutes(createPrediction(), 0, DAY + 40, leak(DAY)).revisions[0]!;
  const warned = runMinutes(createPrediction(), 0, DAY + 40, (minute) => ({
    ...leak(DAY)(minute),
    open: minute > DAY + 5 ? [waiters(minute)] : [],
  })).revisions[0]!;
  expect(warned.issuedAt).toBeLessThan(alone.issuedAt);
  const told = warned.evidence.find(({ measure }) => measure === 'db.client.connection.pending_requests');
  expect(told).toMatchObject({ stance: 'for', kind: 'metric', observed: 14 });
  expect(told!.contribution).toBeCloseTo(0.5, 6);
});

test('an engine restored at any minute says the same as one that never stopped', { timeout: SLOW_MACHINE }, () => {
  const input = (minute: number): PredictionInput => {
    const more = ['hot', 'leak', 'bursty'].map((name) => sampleOf(name, regimes[name]![minute]!));
    const one = leak(DAY)(minute);
    return { ...one, bounded: [...one.bounded, ...more] };
  };
  const regimes: Record<string, Float64Array> = {
    hot: simulateRegime('hot', 2, DAY + 120),
    leak: simulateRegime('leak', 2, DAY + 120),
    bursty: simulateRegime('bursty', 2, DAY + 120),
  };
  const end = DAY + 120;
  const whole = createPrediction();
  runMinutes(whole, 0, DAY - 3, input);
  let stopped = createPrediction({}, whole.snapshot());
  const rest = runMinutes(whole, DAY - 3, end, input);
  const parts: unknown[] = [];
  for (const [from, to] of [
    [DAY - 3, DAY + 41],
    [DAY + 41, DAY + 60],
    [DAY + 60, end],
  ] as const) {
    parts.push(...runMinutes(stopped, from, to, input).steps);
    stopped = createPrediction({}, stopped.snapshot());
  }
  expect(parts).toEqual(rest.steps);
  expect(rest.revisions.length).toBeGreaterThan(3);
});

test('after twenty replayed calls a failure leaves the shadow, and its record says replay', {
  timeout: SLOW_MACHINE,
}, () => {
  const cycle = 260;
  const course = (minute: number): number => {
    const phase = minute % cycle;
    return Math.min(1, 0.3 + (phase < 150 ? 0 : 0.0085 * (phase - 150)) + jitter(minute, 0.004));
  };
  const cycles = 30;
  const engine = createPrediction({ historyUntil: START + 100 * DAY_MS });
  const { revisions } = runMinutes(engine, 0, cycle * cycles, (minute) =>
    inputAt(minute, { bounded: [sampleOf('db', course(minute))] }),
  );
  const closed = revisions.filter(({ state }) => state === 'closed');
  const active = revisions.filter(({ state }) => state === 'active');
  expect(closed.length).toBeGreaterThan(20);
  expect(active.length).toBeGreaterThan(0);
  expect(active.at(-1)!.record).toMatchObject({ source: 'replay' });
  const share = closed.filter(({ outcome }) => outcome === 'hit').length / closed.length;
  expect(share).toBeGreaterThan(0.8);
});

test('while everything is held back all calls stay on the screen, and what still stands is told afterwards', {
  timeout: SLOW_MACHINE,
}, () => {
  const cycle = 260;
  const course = (minute: number): number => {
    const phase = minute % cycle;
    return Math.min(1, 0.3 + (phase < 150 ? 0 : 0.0085 * (phase - 150)) + jitter(minute, 0.004));
  };
  const heldUntil = cycle * 30;
  const policyAt = (minute: number) => ({ thresholds: {}, ...(minute < heldUntil && { holdsBack: true }) });
  const engine = createPrediction({ historyUntil: START + heldUntil * MINUTE });
  const at = (minute: number) =>
    inputAt(minute, { bounded: [sampleOf('db', course(minute))], policy: policyAt(minute) });
  const held = runMinutes(engine, 0, heldUntil, at);
  const deliveries = held.steps.flatMap(({ ledger }) => ledger.map((row) => row.type === 'forecast' && row.delivery));
  expect(held.revisions.filter(({ state }) => state === 'closed').length).toBeGreaterThan(20);
  expect(held.revisions.filter(({ state }) => state === 'active')).toEqual([]);
  expect(deliveries).not.toContain('warned');
  const { revisions } = runMinutes(engine, heldUntil, heldUntil + cycle, at);
  expect(revisions.filter(({ state }) => state === 'active').length).toBeGreaterThan(0);
});

test('a certificate that was called while everything was held back is told once it no longer is', () => {
  const engine = createPrediction();
  const at = START + 6 * DAY_MS;
  const deadlines = [{ series: 'ser_cert' as SeriesId, entity: entity('ingress'), instance: '', measure: 'm', at }];
  const states: string[] = [];
  for (let hour = 0; hour <= 100; hour += 1) {
    const policy = { thresholds: {}, holdsBack: hour < 80 };
    const { predictions } = engine.step(inputAt(hour * 60, { frame: frameAt(hour * 60), deadlines, policy }));
    states.push(...predictions.map(({ state, revision }) => `${hour < 80} ${state} ${revision}`));
  }
  expect(states).toEqual(['true shadow 1', 'false active 2']);
});

test('a certificate whose renewal is overdue is called with its date, closes at its end or when it is renewed', () => {
  const deadline = (at: number) => ({
    series: 'ser_cert' as SeriesId,
    entity: entity('ingress'),
    instance: '',
    measure: 'certificate.not_after',
    at,
  });
  const end = START + 6 * DAY_MS;
  const ledger: LedgerEntry[] = [];
  const run = (renewedAt: number): readonly Prediction[] => {
    const engine = createPrediction();
    const predictions: Prediction[] = [];
    ledger.length = 0;
    for (let hour = 0; hour <= 150; hour += 1) {
      const at = hour >= renewedAt ? end + 90 * DAY_MS : end;
      const frame = frameAt(hour * 60);
      const step = engine.step(inputAt(hour * 60, { frame, deadlines: [deadline(at)] }));
      predictions.push(...step.predictions);
      ledger.push(...step.ledger);
    }
    return predictions;
  };
  const expired = run(1_000);
  expect(expired[0]).toMatchObject({
    failure: 'cert_expiry',
    state: 'active',
    deadline: end,
    odds: { display: 'date' },
  });
  expect(expired.at(-1)).toMatchObject({ state: 'closed', outcome: 'hit', onsetAt: end });
  const { id } = expired[0]!;
  expect(ledger).toMatchObject([
    { type: 'forecast', prediction: id, failure: 'cert_expiry', display: 'date', delivery: 'warned', weight: 1 },
    { type: 'outcome', of: 1, prediction: id, outcome: 'hit', onsetAt: end },
  ]);
  expect(run(20).at(-1)).toMatchObject({ state: 'closed', outcome: 'acted', closedAt: START + 20 * HOUR + MINUTE });
  expect(ledger).toMatchObject([{ type: 'forecast' }, { type: 'outcome', of: 1, outcome: 'acted' }]);
});

test('every bounded resource is listed with its limit, also those without a trend', () => {
  const { steps } = runMinutes(createPrediction(), 0, DAY + 40, leak(DAY));
  const flat = steps[DAY - 1]!.exhaustion[0]!;
  expect(flat).toMatchObject({ entity: 'ent_db', limit: 100 });
  expect(flat.fullIn).toBeUndefined();
  const rising = steps[DAY + 39]!.exhaustion[0]!;
  expect(rising.fullIn! / MINUTE).toBeGreaterThan(12);
  expect(rising.fullIn! / MINUTE).toBeLessThan(28);
  expect(rising.probability).toBeGreaterThan(0.5);
});

test('what people say is numbered with the other rows, and what they acted upon teaches nothing until it is taken back', () => {
  const engine = createPrediction({ firstSequence: 100 });
  const { revisions, steps } = runMinutes(engine, 0, DAY + 70, leak(DAY));
  const { id: prediction, failure } = revisions.at(-1)!;
  const learnt = (snapshot: Uint8Array) => restoreState(snapshot)!.learnt.records.get(failure)!;
  const before = learnt(engine.snapshot());
  expect(before.episodes.map((one) => one.prediction)).toEqual([prediction]);
  const say = (minute: number, says: 'acted' | 'nothing') => {
    const told = [{ prediction, entity: entity('db'), failure, person: 'per_1', says, toldAt: START }];
    return engine.step({ ...leak(DAY)(minute), told }).ledger;
  };
  const rows = [...steps.flatMap((step) => step.ledger), ...say(DAY + 70, 'acted')];
  expect(learnt(engine.snapshot()).episodes).toEqual([]);
  rows.push(...say(DAY + 71, 'nothing'));
  expect(learnt(engine.snapshot()).episodes).toEqual(before.episodes);
  expect(learnt(engine.snapshot()).threshold).toBe(before.threshold);
  expect(ofType(rows, 'told').map(({ says }) => says)).toEqual(['acted', 'nothing']);
  const { sequence } = restoreState(engine.snapshot())!;
  expect(sequence).toBe(100 + rows.length);
});

test('under a drill a call is made as always, and neither it nor the failure is counted', () => {
  const drilled = (minute: number): PredictionInput => ({ ...leak(DAY)(minute), isUnderDrill: minute >= DAY });
  const { revisions, steps } = runMinutes(createPrediction(), 0, DAY + 70, drilled);
  const real = runMinutes(createPrediction(), 0, DAY + 70, leak(DAY));
  expect(revisions.map(({ issuedAt }) => issuedAt)[0]).toBe(real.revisions[0]!.issuedAt);
  expect(revisions.at(-1)).toMatchObject({ state: 'closed', outcome: 'acted' });
  const ledger = steps.flatMap((step) => step.ledger);
  const onset = minuteOf(steps.flatMap((step) => step.onsets)[0]!.onset);
  const resolved = ofType(ledger, 'outcome').filter(({ resolvedAt }) => minuteOf(resolvedAt) >= onset);
  expect(resolved.length).toBeGreaterThan(10);
  expect(new Set(resolved.map(({ outcome }) => outcome))).toEqual(new Set(['acted']));
});

test('a failure under a drill that nobody called is not counted as missed, and raises no base rate', () => {
  // Full at once: nothing could foresee it.
  const sudden = (minute: number): PredictionInput =>
    inputAt(minute, { bounded: [sampleOf('db', minute < DAY ? 0.4 + jitter(minute) : 1)] });
  const drilled = (minute: number): PredictionInput => ({ ...sudden(minute), isUnderDrill: minute >= DAY });
  const count = (input: (minute: number) => PredictionInput) => {
    const engine = createPrediction();
    const { steps } = runMinutes(engine, 0, DAY + 5, input);
    const state = restoreState(engine.snapshot())!;
    const unpredicted = ofType(
      steps.flatMap((step) => step.ledger),
      'unpredicted',
    );
    return { missed: unpredicted.length, events: state.learnt.exposure.get('pool_exhausted')?.events };
  };
  expect(count(sudden)).toEqual({ missed: 1, events: 1 });
  expect(count(drilled)).toEqual({ missed: 0, events: 0 });
});
