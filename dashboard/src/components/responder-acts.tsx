import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Fault } from '../answer.ts';
import { useKeys } from '../use-keys.ts';
import { ActionBar } from './action-bar.tsx';
import { Button } from './button.tsx';
import styles from './responder-acts.module.css';
import { type AskedSnooze, SnoozeMenu } from './snooze-menu.tsx';

export interface ResponderActsProps {
  /** Beside the headline, or under the name in a list. */
  readonly place: 'head' | 'row';
  /** Whether the letters `a` and `s` mean this one. */
  readonly keys: boolean;
  /** Absent while nobody has acknowledged it. */
  readonly onIt: string | undefined;
  readonly sending: boolean;
  readonly fault: Fault | undefined;
  /** The odds where they are shown as a percentage. */
  readonly probability?: number | undefined;
  /** Acknowledges, or takes that back. */
  readonly onAcknowledge: () => void;
  readonly onSnooze: (end: AskedSnooze) => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}

/** Acknowledge, take that back, and snooze, by button and by letter. A snooze always ends. */
export function ResponderActs(props: ResponderActsProps) {
  const { place, keys, onIt, sending, fault, probability, onAcknowledge, onSnooze, children } = props;
  const [asked, setAsked] = useState(0);
  useKeys(keys ? { a: onAcknowledge, s: () => setAsked(asked + 1) } : {});
  const isHead = place === 'head';
  const free = onIt === undefined;
  const buttons = (
    <>
      <Button
        look={isHead ? (free ? 'filled' : 'outlined') : 'small'}
        letter="a"
        disabled={sending}
        onClick={onAcknowledge}
      >
        {free ? 'Acknowledge' : `Undo: ${onIt} is on it`}
      </Button>
      <SnoozeMenu
        look={isHead ? 'outlined' : 'small'}
        letter="s"
        opens={isHead ? 'up' : 'down'}
        asked={asked}
        probability={probability}
        onSnooze={onSnooze}
      />
      {children}
    </>
  );
  return (
    <>
      {isHead ? <ActionBar>{buttons}</ActionBar> : <span className={styles.acts}>{buttons}</span>}
      {fault && <p role="alert">Not done: {fault.message}.</p>}
    </>
  );
}
