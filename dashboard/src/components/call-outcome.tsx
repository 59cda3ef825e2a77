import type { ReactNode } from 'react';
import { type CallOutcomeName, outcomeWords } from '../words/outcome-words.ts';
import styles from './call-outcome.module.css';
import { PredictionMark } from './marks.tsx';

/** What became of a call, with more about it behind. */
export function CallOutcome({ outcome, children }: { outcome: CallOutcomeName; children?: ReactNode }) {
  return (
    <span className={styles.outcome}>
      {outcome !== 'pending' && <PredictionMark look={outcome} />}
      <span className={styles.words}>{outcomeWords[outcome]}</span>
      {children}
    </span>
  );
}
