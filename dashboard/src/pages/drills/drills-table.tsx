import type { Timestamp } from '@foreshock/model/time.ts';
import type { DrillView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath, predictionPath } from '../../paths.ts';
import { readTime } from '../../words/iso-words.ts';
import { callWords, causeWords, falseAlarmWords, incidentWords, kindWords, stateWords } from './drill-words.ts';

export function DrillsTable({ drills, now }: { drills: readonly DrillView[]; now: Timestamp }) {
  return (
    <DataTable
      caption="Drills"
      columns={[
        { name: 'Drill' },
        { name: 'Call' },
        { name: 'Incident' },
        { name: 'True cause' },
        { name: 'False alarms', figure: true },
      ]}
      rows={drills.map((drill) => ({ id: drill.id, cells: cellsOf(drill, now) }))}
    />
  );
}

function cellsOf(drill: DrillView, now: Timestamp) {
  const { kind, requestedAt, result, reason } = drill;
  const call = result?.call;
  const incident = result?.incident;
  return [
    <div key="drill" className={content.what}>
      <b>{kindWords[kind].name}</b>
      <span>
        <TimeText at={readTime(requestedAt)} now={now} />, {stateWords(drill)}
        {reason !== null && `: ${reason}`}
      </span>
    </div>,
    call ? (
      <PathLink key="call" to={predictionPath(call.id)}>
        {callWords(drill)}
      </PathLink>
    ) : (
      callWords(drill)
    ),
    incident ? (
      <PathLink key="incident" to={incidentPath(incident.id)}>
        {incidentWords(drill)}
      </PathLink>
    ) : (
      incidentWords(drill)
    ),
    causeWords(drill),
    falseAlarmWords(drill),
  ];
}
