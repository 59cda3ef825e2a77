import { closureWords } from '@foreshock/model/incident-closure.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath } from '../../paths.ts';
import { useOperation } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { actionWords } from './action-words.ts';
import styles from './incident.module.css';

/** Incidents of the past that were made of the same: what it was, and how long it took. */
export function SimilarSection({ id, now }: { id: string; now: Timestamp }) {
  const answer = useOperation('listSimilarIncidents', { id });
  return (
    <Section name="Similar incidents" note="what they were, how long they took, what was done">
      <Panel answer={answer} what="Similar incidents" doing="Comparing with earlier incidents" shape="rows">
        {({ items, compared }) =>
          items.length === 0 ? (
            <p className={styles.note}>None of {countWords(compared, 'earlier incident')} was like it.</p>
          ) : (
            <ul>
              {items.map((one) => (
                <li key={one.id}>
                  <PathLink to={incidentPath(one.id)}>{one.title}</PathLink>,{' '}
                  <TimeText at={readTime(one.startedAt)} now={now} />, {percentWords(one.similarity)} alike
                  {`, ${one.closure === null ? 'over' : closureWords[one.closure]}`}
                  {one.lasted !== null && ` after ${durationWords(readDuration(one.lasted))}`}
                  {one.cause !== null && `: ${one.cause}${one.confirmed ? ' (confirmed)' : ''}`}
                  {one.actions.length > 0 && `; ${actionWords(one.actions)}`}
                </li>
              ))}
            </ul>
          )
        }
      </Panel>
    </Section>
  );
}
