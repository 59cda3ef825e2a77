import type { IncidentLine } from '../../components/incident-rows.tsx';
import { isOpen } from '../../components/incident-rows.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';

export type WorstThing =
  | { readonly kind: 'incident'; readonly incident: IncidentLine }
  | { readonly kind: 'prediction'; readonly prediction: PredictionLine }
  | { readonly kind: 'nothing' };

const rank = { critical: 0, major: 1, minor: 2 } as const;

/**
 * What the page opens with: critical harm, else a likely failure that can still be kept off, else other harm, else
 * whatever else is coming. Predictions come ordered by the time to act by.
 */
export function worstThing(predictions: readonly PredictionLine[], incidents: readonly IncidentLine[]): WorstThing {
  const [harm] = incidents
    .filter(isOpen)
    .sort((a, b) => rank[a.severity] - rank[b.severity] || a.startedAt - b.startedAt);
  const active = predictions.filter((line) => line.state === 'active');
  const likely = active.find((line) => line.odds.display === 'percent' && (line.odds.probability ?? 0) >= 0.5);
  if (harm?.severity === 'critical') return { kind: 'incident', incident: harm };
  if (likely) return { kind: 'prediction', prediction: likely };
  if (harm) return { kind: 'incident', incident: harm };
  const next = active[0] ?? predictions[0];
  return next ? { kind: 'prediction', prediction: next } : { kind: 'nothing' };
}
