import { IncidentMark, PredictionMark } from '../components/marks.tsx';
import { countWords } from '../words/name-words.ts';
import styles from './page-frame.module.css';
import type { OpenCounts } from './use-open-counts.ts';

/** The number beside an entry of the rail, with its shape and its word. */
export function OpenCount({ page, counts }: { page: string; counts: OpenCounts }) {
  if (page === 'coming' && counts.coming > 0) {
    return (
      <span className={`${styles.count} ${styles.coming}`} role="img" aria-label={`${counts.coming} coming`}>
        <PredictionMark look="active" />
        {counts.coming}
      </span>
    );
  }
  if (page === 'incidents' && counts.incidents > 0) {
    return (
      <span
        className={`${styles.count} ${styles.now}`}
        role="img"
        aria-label={countWords(counts.incidents, 'open incident')}
      >
        <IncidentMark look="open" />
        {counts.incidents}
      </span>
    );
  }
  return null;
}
