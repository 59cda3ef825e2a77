import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import incidentStyles from '../../components/incident-rows.module.css';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { IncidentItem, isOpen } from '../../components/incident-rows.tsx';
import { PredictionMark } from '../../components/marks.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { predictionPath } from '../../paths.ts';
import { oddsText } from '../../shown-odds.ts';
import { shortName } from '../../words/name-words.ts';
import { clockWords } from '../../words/time-words.ts';
import styles from './overview.module.css';

interface NowSectionProps {
  readonly incidents: readonly IncidentLine[];
  readonly closed: readonly PredictionLine[];
  readonly now: Timestamp;
}

const MOST_OVER = 4;

/** What is wrong now, and how the last day went: harm that is over, and calls that came true or did not. */
export function NowSection({ incidents, closed, now }: NowSectionProps) {
  const open = incidents.filter(isOpen);
  const over = incidents.filter(
    (line) => !isOpen(line) && line.resolvedAt !== undefined && now - line.resolvedAt < DAY,
  );
  const called = closed.filter((line) => line.closedAt !== undefined && now - line.closedAt < DAY);
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
        <h2 className={styles.title}>Last 24 h</h2>
        {over.slice(0, MOST_OVER).map((line) => (
          <IncidentItem key={line.id} line={line} now={now} />
        ))}
        {called.slice(0, MOST_OVER).map((line) => (
          <ClosedCall key={line.id} line={line} />
        ))}
        {over.length + called.length === 0 && <p className={styles.quiet}>No incident ended and no call closed.</p>}
      </section>
    </>
  );
}

function ClosedCall({ line }: { line: PredictionLine }) {
  return (
    <div className={incidentStyles.item}>
      <span>
        <PredictionMark look={line.look} />
      </span>
      <div>
        <PathLink to={predictionPath(line.id)}>
          {shortName(line.entity)} {line.happens}, {oddsText(line.odds)}
        </PathLink>
        <p className={incidentStyles.note}>{outcomeText(line)}</p>
      </div>
    </div>
  );
}

function outcomeText(line: PredictionLine): string {
  const at = line.closedAt === undefined ? '' : ` by ${clockWords(line.closedAt)}`;
  switch (line.outcome) {
    case 'hit':
      return 'It came true.';
    case 'miss':
      return `We were wrong: nothing happened${at}.`;
    case 'acted':
      return 'Somebody acted before it could come.';
    case 'undecidable':
    case 'pending':
      return 'Cannot be decided: too little data.';
  }
}
