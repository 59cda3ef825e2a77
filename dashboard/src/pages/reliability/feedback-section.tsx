import type { Timestamp } from '@foreshock/model/time.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath } from '../../paths.ts';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './reliability.module.css';

/** The causes that people confirmed, by how much each moves later rankings, and the way to take each back. */
export function FeedbackSection({ now }: { now: Timestamp }) {
  const answer = useOperation('listConfirmedCauses', {});
  const withdraw = useCommand('withdrawIncidentCause', ['listConfirmedCauses', 'getIncident']);
  return (
    <Panel answer={answer} what="What people confirmed" doing="Reading what people confirmed" shape="rows">
      {({ items, lessons, ranks }) =>
        items.length === 0 ? (
          <p>No true cause has been told yet. Tell it on the page of an incident: later rankings learn from it.</p>
        ) : (
          <div className={styles.stack}>
            <p>
              Of {countWords(ranks.all, 'true cause')} evidence alone had put {ranks.first} first and {ranks.firstThree}{' '}
              among the first three.
            </p>
            <DataTable
              caption="What they teach"
              columns={[
                { name: 'Cause' },
                { name: 'Confirmed', figure: true },
                { name: 'Was not it', figure: true },
                { name: 'Points', figure: true },
              ]}
              rows={lessons.map((lesson) => ({
                id: `${lesson.entity.id} ${lesson.cause}`,
                cells: [
                  `${lesson.entity.name}, ${lesson.cause}`,
                  lesson.for,
                  lesson.against,
                  `${lesson.points < 0 ? '−' : '+'}${Math.abs(lesson.points).toFixed(2)}`,
                ],
              }))}
            />
            <DataTable
              caption="Told true causes"
              columns={[{ name: 'Incident' }, { name: 'True cause' }, { name: 'Told' }, { name: '' }]}
              rows={items.map((item) => ({
                id: item.incident,
                cells: [
                  <PathLink key="to" to={incidentPath(item.incident)}>
                    Open it
                  </PathLink>,
                  `${item.entity.name}, ${item.cause}`,
                  <span key="told">
                    {item.by}, <TimeText at={readTime(item.at)} now={now} />
                  </span>,
                  <Button
                    key="back"
                    look="small"
                    disabled={withdraw.sending}
                    onClick={() => withdraw.send({ id: item.incident })}
                  >
                    Take it back
                  </Button>,
                ],
              }))}
            />
            {withdraw.fault && <p role="alert">Not taken back: {withdraw.fault.message}.</p>}
          </div>
        )
      }
    </Panel>
  );
}
