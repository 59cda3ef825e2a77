import type { IncidentView } from '../../answer-shapes.ts';
import type { HypothesisLine } from '../../components/hypothesis-line.ts';
import { EvidenceNumber } from '../../components/marks.tsx';
import { countWords, shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { numberWords } from '../../words/value-words.ts';
import styles from './incident.module.css';

/** Root cause, critical failure, impact: the incident in three steps. */
export function CauseTriple({ view, hypotheses }: { view: IncidentView; hypotheses: readonly HypothesisLine[] }) {
  const leading = hypotheses.find((one) => one.state === 'leading' || one.state === 'confirmed');
  const symptoms = new Set(view.entities.filter((entity) => entity.role === 'symptom').map((entity) => entity.name));
  const onWay = view.anomalies
    .filter((anomaly) => !symptoms.has(anomaly.entity.name))
    .sort((a, b) => b.surprise - a.surprise)[0];
  const critical = onWay ?? [...view.anomalies].sort((a, b) => b.surprise - a.surprise)[0];
  return (
    <ol className={styles.triple}>
      <li>
        <h2>Root cause</h2>
        <p>{leading ? leading.sentence : 'No confident cause yet.'}</p>
        {leading && (
          <p className={styles.note}>
            {leading.confidence} confidence{' '}
            {leading.for.map((number) => (
              <EvidenceNumber key={number} number={number} />
            ))}
          </p>
        )}
      </li>
      <li>
        <h2>Critical failure</h2>
        <p>{critical ? critical.sentence : 'None has been measured.'}</p>
      </li>
      <li>
        <h2>Impact</h2>
        <p>
          {view.impact.requestShare === null ? '' : `${percentWords(view.impact.requestShare)} of requests, on `}
          {[...symptoms].map(shortName).slice(0, 4).join(', ') || 'no service that we can name'}.{' '}
          {countWords(view.impact.services, 'service')} involved.
        </p>
        {view.impact.slo && (
          <p className={styles.note}>
            {view.impact.slo.name}: SLO burn {numberWords(view.impact.slo.burn1h)}x (1 h),{' '}
            {numberWords(view.impact.slo.burn5m)}x (5 min) at its worst
          </p>
        )}
      </li>
    </ol>
  );
}
