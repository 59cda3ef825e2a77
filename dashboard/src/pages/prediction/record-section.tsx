import type { PredictionView } from '../../answer-shapes.ts';
import { RecordStrip } from '../../charts/record-strip-chart.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PredictionMark } from '../../components/marks.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { reliabilityPath } from '../../paths.ts';
import { readOdds } from '../../read-answer.ts';
import { missingText } from '../../shown-odds.ts';
import { percentRangeWords, percentWords } from '../../words/odds-words.ts';
import styles from './prediction.module.css';

/** How calls like this one came out, every one of them, and what the call rests on. */
export function RecordSection({ view }: { view: PredictionView }) {
  const { record, outcomes } = view;
  const odds = readOdds(view.odds);
  return (
    <Section name="Record" note="calls like this one">
      <div className={styles.two}>
        {record.calls === 0 ? (
          <EmptyState
            title="No call like this one has closed yet"
            text={missingText(odds) ?? 'Each call is scored when its horizon ends.'}
            {...(odds.needed && { counted: { ...odds.needed, unit: 'outcomes' } })}
          />
        ) : (
          <div>
            <p className={styles.finding}>
              {record.hits} of {record.calls} such calls came true
            </p>
            <p className={styles.note}>
              {record.range[1] > record.range[0] && view.odds.display === 'percent'
                ? `Every call at ${percentRangeWords(record.range[0], record.range[1])}`
                : 'Every call'}
              , oldest first{record.source === 'replay' ? ', from a replay of your own history' : ''}.
            </p>
            <div className={styles.strip}>
              <RecordStrip outcomes={outcomes.map((one) => (one.hit ? 'hit' : 'miss'))} />
            </div>
            <p className={styles.note}>
              <PredictionMark look="hit" /> came true &ensp; <PredictionMark look="miss" /> did not &ensp;
              <PathLink to={`${reliabilityPath}?failure=${view.failure}`}>see all</PathLink>
            </p>
          </div>
        )}
        <div className={styles.rests}>
          <h3>What it rests on</h3>
          <ul>
            <li>Data trust {view.dataTrust.toFixed(2)}</li>
            {view.missing.length === 0 ? (
              <li>Nothing is missing from the inputs</li>
            ) : (
              view.missing.map((name) => <li key={name}>Missing: {name}</li>)
            )}
            <li>Calls of this failure are issued from {percentWords(view.threshold)}</li>
            {view.odds.cap !== null && <li>The record allows at most {percentWords(view.odds.cap)}</li>}
          </ul>
        </div>
      </div>
    </Section>
  );
}
