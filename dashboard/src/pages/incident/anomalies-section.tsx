import type { Timestamp } from '@foreshock/model/time.ts';
import type { IncidentView } from '../../answer-shapes.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { readTime } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { rarityWords } from '../../words/odds-words.ts';
import styles from './incident.module.css';

/** All anomalies of the story, and those that were held back with the reason. */
export function AnomaliesSection({ view, now }: { view: IncidentView; now: Timestamp }) {
  return (
    <Section name="Anomalies" note="what makes up this incident">
      {view.anomalies.length === 0 ? (
        <p className={styles.note}>None: a person declared this incident.</p>
      ) : (
        <DataTable
          caption="Anomalies"
          columns={[{ name: 'Since' }, { name: 'Until' }, { name: 'Entity' }, { name: 'What' }, { name: 'How rare' }]}
          rows={view.anomalies.map((one) => ({
            id: one.id,
            cells: [
              <TimeText key="on" at={readTime(one.onset)} now={now} />,
              one.end === null ? 'goes on' : <TimeText key="end" at={readTime(one.end)} now={now} />,
              shortName(one.entity.name),
              <PathLink key="what" to={one.explore}>
                {one.sentence}
              </PathLink>,
              one.hard ? 'a fact of the cluster' : rarityWords(one.surprise),
            ],
          }))}
        />
      )}
      {view.suppressed.length > 0 && (
        <details>
          <summary>{countWords(view.suppressed.length, 'anomaly', 'anomalies')} held back, with the reason</summary>
          <DataTable
            caption="Held back"
            columns={[{ name: 'Entity' }, { name: 'Measure' }, { name: 'Reason' }]}
            rows={view.suppressed.map((one) => ({
              id: one.anomaly,
              cells: [shortName(one.entity.name), one.measure, one.reason],
            }))}
          />
        </details>
      )}
    </Section>
  );
}
