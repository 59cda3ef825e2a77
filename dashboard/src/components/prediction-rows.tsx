import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import type { ReactNode } from 'react';
import { OddsMark } from '../charts/odds-mark.tsx';
import { predictionPath } from '../paths.ts';
import type { ShownOdds } from '../shown-odds.ts';
import { oddsText } from '../shown-odds.ts';
import { durationRangeWords, durationWords } from '../words/duration-words.ts';
import { shortName } from '../words/name-words.ts';
import { type SnoozeLine, snoozeWords } from '../words/snooze-words.ts';
import { dayWords } from '../words/time-words.ts';
import type { PredictionLook } from './marks.tsx';
import { PredictionMark } from './marks.tsx';
import { PathLink } from './path-link.tsx';
import styles from './prediction-rows.module.css';
import { TimeText } from './time-text.tsx';

export interface PredictionLine {
  readonly id: string;
  readonly look: PredictionLook;
  readonly state: 'shadow' | 'active' | 'frozen' | 'withdrawn' | 'closed';
  readonly outcome: 'pending' | 'hit' | 'miss' | 'acted' | 'undecidable';
  readonly entity: string;
  readonly happens: string;
  readonly headline: string;
  readonly odds: ShownOdds;
  readonly issuedAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly closedAt: Timestamp | undefined;
  readonly lead: { readonly from: DurationMs; readonly middle: DurationMs; readonly to: DurationMs } | undefined;
  readonly deadline: Timestamp | undefined;
  readonly actBy: Timestamp | undefined;
  readonly cause: string | undefined;
  readonly acknowledgedBy: string | undefined;
  readonly snooze: SnoozeLine | undefined;
  /** Called when history was learnt. */
  readonly backtest: boolean;
  /** Of a fault that was made on purpose. */
  readonly isDrill: boolean;
}

export interface PredictionRowsProps {
  readonly lines: readonly PredictionLine[];
  readonly now: Timestamp;
  readonly selected?: string | undefined;
  readonly onSelect?: (id: string) => void;
  /** What can be done with the line that is selected. */
  readonly acts?: (line: PredictionLine) => ReactNode;
}

/** What is coming as a table; on a phone each line is a few lines. */
export function PredictionRows({ lines, now, selected, onSelect, acts }: PredictionRowsProps) {
  return (
    <div>
      <div className={styles.head} aria-hidden="true">
        <span />
        <span>What</span>
        <span>Odds</span>
        <span>If it comes</span>
        <span>Act by</span>
        <span>Likely cause</span>
      </div>
      <ol>
        {lines.map((line) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: j and k select a line by key
          <li
            key={line.id}
            onClick={() => onSelect?.(line.id)}
            className={`${styles.row} ${line.id === selected ? styles.selected : ''}`}
            aria-current={line.id === selected || undefined}
          >
            <span className={styles.mark}>
              <PredictionMark look={line.look} />
            </span>
            <span className={styles.what}>
              <PathLink to={predictionPath(line.id)} title={line.entity}>
                {shortName(line.entity)}
              </PathLink>{' '}
              <span className={styles.happens}>{line.happens}</span>
              <Notes line={line} now={now} />
              {line.id === selected && acts?.(line)}
            </span>
            <OddsCell line={line} now={now} />
            <span className={styles.when}>{whenText(line, now)}</span>
            <span className={styles.actBy}>
              {line.actBy === undefined ? (
                <span className={styles.none}>none set</span>
              ) : (
                <b>
                  <TimeText at={line.actBy} now={now} />
                </b>
              )}
            </span>
            <span className={styles.cause}>{line.cause ?? 'no confident cause'}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function OddsCell({ line, now }: { line: PredictionLine; now: Timestamp }) {
  const { odds } = line;
  if (odds.display === 'date') {
    return (
      <span className={styles.odds}>
        <b>{line.deadline === undefined ? 'no date' : `on ${dayWords(line.deadline)}`}</b>
        {line.deadline !== undefined && (
          <span className={styles.happens}>
            <TimeText at={line.deadline} {...(Math.abs(line.deadline - now) < 1 && { now })} />
          </span>
        )}
      </span>
    );
  }
  const earned = odds.display === 'percent' && line.state !== 'frozen';
  return (
    <span className={styles.odds}>
      <b className={earned ? styles.percent : undefined}>{oddsText(odds)}</b>
      <OddsMark odds={odds} width={odds.display === 'none' ? 96 : 120} frozen={line.state === 'frozen'} />
    </span>
  );
}

function Notes({ line, now }: { line: PredictionLine; now: Timestamp }) {
  const notes = [
    line.isDrill ? 'drill, made on purpose' : undefined,
    line.backtest ? 'called over history' : undefined,
    line.state === 'shadow' ? 'shadow, tells nobody yet' : undefined,
    line.state === 'frozen' ? 'frozen, too little data to judge' : undefined,
    line.state === 'withdrawn' ? 'withdrawn' : undefined,
    line.acknowledgedBy !== undefined ? `${line.acknowledgedBy} is on it` : undefined,
    line.snooze && snoozeWords(line.snooze, now),
  ].filter((note) => note !== undefined);
  return notes.length > 0 ? <small>{notes.join(', ')}</small> : null;
}

/** Counted from now: the lead was measured when the call was revised. */
function whenText(line: PredictionLine, now: Timestamp): string {
  if (line.outcome === 'hit') return 'it came';
  if (line.state === 'closed') return 'it is over';
  if (line.deadline !== undefined) return line.deadline > now ? `in ${durationWords(line.deadline - now)}` : 'now';
  if (!line.lead) return `within ${durationWords(line.odds.horizon)}`;
  const passed = Math.max(0, now - line.updatedAt);
  return durationRangeWords(Math.max(0, line.lead.from - passed), Math.max(60_000, line.lead.to - passed));
}
