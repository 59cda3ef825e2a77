import type { ReactNode } from 'react';
import styles from './object-head.module.css';

export interface ObjectHeadProps {
  readonly state: ReactNode;
  readonly sentence: string;
  /** Figures and facts below the sentence. */
  readonly children: ReactNode;
  readonly next: string | undefined;
  readonly actions: ReactNode;
  readonly side?: ReactNode;
}

/** The opening of a prediction or an incident: state, sentence, facts, what to do next. */
export function ObjectHead({ state, sentence, children, next, actions, side }: ObjectHeadProps) {
  return (
    <section className={`${styles.head} ${side ? '' : styles.single}`}>
      <div>
        {state}
        <h1>{sentence}</h1>
        {children}
        <div className={styles.next}>
          {next ? (
            <p>
              <span>Next</span> <b>{next}</b>
            </p>
          ) : (
            <p>
              <span>Next</span> Look at the evidence below; no action in the catalogue fits.
            </p>
          )}
          {actions}
        </div>
      </div>
      {side && <div className={styles.side}>{side}</div>}
    </section>
  );
}
