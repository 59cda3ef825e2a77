import type { Timestamp } from '@foreshock/model/time.ts';
import type { IncidentView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';

const changed = ['getIncident', 'getIncidentTimeline'] as const;
const words = { real: 'It was real', noise: 'It was noise' } as const;

/** Whether it was an incident at all, one vote a person, to be taken back. */
export function VerdictSection({ view, now }: { view: IncidentView; now: Timestamp }) {
  const tell = useCommand('tellIncidentVerdict', changed);
  const mine = view.verdicts.find(({ mine }) => mine);
  return (
    <Section name="Real or noise" note="kept, and changes no ranking">
      {view.verdicts.length === 0 ? (
        <p className={styles.finding}>Nobody has said yet whether it was real.</p>
      ) : (
        <ul>
          {view.verdicts.map((one) => (
            <li key={one.by}>
              <b>{words[one.says]}</b>, says {one.by}, <TimeText at={readTime(one.at)} now={now} />
            </li>
          ))}
        </ul>
      )}
      <ButtonRow>
        {(['real', 'noise'] as const)
          .filter((says) => says !== mine?.says)
          .map((says) => (
            <Button key={says} look="small" disabled={tell.sending} onClick={() => tell.send({ id: view.id, says })}>
              {words[says]}
            </Button>
          ))}
        {mine && (
          <Button look="small" disabled={tell.sending} onClick={() => tell.send({ id: view.id, says: 'nothing' })}>
            Take it back
          </Button>
        )}
      </ButtonRow>
      {tell.fault && <p role="alert">Not noted: {tell.fault.message}.</p>}
    </Section>
  );
}
