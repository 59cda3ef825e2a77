import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Subject } from './evidence-pack.ts';

/** A prediction as something that can be told: it begins with the first fact that speaks for it, and harms nobody yet. */
export function subjectOfPrediction(prediction: Prediction): Subject {
  const { id, entity, evidence, hypotheses, recommendations, narrative, dataTrust, issuedAt } = prediction;
  const onsets = evidence.filter(({ stance }) => stance === 'for').map(({ onset }) => onset);
  return {
    id,
    severity: 'expected',
    state: 'coming',
    startedAt: Math.min(issuedAt, ...onsets),
    dataTrust,
    entities: [{ entity, role: 'symptom' }],
    impact: { services: 1 },
    evidence,
    hypotheses,
    recommendations,
    narrative,
  };
}
