import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import incidentStyles from '../../components/incident-rows.module.css';
import { PredictionMark } from '../../components/marks.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { predictionPath, predictionsPath } from '../../paths.ts';
import { oddsText } from '../../shown-odds.ts';
import { shortName } from '../../words/name-words.ts';
import { outcomeSentence } from '../../words/outcome-words.ts';
import styles from './overview.module.css';

const MOST = 4;

/** The calls of the last day that came true, or did not. */
export function ClosedSection({
  closed,
  now,
}: {
  readonly closed: readonly PredictionLine[];
  readonly now: Timestamp;
}) {
  const called = closed.filter((line) => line.closedAt !== undefined && now - line.closedAt < DAY);
  return (
    <section>
      <h2 className={styles.title}>Called, last 24 h</h2>
      {called.slice(0, MOST).map((line) => (
        <ClosedCall key={line.id} line={line} />
      ))}
      {called.length === 0 && <p className={styles.quiet}>No call closed.</p>}
      {called.length > MOST && <PathLink to={predictionsPath}>All {called.length}</PathLink>}
    </section>
  );
}

function ClosedCall({ line }: { line: PredictionLine }) {
  return (
    <div className={incidentStyles.item}>
      <span>
        <PredictionMark look={line.look} />
      </span>
      <div>
        <PathLink to={predictionPath(line.id)}>
          {shortName(line.entity)} {line.happens}, {oddsText(line.odds)}
        </PathLink>
        <p className={incidentStyles.note}>{outcomeSentence(line)}</p>
      </div>
    </div>
  );
}
