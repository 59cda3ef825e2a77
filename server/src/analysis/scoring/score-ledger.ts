// Rows of the ledger -> how right we were. Nothing else is looked at, so that everyone who has the rows gets the same
// figures: docs/recompute-calibration.mjs does, with nothing of this program.
import type {
  BrierSplit,
  Calibration,
  CalibrationQuestion,
  CalibrationScope,
  OutcomeCounts,
} from '@foreshock/model/calibration.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { type ResolvedForecast, readLedger } from '../resolved-forecasts.ts';
import { brierSplit } from './brier-split.ts';
import type { JudgedForecast } from './judged-forecast.ts';
import { calibrationError, equalMassBins, equalWidthBins, groupOf } from './reliability-bins.ts';
import { groupCalls, judgeCall, operatingPoints, scoreLead } from './score-calls.ts';

/**
 * rows    by sequence; for the scope `shown` those of no prediction may be left out, failures that nobody predicted not
 * ends    the first and the last row of the whole ledger, for the days that it covers
 */
export function scoreLedger(
  rows: readonly LedgerRow[],
  ends: readonly LedgerRow[],
  question: CalibrationQuestion,
): Calibration {
  const { forecasts, onsets, actedOnsets } = readLedger(rows, question);
  const shown = forecasts.filter(({ prediction }) => prediction !== '');
  const said = ofScope(forecasts, question.scope);
  const judged = said.flatMap((forecast) => judge(forecast, false));
  const equalWidth = equalWidthBins(judged);
  const equalMass = equalMassBins(judged);
  const eceWidth = calibrationError(equalWidth);
  const eceMass = calibrationError(equalMass);
  const brier = brierSplit(judged, equalWidth);
  const brierWithActed = splitWithActed(said);
  const byCall = groupCalls(shown);
  const calls = byCall.map(judgeCall);
  return {
    forecasts: countOutcomes(said),
    ...(brier && { brier }),
    ...(brierWithActed && { brierWithActed }),
    ...(eceWidth !== undefined && { eceWidth }),
    ...(eceMass !== undefined && { eceMass }),
    equalWidth,
    equalMass,
    calls,
    points: operatingPoints(byCall, onsets),
    onsets: onsets.size,
    actedOnsets: actedOnsets.size,
    lead: scoreLead(shown, onsets),
    days: daysOf(ends, question),
    falseWarnings: calls.filter(({ warned, outcome }) => warned && outcome === 'miss').length,
  };
}

/** Of what was shown each call once in each ten-percent group that it reached; else every forecast. */
export function ofScope(forecasts: readonly ResolvedForecast[], scope: CalibrationScope): readonly ResolvedForecast[] {
  return scope === 'shown' ? oncePerGroup(forecasts.filter(({ prediction }) => prediction !== '')) : forecasts;
}

/** A revision within the same ten percent says nothing new. */
function oncePerGroup(shown: readonly ResolvedForecast[]): ResolvedForecast[] {
  const seen = new Set<string>();
  return shown.filter(({ prediction, shown: probability }) => {
    const key = `${prediction} ${groupOf(probability)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Nothing where nobody can say what would have happened. */
function judge({ shown, outcome, weight, onsetAt }: ResolvedForecast, withActed: boolean): JudgedForecast[] {
  if (outcome === 'hit') return [{ said: shown, came: 1, weight }];
  if (outcome === 'miss') return [{ said: shown, came: 0, weight }];
  if (outcome === 'acted' && withActed) return [{ said: shown, came: onsetAt === undefined ? 0 : 1, weight }];
  return [];
}

function splitWithActed(said: readonly ResolvedForecast[]): BrierSplit | undefined {
  const judged = said.flatMap((forecast) => judge(forecast, true));
  return brierSplit(judged, equalWidthBins(judged));
}

export function countOutcomes(forecasts: readonly Pick<ResolvedForecast, 'outcome'>[]): OutcomeCounts {
  const counts = { hit: 0, miss: 0, acted: 0, undecidable: 0, pending: 0 };
  for (const { outcome } of forecasts) counts[outcome] += 1;
  return counts;
}

function daysOf(ends: readonly LedgerRow[], { range }: CalibrationQuestion): number {
  if (ends.length === 0) return 0;
  const from = Math.max(range.from, timeOf(ends[0]!));
  const to = Math.min(range.to, timeOf(ends.at(-1)!));
  return Math.max(0, to - from) / DAY;
}

/** In the time of what is watched; a row may be written later. */
function timeOf({ entry, time }: LedgerRow): Timestamp {
  switch (entry.type) {
    case 'forecast':
      return entry.issuedAt;
    case 'outcome':
      return entry.resolvedAt;
    case 'unpredicted':
      return entry.onsetAt;
    case 'told':
      // A person's clock runs on when old telemetry is read.
      return time;
  }
}
