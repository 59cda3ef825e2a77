import type { ReplayView } from '../answer-shapes.ts';
import { failureWords } from '../words/failure-words.ts';
import { shortName } from '../words/name-words.ts';
import styles from './onset-list.module.css';
import { TimeText } from './time-text.tsx';

interface OnsetListProps {
  caption: string;
  onsets: ReplayView['caught'];
  /** How many there are where only the first of them are listed. */
  total?: number;
  now: number;
}

/** Failures with the time at which each began; nothing where there are none. */
export function OnsetList({ caption, onsets, total = onsets.length, now }: OnsetListProps) {
  if (onsets.length === 0) return null;
  return (
    <section>
      <h3>
        {caption}: {onsets.length < total ? `the newest ${onsets.length} of ${total}` : total}
      </h3>
      <ul className={styles.onsets}>
        {onsets.map(({ entity, failure, onsetAt }) => (
          <li key={`${entity.id} ${failure} ${onsetAt}`}>
            {shortName(entity.name)} {failureWords(failure)}, <TimeText at={Date.parse(onsetAt)} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}
