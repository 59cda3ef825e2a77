import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { Answer, Fault } from '../answer.ts';
import { clockWords, utcWords } from '../words/time-words.ts';
import { Button } from './button.tsx';
import { FaultNote } from './fault-note.tsx';
import styles from './panel.module.css';
import { PanelBoundary } from './panel-boundary.tsx';

export type PanelShape = 'lines' | 'rows' | 'chart' | 'page';

export interface PanelProps<T> {
  readonly answer: Answer<T>;
  /** Starts the sentence "... could not be read". */
  readonly what: string;
  /** What the page does while it waits, said after three seconds: "Reading 24 h of minutes". */
  readonly doing: string;
  readonly shape?: PanelShape;
  readonly children: (value: T) => ReactNode;
}

/** One answer on a page: its true shape while it loads, what failed when it fails, and never the whole page. */
export function Panel<T>({ answer, what, doing, shape = 'lines', children }: PanelProps<T>) {
  if (answer.value === undefined) {
    const waiting = answer.fault ? (
      <FaultNote title={`${what} could not be read`} text={faultText(answer.fault)} onRetry={answer.askAgain} />
    ) : (
      <Loading shape={shape} doing={doing} asking={answer.asking} onCancel={answer.cancel} onAsk={answer.askAgain} />
    );
    return shape === 'page' ? <div className={styles.page}>{waiting}</div> : waiting;
  }
  return (
    <PanelBoundary what={what}>
      {answer.fault && answer.asOf !== undefined && (
        <p className={styles.stale} role="status" title={utcWords(answer.asOf)}>
          As of {clockWords(answer.asOf)}: reading it again failed, {answer.fault.message}.{' '}
          <Button look="text" onClick={answer.askAgain}>
            Try again
          </Button>
        </p>
      )}
      {children(answer.value)}
    </PanelBoundary>
  );
}

/** `The telemetry store did not answer. The other panels work. Error 7f3c9a1b.` */
export function faultText(fault: Fault): string {
  const said = fault.message.charAt(0).toUpperCase() + fault.message.slice(1);
  // Of a server that does not answer nothing else is known.
  const others = fault.code === 'unreachable' ? '' : ' The other panels of this page work.';
  return `${said}.${others}${fault.reference ? ` Error ${fault.reference}.` : ''}`;
}

/** A person starts to wonder after about three seconds. */
const SAY_AFTER_MS = 3_000;

interface LoadingProps {
  readonly shape: PanelShape;
  readonly doing: string;
  readonly asking: boolean;
  readonly onCancel: () => void;
  readonly onAsk: () => void;
}

function Loading({ shape, doing, asking, onCancel, onAsk }: LoadingProps) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy={asking}>
      <Skeleton shape={shape} />
      <p className={styles.wait} role="status">
        {!asking && (
          <>
            Not read.{' '}
            <Button look="text" onClick={onAsk}>
              Read it now
            </Button>
          </>
        )}
        {asking && slow && (
          <>
            {doing}.{' '}
            <Button look="text" onClick={onCancel}>
              Cancel
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

export function Skeleton({ shape }: { shape: PanelShape }) {
  if (shape === 'chart') return <div className={styles.axes} aria-hidden="true" />;
  if (shape === 'page') {
    return (
      <div className={styles.loading} aria-hidden="true">
        <div className={styles.title} />
        <div className={styles.title} />
        <div className={styles.axes} />
      </div>
    );
  }
  if (shape === 'rows') {
    return (
      <div className={styles.rows} aria-hidden="true">
        {['first', 'second', 'third', 'fourth'].map((row) => (
          <div key={row} className={styles.row} />
        ))}
      </div>
    );
  }
  return (
    <div className={styles.loading} aria-hidden="true">
      <div className={styles.bar} />
      <div className={styles.bar} />
    </div>
  );
}
