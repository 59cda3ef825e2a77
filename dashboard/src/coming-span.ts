import { MINUTE } from '@foreshock/model/time.ts';
import { onsetDensity } from './charts/onset-density.ts';
import type { ComingSpan } from './charts/timeline-mark.ts';
import type { PredictionLine } from './components/prediction-rows.tsx';

/** What a timeline draws of a prediction: ink where the odds fall, or only a span where no percent has been earned. */
export function comingSpan(line: PredictionLine): ComingSpan {
  const { odds, updatedAt, lead } = line;
  const earned = odds.display === 'percent' && line.state === 'active';
  return {
    id: line.id,
    issued: updatedAt,
    slices: earned ? onsetDensity(odds.curve, odds.horizon, odds.horizon > 60 * MINUTE ? 5 * MINUTE : MINUTE) : [],
    span: { from: updatedAt + (lead?.from ?? 0), to: updatedAt + (lead?.to ?? odds.horizon) },
  };
}
