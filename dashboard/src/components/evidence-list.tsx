import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { LadderStepMark } from '../charts/evidence-ladder-chart.tsx';
import { climbLadder } from '../charts/evidence-ladder-geometry.ts';
import { SparklineChart } from '../charts/sparkline-chart.tsx';
import { rarityWords } from '../words/odds-words.ts';
import { valueWords } from '../words/value-words.ts';
import styles from './evidence-list.module.css';
import { EvidenceNumber } from './marks.tsx';
import { PathLink } from './path-link.tsx';
import { TimeText } from './time-text.tsx';

/** A fact as it is listed and drawn; `number` is its place on the page, from 1. */
export interface EvidenceLine {
  readonly id: string;
  readonly number: number;
  readonly entity: string;
  readonly kind: 'metric' | 'log' | 'trace' | 'event' | 'change' | 'forecast';
  readonly measure: string;
  readonly sentence: string;
  readonly stance: 'for' | 'against' | 'context';
  /** -log10 p, 0 to 12. */
  readonly surprise: number;
  readonly onset: Timestamp;
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly unit: string;
  /** Step in log odds. */
  readonly contribution: number | undefined;
  readonly explore: string;
  readonly sparkline: Sparkline | undefined;
  /** The raw data is past its retention; the value was kept. */
  readonly archived: boolean;
}

export interface EvidenceListProps {
  readonly lines: readonly EvidenceLine[];
  readonly now: Timestamp;
  /** The probability before any of the facts was known: with it each fact shows its step. */
  readonly base: number | undefined;
}

export function EvidenceList({ lines, now, base }: EvidenceListProps) {
  const steps =
    base === undefined
      ? undefined
      : climbLadder(
          base,
          lines.map((line) => line.contribution),
        );
  const layout = steps ? '' : styles.noLadder;
  return (
    <div>
      <div className={`${styles.head} ${layout}`} aria-hidden="true">
        <span />
        <span>What was seen</span>
        <span>Course</span>
        {steps && <span>Odds, 0 to 100</span>}
        <span className={styles.stance}>Stance</span>
      </div>
      <ol>
        {lines.map((line, i) => (
          <li key={line.id} id={`evidence-${line.number}`} className={`${styles.row} ${layout}`}>
            <span className={styles.number}>
              <EvidenceNumber number={line.number} />
            </span>
            <div className={styles.text}>
              <p>{line.sentence}</p>
              <p className={styles.note}>
                Since <TimeText at={line.onset} now={now} />
                {line.surprise >= 1 && `, ${rarityWords(line.surprise)}`}.{' '}
                {line.archived ? (
                  'The raw data is past its retention; the value was kept.'
                ) : (
                  <PathLink to={line.explore}>open query</PathLink>
                )}
              </p>
            </div>
            <span className={styles.spark}>
              {line.sparkline && (
                <SparklineChart
                  sparkline={line.sparkline}
                  onset={line.onset}
                  {...(line.expected !== undefined && { usual: line.expected })}
                  label={courseWords(line)}
                />
              )}
            </span>
            {steps && (
              <span className={styles.step}>
                {line.contribution !== undefined && steps[i] ? (
                  <LadderStepMark step={steps[i]} contribution={line.contribution} width={150} />
                ) : null}
              </span>
            )}
            <span className={styles.stance}>{line.stance}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function courseWords(line: EvidenceLine): string {
  const now = line.observed === undefined ? '' : `: ${valueWords(line.observed, line.unit)}`;
  const usual = line.expected === undefined ? '' : `, usual ${valueWords(line.expected, line.unit)}`;
  return `course of ${line.measure}${now}${usual}`;
}
