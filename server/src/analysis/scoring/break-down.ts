import type {
  Calibration,
  CalibrationPart,
  CalibrationParts,
  CalibrationQuestion,
} from '@foreshock/model/calibration.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { countOutcomes, scoreLedger } from './score-ledger.ts';
import { scoreTiers } from './score-tiers.ts';

/**
 * The calls of the question by failure, by entity and by horizon, and its forecasts by tier; horizons rise, the others stand
 * as first met.
 */
export function breakDown(rows: readonly LedgerRow[], question: CalibrationQuestion): CalibrationParts {
  const shown = { ...question, scope: 'shown' as const };
  const asked = rows.filter(
    ({ entry: { failure, entity } }) =>
      failure === (question.failure ?? failure) && entity === (question.entity ?? entity),
  );
  const part = (some: readonly LedgerRow[], narrowed: CalibrationQuestion): CalibrationPart =>
    partOf(scoreLedger(some, [], narrowed));
  const byFailure = Map.groupBy(asked, ({ entry }) => entry.failure);
  const byEntity = Map.groupBy(asked, ({ entry }) => entry.entity);
  const horizons = asked.flatMap(({ entry }) =>
    // A date ends when it ends.
    entry.type === 'forecast' && entry.prediction !== '' && entry.display !== 'date' ? [entry.horizon] : [],
  );
  const wanted = question.horizon === undefined ? [...new Set(horizons)].sort((a, b) => a - b) : [question.horizon];
  return {
    byFailure: new Map([...byFailure].map(([failure, some]) => [failure, part(some, shown)])),
    byEntity: new Map([...byEntity].map(([entity, some]) => [entity, part(some, shown)])),
    byHorizon: new Map(wanted.map((horizon) => [horizon, part(asked, { ...shown, horizon })])),
    byTier: scoreTiers(rows, question),
  };
}

function partOf({ calls, brier, equalWidth, points, onsets, lead, falseWarnings }: Calibration): CalibrationPart {
  const weight = equalWidth.reduce((sum, bin) => sum + bin.weight, 0);
  const said = equalWidth.reduce((sum, bin) => sum + bin.weight * bin.said, 0) / weight;
  return {
    calls: countOutcomes(calls),
    ...(brier && { said, came: brier.baseRate }),
    ...(brier?.skill !== undefined && { skill: brier.skill }),
    falseWarnings,
    onsets,
    caught: points[0]?.caught ?? 0,
    ...(lead.median !== undefined && { leadMedian: lead.median }),
  };
}
