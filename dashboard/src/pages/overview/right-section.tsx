import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import { RecordStrip } from '../../charts/record-strip-chart.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { reliabilityPath } from '../../paths.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './overview.module.css';

/** Every call that closed in 30 days, not a ratio alone. Calls after which somebody acted stay out of the count and are named. */
export function RightSection({ closed, now }: { closed: readonly PredictionLine[]; now: Timestamp }) {
  const recent = closed.filter((line) => line.closedAt !== undefined && now - line.closedAt < 30 * DAY);
  const decided = recent
    .filter((line) => line.outcome === 'hit' || line.outcome === 'miss')
    .sort((a, b) => a.closedAt! - b.closedAt!);
  const hits = decided.filter((line) => line.outcome === 'hit').length;
  const acted = recent.filter((line) => line.outcome === 'acted').length;
  const undecided = recent.length - decided.length - acted;
  const rest = [
    acted > 0 ? `${countWords(acted, 'call')} acted on` : '',
    undecided > 0 ? `${undecided} not decidable` : '',
  ].filter(Boolean);
  if (recent.length === 0) {
    return (
      <section>
        <h2>No call has closed yet</h2>
        <p className={styles.quiet}>Each call is scored when its horizon ends. The first marks appear here then.</p>
      </section>
    );
  }
  return (
    <section className={styles.lines}>
      <h2>
        We were right {hits} of {countWords(decided.length, 'time')}
      </h2>
      <p className={styles.quiet}>
        all closed calls of 30 days, oldest first{rest.length > 0 && `; ${rest.join(', ')}`}
      </p>
      <RecordStrip outcomes={decided.map((line) => (line.outcome === 'hit' ? 'hit' : 'miss'))} />
      <p>
        <PathLink to={reliabilityPath}>How often we were right</PathLink>
      </p>
    </section>
  );
}
