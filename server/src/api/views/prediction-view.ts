import type { ForecastView, PredictionSummary } from '@foreshock/contract/operations/predictions.ts';
import type { OddsView, SparklineView } from '@foreshock/contract/shapes.ts';
import type { Forecast, Odds, Prediction } from '@foreshock/model/prediction.ts';
import { formatDuration, formatTime, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { failureWords } from '@foreshock/model/wording/failure-words.ts';
import { naturalFrequency } from '@foreshock/model/wording/odds-words.ts';
import { formatQuantity } from '@foreshock/model/wording/quantity.ts';
import type { z } from 'zod';
import type { DrillIdOf } from '../drills-around.ts';
import { type ChangesById, causeInWords } from './cause-view.ts';
import type { EntityDirectory } from './entity-view.ts';
import { viewSnooze } from './snooze-view.ts';
import { timeOrNull } from './time-or-null.ts';

/** Outcomes that a failure family must have before its odds may be shown as percent. */
const OUTCOMES_NEEDED = 20;

/** `historyUntil`: what was called before is a backtest. */
export function viewPrediction(
  prediction: Prediction,
  entities: EntityDirectory,
  changes: ChangesById,
  { historyUntil = 0, drillIdOf }: { readonly historyUntil: Timestamp | undefined; readonly drillIdOf: DrillIdOf },
): z.output<typeof PredictionSummary> {
  const { record, lead } = prediction;
  return {
    id: prediction.id,
    revision: prediction.revision,
    state: prediction.state,
    outcome: prediction.outcome,
    entity: entities.ref(prediction.entity),
    failure: prediction.failure,
    headline: headlineOf(prediction, entities),
    issuedAt: formatTime(prediction.issuedAt),
    updatedAt: formatTime(prediction.updatedAt),
    closedAt: timeOrNull(prediction.closedAt),
    onsetAt: timeOrNull(prediction.onsetAt),
    odds: viewOdds(prediction.odds, record.outcomes.length),
    lead: lead
      ? { p10: formatDuration(lead.p10), median: formatDuration(lead.median), p90: formatDuration(lead.p90) }
      : null,
    deadline: timeOrNull(prediction.deadline),
    actBy: timeOrNull(prediction.actBy),
    cause: causeInWords(prediction.hypotheses, entities, changes),
    record: { calls: record.calls, hits: record.hits, range: [record.low, record.high], source: record.source },
    dataTrust: prediction.dataTrust,
    acknowledgedBy: prediction.acknowledgedBy ?? null,
    acknowledgedAt: timeOrNull(prediction.acknowledgedAt),
    snoozedUntil: timeOrNull(prediction.snooze?.until),
    snooze: viewSnooze(prediction.snooze),
    backtest: prediction.issuedAt < historyUntil,
    drill: drillIdOf(prediction),
  };
}

export function viewOdds(odds: Odds, outcomes: number): z.output<typeof OddsView> {
  const earned = odds.display === 'percent';
  return {
    display: odds.display,
    band: odds.band,
    horizon: formatDuration(odds.horizon),
    probability: earned ? odds.probability : null,
    low: earned ? odds.low : null,
    high: earned ? odds.high : null,
    cap: earned ? odds.cap : null,
    curve: earned
      ? odds.curve.map((point) => ({
          h: formatDuration(point.horizon),
          p: point.probability,
          low: point.low,
          high: point.high,
        }))
      : [],
    needed:
      earned || odds.display === 'date' ? null : { have: Math.min(outcomes, OUTCOMES_NEEDED), need: OUTCOMES_NEEDED },
  };
}

/** What, odds and when in one sentence without a full stop; never "will". */
export function headlineOf(prediction: Prediction, entities: EntityDirectory): string {
  const name = entities.short(prediction.entity);
  const words = failureWords[prediction.failure];
  const within = formatQuantity(prediction.odds.horizon, 'ms');
  if (prediction.state === 'closed' || prediction.state === 'withdrawn') return closedHeadline(prediction, name);
  switch (prediction.odds.display) {
    case 'percent':
      return `${name}: ${naturalFrequency(prediction.odds.probability)} to ${words.verb} within ${within}`;
    case 'band':
      return `${name} may ${words.verb} within ${within}: the odds are ${prediction.odds.band === 'low' ? 'low' : prediction.odds.band}`;
    case 'none':
      return `${name} may ${words.verb}: we don't know yet how likely`;
    case 'date':
      return `${name}: the certificate ends in ${formatQuantity((prediction.deadline ?? prediction.updatedAt) - prediction.updatedAt, 'ms')}`;
  }
}

function closedHeadline(prediction: Prediction, name: string): string {
  const words = failureWords[prediction.failure];
  switch (prediction.outcome) {
    case 'hit':
      return `${name}: ${words.noun} came true`;
    case 'miss':
      return `${name}: we were wrong, ${words.noun} did not come`;
    case 'acted':
      return `${name}: somebody acted before ${words.noun}`;
    case 'undecidable':
      return `${name}: too little data to say whether ${words.noun} came`;
    case 'pending':
      return `${name}: ${words.noun} withdrawn, still being scored`;
  }
}

export function viewForecast(
  forecast: Forecast,
  history: z.output<typeof SparklineView>,
): z.output<typeof ForecastView> {
  return {
    series: forecast.series,
    measure: forecast.measure,
    unit: forecast.unit,
    limit: forecast.limit,
    current: forecast.current,
    usual: { ...forecast.usual },
    history,
    horizons: forecast.horizons.map((horizon) => formatDuration(Math.max(horizon, MINUTE))),
    quantiles: forecast.quantiles.map((row) => [...row]),
    futures: forecast.futures.map((row) => [...row]),
  };
}
