import type { Timestamp } from '@foreshock/model/time.ts';
import type { ComparisonView } from '../answer-shapes.ts';
import { readTime } from '../words/iso-words.ts';
import { percentWords } from '../words/odds-words.ts';
import { clockWords } from '../words/time-words.ts';
import styles from './comparisons.module.css';

/** The answer has the most telling first; a long list would push what follows out of sight. */
const SHOWN = 3;

export interface ComparedTimes {
  readonly from: string;
  readonly to: string;
  readonly baselineFrom: string;
  readonly baselineTo: string;
  readonly comparisons: readonly ComparisonView[];
}

/** What the failures of a time share that another time before did not, by signal. */
export function Comparisons({ view }: { readonly view: ComparedTimes }) {
  return (
    <>
      {view.comparisons.map((comparison) => (
        <Compared key={comparison.signal} comparison={comparison} />
      ))}
      <p className={styles.note}>
        {timesText(readTime(view.from), readTime(view.to))}, compared with{' '}
        {timesText(readTime(view.baselineFrom), readTime(view.baselineTo))}.
      </p>
    </>
  );
}

function Compared({ comparison }: { readonly comparison: ComparisonView }) {
  const failures = comparison.signal === 'logs' ? 'error log lines' : 'failed spans';
  const count = comparison.window.found;
  const isEven = comparison.items.length === 0;
  return (
    <div className={styles.compared}>
      <h3>{comparison.signal === 'logs' ? 'Error log lines' : 'Failed spans'}</h3>
      {comparison.state === 'too-few' && (
        <p className={styles.note}>
          Too few to compare: {count.toLocaleString('en')} {failures}, and{' '}
          {comparison.baseline.found.toLocaleString('en')} records before them.
        </p>
      )}
      {comparison.state === 'compared' && isEven && (
        <p className={styles.note}>
          Nothing stands out: the {count.toLocaleString('en')} {failures} are spread as what came before.
        </p>
      )}
      <Differences items={comparison.items.slice(0, SHOWN)} />
      {comparison.items.length > SHOWN && (
        <details>
          <summary>{comparison.items.length - SHOWN} more, less telling</summary>
          <Differences items={comparison.items.slice(SHOWN)} />
        </details>
      )}
      {comparison.state === 'compared' && <p className={styles.note}>{sizeText(comparison)}</p>}
    </div>
  );
}

function Differences({ items }: { readonly items: ComparisonView['items'] }) {
  return (
    <ol>
      {items.map((item) => (
        <li key={item.values.map(({ key, value }) => `${key}=${value}`).join(' ')} className={styles.row}>
          <p className={styles.statement}>{item.statement}</p>
          <div className={styles.bars}>
            <ShareBar name="now" share={item.share} isNow />
            <ShareBar name="before" share={item.shareBefore} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function ShareBar({ name, share, isNow = false }: { name: string; share: number; isNow?: boolean }) {
  return (
    <div className={styles.bar}>
      <span>{name}</span>
      <svg width="100%" height={10} aria-hidden="true">
        <rect x={0} y={0} width="100%" height={10} fill="var(--well)" />
        <rect x={0} y={0} width={`${share * 100}%`} height={10} fill={isNow ? 'var(--now)' : 'var(--ink-4)'} />
      </svg>
      <span className={styles.figure}>{share > 0 && share < 0.01 ? '< 1 %' : percentWords(share)}</span>
    </div>
  );
}

function sizeText({ scope, against, window, baseline, sampled }: ComparisonView): string {
  const whose = scope === 'incident' ? 'of the members' : 'of the whole project';
  const before = against === 'failing' ? 'failures before' : 'records before, because few failed then';
  const counts = `${window.found.toLocaleString('en')} failures ${whose}, held against ${baseline.found.toLocaleString('en')} ${before}`;
  const taken = `a fair sample of ${window.compared.toLocaleString('en')} and ${baseline.compared.toLocaleString('en')}`;
  return sampled ? `${counts}; compared by ${taken}.` : `${counts}.`;
}

function timesText(from: Timestamp, to: Timestamp): string {
  return `${clockWords(from)} to ${clockWords(to)}`;
}
