import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { IncidentItem, isOpen } from '../../components/incident-rows.tsx';
import styles from './overview.module.css';

interface NowSectionProps {
  readonly incidents: readonly IncidentLine[];
  readonly now: Timestamp;
}

const MOST_OVER = 4;

/** What is wrong now, and the harm of the last day that is over. */
export function NowSection({ incidents, now }: NowSectionProps) {
  const open = incidents.filter(isOpen);
  const over = incidents.filter(
    (line) => !isOpen(line) && line.resolvedAt !== undefined && now - line.resolvedAt < DAY,
  );
  return (
    <>
      <section>
        <h2 className={styles.title}>
          Now <span>{open.length || 'no incident open'}</span>
        </h2>
        {open.map((line) => (
          <IncidentItem key={line.id} line={line} now={now} />
        ))}
      </section>
      <section>
        <h2 className={styles.title}>Over, last 24 h</h2>
        {over.slice(0, MOST_OVER).map((line) => (
          <IncidentItem key={line.id} line={line} now={now} />
        ))}
        {over.length === 0 && <p className={styles.quiet}>No incident ended.</p>}
      </section>
    </>
  );
}
