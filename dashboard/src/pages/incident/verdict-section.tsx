import type { Timestamp } from '@foreshock/model/time.ts';
import type { IncidentView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { Votes } from '../../components/votes.tsx';
import { incidentPath } from '../../paths.ts';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';
import { toldNoiseWords } from './told-noise-words.ts';

const changed = ['getIncident', 'getIncidentTimeline'] as const;
const words = { real: 'It was real', noise: 'It was noise' } as const;

interface ToldNoiseProps {
  readonly view: IncidentView;
  readonly sending: boolean;
  readonly onUndo: (incident: string) => void;
}

/** What weighs less in opening an incident because it was told noise, and the verdicts that may be taken back. */
function ToldNoise({ view, sending, onUndo }: ToldNoiseProps) {
  if (view.toldNoise.length === 0) return null;
  return (
    <ul>
      {view.toldNoise.map((one) => (
        <li key={`${one.entity.id} ${one.measure}`}>
          {toldNoiseWords(one)}
          {one.incidents.map((incident) => (
            <span key={incident.id}>
              {' '}
              <PathLink to={incidentPath(incident.id)}>{incident.title}</PathLink>
              {incident.mine && (
                <>
                  {' '}
                  <Button look="small" disabled={sending} onClick={() => onUndo(incident.id)}>
                    Undo
                  </Button>
                </>
              )}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Whether it was an incident at all, one vote a person, to be taken back. */
export function VerdictSection({ view, now }: { view: IncidentView; now: Timestamp }) {
  const tell = useCommand('tellIncidentVerdict', changed);
  return (
    <Section name="Real or noise" note="what is told noise three times and never real weighs less">
      <Votes
        votes={view.verdicts.map((one) => ({ ...one, at: readTime(one.at) }))}
        offered={['real', 'noise']}
        words={words}
        note={<ToldNoise view={view} sending={tell.sending} onUndo={(id) => tell.send({ id, says: 'nothing' })} />}
        none={<p className={styles.finding}>Nobody has said yet whether it was real.</p>}
        now={now}
        sending={tell.sending}
        fault={tell.fault?.message}
        onSay={(says) => tell.send({ id: view.id, says })}
      />
    </Section>
  );
}
