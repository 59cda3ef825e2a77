import type { CalibrationQuestion, TierScore } from '@foreshock/model/calibration.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { readLedger } from '../resolved-forecasts.ts';
import { brierSplit } from './brier-split.ts';
import type { JudgedForecast } from './judged-forecast.ts';
import { equalWidthBins } from './reliability-bins.ts';
import { ofScope } from './score-ledger.ts';

interface Judged {
  readonly own: JudgedForecast[];
  readonly told: JudgedForecast[];
}

/**
 * How right each tier alone was, also those in shadow, beside what was told of the same forecasts.
 *
 * returns   by name, as first met; without tiers of which nothing is decided
 */
export function scoreTiers(rows: readonly LedgerRow[], question: CalibrationQuestion): ReadonlyMap<string, TierScore> {
  const byTier = new Map<string, Judged>();
  for (const { tiers, shown, outcome, weight } of ofScope(readLedger(rows, question).forecasts, question.scope)) {
    if (outcome !== 'hit' && outcome !== 'miss') continue;
    const came = outcome === 'hit' ? 1 : 0;
    for (const [tier, said] of Object.entries(tiers)) {
      const judged = byTier.get(tier) ?? { own: [], told: [] };
      byTier.set(tier, judged);
      judged.own.push({ said, came, weight });
      judged.told.push({ said: shown, came, weight });
    }
  }
  return new Map([...byTier].map(([tier, judged]) => [tier, scoreOf(judged)]));
}

function scoreOf({ own, told }: Judged): TierScore {
  const { baseRate: came, skill } = brierSplit(own, equalWidthBins(own))!;
  const toldSkill = brierSplit(told, equalWidthBins(told))!.skill;
  const weight = own.reduce((sum, one) => sum + one.weight, 0);
  return {
    forecasts: own.length,
    said: own.reduce((sum, one) => sum + one.weight * one.said, 0) / weight,
    came,
    ...(skill !== undefined && { skill }),
    ...(toldSkill !== undefined && { toldSkill }),
  };
}
