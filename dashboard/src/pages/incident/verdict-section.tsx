import type { Timestamp } from '@foreshock/model/time.ts';
import type { IncidentView } from '../../answer-shapes.ts';
import { Section } from '../../components/section.tsx';
import { Votes } from '../../components/votes.tsx';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';

const changed = ['getIncident', 'getIncidentTimeline'] as const;
const words = { real: 'It was real', noise: 'It was noise' } as const;

/** Whether it was an incident at all, one vote a person, to be taken back. */
export function VerdictSection({ view, now }: { view: IncidentView; now: Timestamp }) {
  const tell = useCommand('tellIncidentVerdict', changed);
  return (
    <Section name="Real or noise" note="kept, and changes no ranking">
      <Votes
        votes={view.verdicts.map((one) => ({ ...one, at: readTime(one.at) }))}
        offered={['real', 'noise']}
        words={words}
        none={<p className={styles.finding}>Nobody has said yet whether it was real.</p>}
        now={now}
        sending={tell.sending}
        fault={tell.fault?.message}
        onSay={(says) => tell.send({ id: view.id, says })}
      />
    </Section>
  );
}
