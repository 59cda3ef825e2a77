import { closureWords, type IncidentClosure } from '@foreshock/model/incident-closure.ts';
import { type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { ReactNode } from 'react';
import { incidentPath } from '../paths.ts';
import { durationWords } from '../words/duration-words.ts';
import { countWords, shortName } from '../words/name-words.ts';
import { percentWords } from '../words/odds-words.ts';
import { type SnoozeLine, snoozeWords } from '../words/snooze-words.ts';
import styles from './incident-rows.module.css';
import { IncidentMark, SeverityBadge } from './marks.tsx';
import { PathLink } from './path-link.tsx';
import { TimeText } from './time-text.tsx';

export interface IncidentLine {
  readonly id: string;
  readonly state: 'open' | 'acknowledged' | 'resolved' | 'reviewed' | 'merged' | 'dismissed';
  readonly frozen: boolean;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly title: string;
  readonly startedAt: Timestamp;
  readonly resolvedAt: Timestamp | undefined;
  readonly closure: IncidentClosure | undefined;
  /** Names of the entities that are hurt. */
  readonly harmed: readonly string[];
  /** Of requests that are hurt, 0 to 1. */
  readonly share: number | undefined;
  readonly services: number;
  readonly cause: string | undefined;
  readonly predictedAhead: DurationMs | undefined;
  readonly acknowledgedBy: string | undefined;
  readonly snooze: SnoozeLine | undefined;
  readonly declared: boolean;
  /** Of a fault that was made on purpose. */
  readonly isDrill: boolean;
}

export function isOpen(line: Pick<IncidentLine, 'state'>): boolean {
  return line.state === 'open' || line.state === 'acknowledged';
}

export function incidentLook(line: Pick<IncidentLine, 'state'>): 'open' | 'acknowledged' | 'over' {
  return line.state === 'open' || line.state === 'acknowledged' ? line.state : 'over';
}

/** Closed without anybody having seen that it is well again. */
export function isUnseen({ closure }: Pick<IncidentLine, 'closure'>): boolean {
  return closure === 'unheard' || closure === 'gave-way';
}

/** How one that is over came to be so: `resolved` only where that was seen or said. */
export function endWords(line: Pick<IncidentLine, 'state' | 'closure'>): string {
  return line.state === 'resolved' && line.closure !== undefined ? closureWords[line.closure] : line.state;
}

/** `open 12 min`, `resolved after 29 min`, `closed without an all-clear after 1 h`, `dismissed`. */
export function incidentStateText(line: IncidentLine, now: Timestamp): string {
  if (isOpen(line)) return `${line.frozen ? 'frozen, ' : ''}${line.state} ${durationWords(now - line.startedAt)}`;
  const length = line.resolvedAt === undefined ? '' : ` after ${durationWords(line.resolvedAt - line.startedAt)}`;
  return `${endWords(line)}${length}`;
}

/** One incident in two lines, for narrow columns. */
export function IncidentItem({ line, now }: { line: IncidentLine; now: Timestamp }) {
  return (
    <div className={styles.item}>
      <span>
        <IncidentMark look={incidentLook(line)} />
      </span>
      <div>
        <PathLink to={incidentPath(line.id)}>{line.title}</PathLink>
        <p className={styles.note}>
          {isOpen(line) && (
            <>
              <SeverityBadge severity={line.severity} open />,{' '}
            </>
          )}
          {line.isDrill && 'drill, '}
          {incidentStateText(line, now)}
          {line.predictedAhead !== undefined && (
            <>
              <br />
              {aheadWords(line.predictedAhead)}
            </>
          )}
        </p>
      </div>
    </div>
  );
}

function snoozedText({ snooze }: IncidentLine, now: Timestamp): string {
  const words = snooze && snoozeWords(snooze, now);
  return words === undefined ? '' : `, ${words}`;
}

/** A call in the minute in which it began was no warning. */
function aheadWords(ahead: DurationMs): string {
  return ahead < MINUTE ? 'called as it began' : `predicted ${durationWords(ahead)} ahead`;
}

export interface IncidentRowsProps {
  readonly lines: readonly IncidentLine[];
  readonly now: Timestamp;
  readonly selected?: string | undefined;
  readonly onSelect?: (id: string) => void;
  /** What can be done with the line that is selected. */
  readonly acts?: (line: IncidentLine) => ReactNode;
}

export function IncidentRows({ lines, now, selected, onSelect, acts }: IncidentRowsProps) {
  return (
    <div>
      <div className={`${styles.row} ${styles.head}`} aria-hidden="true">
        <span />
        <span>What</span>
        <span>Severity</span>
        <span>Since</span>
        <span>Who is hurt</span>
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
            <span>
              <IncidentMark look={incidentLook(line)} />
            </span>
            <span>
              <PathLink to={incidentPath(line.id)}>{line.title}</PathLink>
              <small>
                {line.isDrill && 'drill, made on purpose, '}
                {incidentStateText(line, now)}
                {line.acknowledgedBy !== undefined && `, ${line.acknowledgedBy} is on it`}
                {line.declared && ', declared by a person'}
                {isOpen(line) && snoozedText(line, now)}
                {line.predictedAhead !== undefined && `, ${aheadWords(line.predictedAhead)}`}
              </small>
              {line.id === selected && acts?.(line)}
            </span>
            <span>
              <SeverityBadge severity={line.severity} open={isOpen(line)} />
            </span>
            <span className={styles.second}>
              <TimeText at={line.startedAt} now={now} />
            </span>
            <span className={styles.second}>
              {line.harmed.map(shortName).slice(0, 3).join(', ')}
              {line.share !== undefined && `, ${percentWords(line.share)} of requests`}
              {line.share === undefined && line.services > 1 && `, ${countWords(line.services, 'service')}`}
            </span>
            <span className={styles.second}>{line.cause ?? 'no confident cause'}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
