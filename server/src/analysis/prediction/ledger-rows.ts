import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { counterUniform, hashText } from '../statistics/counter-hash.ts';
import { earnedProbability } from './earned-odds.ts';
import { ALL_HORIZONS, HORIZONS } from './horizons.ts';
import { type Judgement, mayCall } from './judge-candidate.ts';
import type { PendingForecast } from './mature-forecasts.ts';
import { pairKey } from './pair-key.ts';
import type { FailureRecord } from './stated-odds.ts';
import { MODELS } from './write-prediction.ts';

/** From here on a forecast is written every five minutes even when it is not shown. */
const NOTEWORTHY = 0.05;
const NOTEWORTHY_EVERY = 5;
const SAMPLE_ONE_IN = 200;

/** A row to write, and what has to be resolved of it later; the sequence is given when it is written. */
export interface ForecastRow {
  readonly entry: LedgerEntry;
  readonly pending: Omit<PendingForecast, 'row'>;
}

/**
 * Whether a forecast that is not shown is written, and with what weight. Those from 5 % on take turns: every fifth
 * minute the next horizon. Of the rest one in 200 by hash. So the weighted rows stand for all forecasts.
 *
 * pair      hash of entity and failure
 * bin       index of the horizon
 * returns   1 / sampling rate, 0 when it is not written
 */
export function sampledWeight(pair: number, minute: number, bin: number, probability: number): number {
  if (probability < NOTEWORTHY) return counterUniform(pair, minute, bin) * SAMPLE_ONE_IN < 1 ? SAMPLE_ONE_IN : 0;
  const turns = HORIZONS.length * NOTEWORTHY_EVERY;
  return (minute + pair) % turns === bin * NOTEWORTHY_EVERY ? turns : 0;
}

export interface RowFacts {
  readonly record: FailureRecord;
  readonly now: Timestamp;
  readonly completeness: number;
}

/** The row of a shown revision, at its headline horizon. */
export function shownRow(prediction: Prediction, judgement: Judgement, facts: RowFacts): ForecastRow {
  const { odds, evidence } = prediction;
  const bin = ALL_HORIZONS.indexOf(odds.horizon);
  const delivery = prediction.state === 'active' ? 'warned' : prediction.state === 'shadow' ? 'shadow' : 'none';
  return forecastRow(judgement, bin, facts, {
    prediction: prediction.id,
    revision: prediction.revision,
    horizon: odds.horizon,
    cap: odds.cap,
    shown: odds.probability,
    display: odds.display,
    delivery,
    weight: 1,
    evidence: evidence.map(({ id }) => id),
  });
}

/** The row of a date: its horizon ends with it. */
export function dateRow(prediction: Prediction, facts: RowFacts): ForecastRow {
  const { id, revision, entity, failure, odds, evidence, state, model, threshold, deadline } = prediction;
  const { now, completeness } = facts;
  const end = deadline ?? now + odds.horizon;
  const { probability } = odds;
  return {
    entry: {
      type: 'forecast',
      issuedAt: now,
      dataAsOf: now,
      prediction: id,
      revision,
      entity,
      failure,
      horizon: end - now,
      tiers: { date: probability },
      calibrated: probability,
      cap: odds.cap,
      shown: probability,
      display: 'date',
      threshold,
      delivery: state === 'active' ? 'warned' : 'shadow',
      weight: 1,
      model: model.version,
      features: model.features,
      evidence: evidence.map((one) => one.id),
      completeness,
    },
    pending: {
      prediction: id,
      entity,
      failure,
      bin: ALL_HORIZONS.length,
      issuedAt: now,
      end,
      stacked: probability,
      calibrated: probability,
      weight: 1,
    },
  };
}

/** The rows of a judgement that nobody was shown. */
export function sampledRows(judgement: Judgement, facts: RowFacts): ForecastRow[] {
  const { entity, failure, curve } = judgement;
  const pair = hashText(pairKey(entity, failure));
  const minute = Math.round(facts.now / MINUTE);
  const rows: ForecastRow[] = [];
  for (const [bin, horizon] of HORIZONS.entries()) {
    const probability = curve[bin]!;
    const weight = sampledWeight(pair, minute, bin, probability);
    if (weight === 0) continue;
    const earned = earnedProbability(facts.record.episodes, probability, 'learned');
    rows.push(
      forecastRow(judgement, bin, facts, {
        prediction: '',
        revision: 0,
        horizon,
        cap: earned.cap,
        shown: earned.probability,
        display: 'none',
        delivery: 'none',
        weight,
        evidence: [],
      }),
    );
  }
  return rows;
}

/** The long horizons have none. */
function shadowTiers({ inShadow }: Judgement, bin: number): Readonly<Record<string, number>> {
  if (!inShadow || bin >= HORIZONS.length) return {};
  const { hazard, stack, trees } = inShadow;
  return { hazard: hazard[bin]!, stack: stack[bin]!, ...(trees && { trees: trees[bin]! }) };
}

type Forecast = Extract<LedgerEntry, { type: 'forecast' }>;
type RowParts = Pick<
  Forecast,
  'prediction' | 'revision' | 'horizon' | 'cap' | 'shown' | 'display' | 'delivery' | 'weight' | 'evidence'
>;

function forecastRow(judgement: Judgement, bin: number, facts: RowFacts, parts: RowParts): ForecastRow {
  const { entity, failure, tier, raw, stacked, curve } = judgement;
  const { now, record, completeness } = facts;
  return {
    entry: {
      type: 'forecast',
      issuedAt: now,
      dataAsOf: now,
      entity,
      failure,
      tiers: { [tier]: raw[bin]!, stacked: stacked[bin]!, ...shadowTiers(judgement, bin) },
      calibrated: curve[bin]!,
      threshold: record.threshold,
      model: MODELS[tier].version,
      features: MODELS[tier].features,
      completeness,
      // Below what is noteworthy nobody would call, and why is not worth finding out.
      mayCall: curve[bin]! >= NOTEWORTHY && mayCall(judgement, bin),
      ...parts,
    },
    pending: {
      prediction: parts.prediction,
      entity,
      failure,
      bin,
      issuedAt: now,
      end: now + parts.horizon,
      stacked: stacked[bin]!,
      calibrated: curve[bin]!,
      weight: parts.weight,
    },
  };
}
