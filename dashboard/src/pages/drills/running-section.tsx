import type { Timestamp } from '@foreshock/model/time.ts';
import type { DrillView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DialogFault } from '../../components/dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath, predictionPath } from '../../paths.ts';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import {
  callWords,
  causeWords,
  falseAlarmWords,
  incidentWords,
  kindWords,
  sentence,
  stateWords,
} from './drill-words.ts';

interface RunningSectionProps {
  readonly drill: DrillView;
  readonly now: Timestamp;
  readonly mayStop: boolean;
}

/** The drill that goes on: what is known of it minute by minute, and the way to end it. */
export function RunningSection({ drill, now, mayStop }: RunningSectionProps) {
  const stop = useCommand('stopDrill', ['listDrills']);
  const { id, kind, state, stoppedBy, requestedBy } = drill;
  return (
    <Section name="Going on" note={`begun by ${requestedBy}; live`}>
      <div className={content.stack}>
        <p>
          <b>{kindWords[kind].name}</b>: {kindWords[kind].does}. {sentence(stateWords(drill))}.
        </p>
        <Facts facts={factsOf(drill, now)} />
        {mayStop && state === 'running' && (
          <div>
            <Button disabled={stop.sending || stoppedBy !== null} onClick={() => stop.send({ id })}>
              {stoppedBy === null ? 'Repair it now' : 'Being repaired'}
            </Button>
          </div>
        )}
        <DialogFault fault={stop.fault} />
      </div>
    </Section>
  );
}

function factsOf(drill: DrillView, now: Timestamp) {
  const { startedAt, harmAt, endedAt, endsBy, result } = drill;
  const time = (at: string | null, otherwise: string) =>
    at === null ? otherwise : <TimeText at={readTime(at)} now={now} />;
  const call = result?.call;
  const incident = result?.incident;
  return [
    { name: 'Fault began', value: time(startedAt, 'not yet') },
    { name: 'Harm began', value: time(harmAt, 'not yet') },
    { name: endedAt === null ? 'Repaired by' : 'Repaired', value: time(endedAt ?? endsBy, '') },
    { name: 'First anomaly', value: time(result?.firstAnomalyAt ?? null, 'none so far') },
    {
      name: 'First call',
      value: call ? <PathLink to={predictionPath(call.id)}>{callWords(drill)}</PathLink> : 'none so far',
    },
    {
      name: 'Incident',
      value: incident ? <PathLink to={incidentPath(incident.id)}>{incidentWords(drill)}</PathLink> : 'none so far',
    },
    { name: 'True cause', value: causeWords(drill) },
    { name: 'False alarms', value: falseAlarmWords(drill) },
  ];
}
