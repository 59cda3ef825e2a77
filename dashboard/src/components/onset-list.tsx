import type { ReplayView } from '../answer-shapes.ts';
import { failureWords } from '../words/failure-words.ts';
import { shortName } from '../words/name-words.ts';
import styles from './onset-list.module.css';
import { TimeText } from './time-text.tsx';

/** Failures with the time at which each began; nothing where there are none. */
export function OnsetList({ caption, onsets, now }: { caption: string; onsets: ReplayView['caught']; now: number }) {
  if (onsets.length === 0) return null;
  return (
    <section>
      <h3>
        {caption}: {onsets.length}
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
