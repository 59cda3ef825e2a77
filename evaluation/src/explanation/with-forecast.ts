import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { createDraw } from './draw.ts';

const PROBABILITIES = [0.08, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.93];

/**
 * A pack holds odds only where a record has earned a percent, which no cluster of a few hours has. Odds that are drawn
 * stand beside the strongest fact, so that what is said of them can be held against them.
 */
export function withForecast(sources: PackSources): PackSources {
  const { incident, now } = sources;
  const entity = incident.evidence[0]?.entity;
  if (entity === undefined) return sources;
  const draw = createDraw(`${incident.id} ${now} forecast`);
  const probability = draw.pick(PROBABILITIES);
  const horizon = draw.pick([30 * MINUTE, HOUR, 4 * HOUR]);
  const [low, high, cap] = [probability / 2, (1 + probability) / 2, 0.98];
  const prediction: Prediction = {
    id: `prd_${incident.id}` as PredictionId,
    revision: 1,
    entity,
    failure: 'slo_availability',
    state: 'active',
    outcome: 'pending',
    issuedAt: now,
    updatedAt: now,
    odds: {
      display: 'percent',
      band: 'raised',
      horizon,
      probability,
      low,
      high,
      cap,
      curve: [{ horizon, probability, low, high }],
    },
    record: { calls: 0, hits: 0, low: 0, high: 1, source: 'none', outcomes: [] },
    dataTrust: incident.dataTrust,
    missing: [],
    evidence: [],
    hypotheses: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    baseProbability: 0,
    threshold: 0,
    model: { version: 'drawn', features: '' },
  };
  return { ...sources, predictions: [prediction] };
}
